import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { manifestSchema } from '../../src/lib/archive/manifest.ts';
import { indexColumns } from '../../src/lib/archive/index-rows.ts';
import { deliveryEventSchema } from '../../src/lib/archive/receipt.ts';
import { sealManifestSchema } from '../../src/lib/archive/sealed-files.ts';
import { runEventSchema } from '../../src/lib/archive/run-event.ts';
import { tableRows } from '../support/markdown.ts';

const text = readFileSync(new URL('../../docs/archive.md', import.meta.url), 'utf8');

/** The part of the page under the heading that begins so. */
function section(heading: string): string {
  const [, after = ''] = text.split(`\n## ${heading}`);
  return after.split('\n## ')[0] ?? '';
}

/** The names in backticks of each row's cell. */
function names(heading: string, column: number): string[][] {
  return tableRows(section(heading)).map((cells) =>
    [...(cells[column] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
}

const sorted = (list: readonly string[]): string[] => [...list].sort();

test('docs/archive.md describes every field of a manifest, and no other', () => {
  expect(sorted(names('manifest.json', 0).flat())).toEqual(sorted(Object.keys(manifestSchema.shape)));
});

test('docs/archive.md describes every event of a run record with its fields', () => {
  const described = names('run.jsonl', 0).flatMap((events, row) =>
    events.map((event) => [event, sorted(names('run.jsonl', 1)[row] ?? [])]),
  );
  const declared = runEventSchema.options.map(({ shape }) => {
    const { v: _v, at: _at, by: _by, event, ...further } = shape;
    return [event.value, sorted(Object.keys(further))];
  });
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(declared));
});

test('docs/archive.md describes every event of a delivery with its fields', () => {
  const described = names('deliveries/', 0).flatMap((events, row) =>
    events.map((event) => [event, sorted(names('deliveries/', 1)[row] ?? [])]),
  );
  const declared = deliveryEventSchema.options.map(({ shape }) => {
    const { v: _v, at: _at, event, ...further } = shape;
    return [event.value, sorted(Object.keys(further))];
  });
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(declared));
});

test('docs/archive.md describes every column of the index', () => {
  expect(new Set(names('For an auditor', 0).flat())).toEqual(new Set(indexColumns));
});

test('docs/archive.md describes every field of the manifest of an encrypted copy', () => {
  const described = names('deliveries/r1.&lt;target&gt;.&lt;seal&gt;', 0).flat();
  expect(sorted(described)).toEqual(sorted(Object.keys(sealManifestSchema.shape)));
});
