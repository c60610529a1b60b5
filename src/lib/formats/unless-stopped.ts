import { BordereauError } from '../errors/bordereau-error.ts';
import { WritingStopped } from '../errors/format-errors.ts';

/** Resolves or rejects as `work` does, but rejects at once when the signal fires; `work` is then left to its end. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Whatever becomes of work that nobody waits for any more is of no interest.
  work.catch(() => {});
  if (signal.aborted) throw stoppedBy(signal);
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(stoppedBy(signal));
    signal.addEventListener('abort', onAbort);
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}

/** The signal's own reason when it is one of ours, else a WritingStopped that carries it. */
export function stoppedBy(signal: AbortSignal): BordereauError {
  const reason: unknown = signal.reason;
  if (reason instanceof BordereauError) return reason;
  return new WritingStopped({ where: 'writing the file', got: 'an abort in the middle of the file', cause: reason });
}
