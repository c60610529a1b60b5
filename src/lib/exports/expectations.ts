/** What a believable file looks like. A breach holds the run until a person releases or rejects it. */
export interface Expectations {
  readonly rows?: { readonly exact?: number; readonly min?: number; readonly max?: number };
  /** What to do with a file without rows; default `send`. `skip`: the run ends as skipped, nothing is delivered. */
  readonly empty?: 'send' | 'skip' | 'hold';
}

export type Verdict = { readonly kind: 'pass' } | { readonly kind: 'hold' | 'skip'; readonly why: string };

/** Judges a file by its number of rows. */
export function judge(expect: Expectations, rows: number): Verdict {
  if (rows === 0 && expect.empty === 'skip') return { kind: 'skip', why: 'no rows' };
  if (rows === 0 && expect.empty === 'hold') return { kind: 'hold', why: 'no rows' };
  const { exact, min, max } = expect.rows ?? {};
  if (exact !== undefined && rows !== exact) return { kind: 'hold', why: `${rows} rows, expected exactly ${exact}` };
  if (min !== undefined && rows < min) return { kind: 'hold', why: `${rows} rows, expected at least ${min}` };
  if (max !== undefined && rows > max) return { kind: 'hold', why: `${rows} rows, expected at most ${max}` };
  return { kind: 'pass' };
}
