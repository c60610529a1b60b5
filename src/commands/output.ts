import { isAbsolute, relative } from 'node:path';

/** Where a command speaks to its user; logs go to stderr by themselves. */
export interface Output {
  line(text?: string): void;
  /** A remark beside the result: stderr, so that `--json` stays clean. */
  note(text: string): void;
  /** True when stdout is a terminal that can redraw. */
  readonly live: boolean;
  write(text: string): void;
}

export const terminal: Output = {
  line: (text = '') => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
  live: process.stdout.isTTY,
  write: (text) => void process.stdout.write(text),
};

/** Lets a reader that stops early, such as `head`, end the program in peace. */
export function endQuietlyWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

/** A path as short as it can be said from here. */
export function shortPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') || isAbsolute(near) ? path : near;
}
