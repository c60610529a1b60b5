import type { Output } from '../../src/commands/output.ts';

/** An output that keeps what a command says. */
export function spoken(): Output & { readonly lines: string[]; readonly notes: string[] } {
  const lines: string[] = [];
  const notes: string[] = [];
  return {
    lines,
    notes,
    live: false,
    line: (text = '') => void lines.push(text),
    note: (text) => void notes.push(text),
    write: (text) => void lines.push(text),
  };
}
