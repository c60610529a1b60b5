import { BordereauError } from '../../errors/bordereau-error.ts';
import type { Problem } from '../../problem.ts';

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

/** What a check that throws has against the definition. */
export function refusals(field: string, check: () => void): Problem[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof BordereauError)) throw error;
    return [problem(field, error.details.got, error.details.expected ?? 'another value')];
  }
}
