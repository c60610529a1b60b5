import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BordereauError, type RetryClass } from '../../src/lib/errors/bordereau-error.ts';
import { tableRows } from '../support/markdown.ts';

interface Listed {
  readonly code: string;
  readonly retry: RetryClass;
}

const errorsDir = new URL('../../src/lib/errors/', import.meta.url);

/** Every class of the catalogue; what their constructors are given does not matter here. */
async function catalogue(): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const file of readdirSync(errorsDir)) {
    const exported = Object.values((await import(new URL(file, errorsDir).href)) as Record<string, unknown>);
    for (const value of exported.filter(isErrorClass)) {
      const { code, retry } = value.length > 1 ? new value('here', []) : new value(anyDetails());
      found.push({ code, retry });
    }
  }
  return found;
}

function isErrorClass(value: unknown): value is new (...given: unknown[]) => BordereauError {
  return typeof value === 'function' && value.prototype instanceof BordereauError;
}

/** Details of an error, and at the same time a list of no problems. */
function anyDetails(): unknown {
  return Object.assign([], { where: 'here', got: 'this' });
}

function documented(): Listed[] {
  const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  return tableRows(text).flatMap(([code = '', retry = '']) => {
    const name = /^`([A-Z0-9_]+)`$/.exec(code)?.[1];
    return name === undefined ? [] : [{ code: name, retry: retry as RetryClass }];
  });
}

const byCode = (listed: readonly Listed[]): Listed[] => [...listed].sort((a, b) => a.code.localeCompare(b.code));

test('docs/errors.md has one row for each error class, with its retry class, and no other row', async () => {
  const classes = await catalogue();
  expect(classes.length).toBeGreaterThan(50);
  expect(byCode(documented())).toEqual(byCode(classes));
});

test('every code is that of one class', async () => {
  const codes = (await catalogue()).map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)]);
});

test('every row of docs/errors.md says what the error means and what to do', () => {
  const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const rows = tableRows(text).filter(([code = '']) => /^`[A-Z]/.test(code));
  expect(rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell === ''))).toEqual([]);
});
