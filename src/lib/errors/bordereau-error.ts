/**
 * What a queue does after an error (design.md, principle 6):
 * `transient` tries again with backoff, `permanent` never does,
 * `busy` (a resource is full or locked) tries again with a longer backoff.
 */
export type RetryClass = 'transient' | 'busy' | 'permanent';

/** What an error says: where it happened, what was got, what is expected, what to do next. */
export interface ErrorDetails {
  readonly where: string;
  readonly got: string;
  readonly expected?: string;
  readonly next?: string;
  /** Further facts for logs and JSON: never rows, values of queries, secrets or addresses. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause?: unknown;
}

/** Base of every error we throw on purpose; docs/errors.md lists them all by `code`. */
export abstract class BordereauError extends Error {
  abstract readonly code: string;
  abstract readonly retry: RetryClass;
  readonly details: Omit<ErrorDetails, 'cause'>;

  constructor(details: ErrorDetails) {
    const { cause, ...rest } = details;
    super(sentence(rest), cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.details = rest;
  }
}

function sentence({ where, got, expected, next }: Omit<ErrorDetails, 'cause'>): string {
  const wanted = expected === undefined ? '' : `, expected ${expected}`;
  const advice = next === undefined ? '' : ` ${next}`;
  return `${where}: got ${got}${wanted}.${advice}`;
}
