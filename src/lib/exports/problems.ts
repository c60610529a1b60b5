import type { Problem } from '../problem.ts';

export function problem(field: string, got: string, expected: string, didYouMean?: string): Problem {
  return { field, got, expected, ...(didYouMean === undefined ? {} : { didYouMean }) };
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** A value as a problem quotes it. */
export function show(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 100);
}
