import { BordereauError } from '../errors/bordereau-error.ts';

/** What an inspection says of a source that it could not enter; an error that is not ours is the inspector's own abort. */
export function whyUnreachable(where: string, error: unknown): string {
  return error instanceof BordereauError ? error.message : `${where}: no answer before the inspection was given up.`;
}
