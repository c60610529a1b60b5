import type { BordereauError } from '../errors/bordereau-error.ts';
import { FileFault, ProofFailed } from '../errors/format-errors.ts';
import type { FileShape, Proof } from './proof.ts';

/** What the thread of a proof is given. */
export interface ProofOrder {
  readonly path: string;
  readonly shape: FileShape;
  /** One number: 1 once the file is finished. */
  readonly finished: Int32Array;
}

/** What it says: the proof, or what an error is made of, since classes do not cross threads. */
export type ProofReply = { readonly proof: Proof } | { readonly failed: Pick<BordereauError, 'code' | 'details'> };

/** The error that the thread had. */
export function errorOf({ failed }: Extract<ProofReply, { failed: unknown }>): BordereauError {
  return failed.code === 'FILE_FAULT' ? new FileFault(failed.details) : new ProofFailed(failed.details);
}
