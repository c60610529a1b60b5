import { BordereauError } from './bordereau-error.ts';
import { systemCode } from './file-system.ts';
import { Unexpected } from './queue-errors.ts';

const FRAMES = 6;

/** The error itself when it is ours; else one that names only its class, code and place: foreign messages may hold data. */
export function typedError(where: string, error: unknown): BordereauError {
  if (error instanceof BordereauError) return error;
  const name = error instanceof Error ? error.name : typeof error;
  const code = systemCode(error);
  return new Unexpected({
    where,
    got: code === undefined ? name : `${name} ${code}`,
    expected: 'no error',
    next: 'The log has the place in the code.',
    facts: { frames: framesOf(error) },
    cause: error,
  });
}

/** Where in the code it happened, without the message. */
function framesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, FRAMES)
    .map((line) => line.trim())
    .join(' | ');
}
