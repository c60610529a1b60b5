import { array, assert, asyncProperty, constantFrom, record, shuffledSubarray, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { compareTables, type RowMatch } from '../../../src/lib/compare/compare-tables.ts';
import { HeldRows } from '../../../src/lib/compare/held-rows.ts';
import type { TableFile } from '../../../src/lib/compare/table-file.ts';
import type { Difference } from '../../../src/lib/compare/tally.ts';

const place: RowMatch = { by: 'place' };
const byId: RowMatch = { by: 'key', columns: ['id'] };
const whole: RowMatch = { by: 'whole row' };

function table(...rows: readonly (readonly string[])[]): TableFile {
  return {
    form: 'test',
    async *rows() {
      yield* rows;
    },
  };
}

async function compare(before: TableFile, after: TableFile, match: RowMatch, header = true) {
  const differences: Difference[] = [];
  const found = await compareTables(before, after, { match, header }, (difference) => differences.push(difference));
  return { ...found, differences };
}

const header = ['id', 'nom', 'statut'];
const old = table(header, ['1', 'Awa', 'HUMAN'], ['2', 'Binta', 'BUSY'], ['3', 'Coumba', '']);

test('the same rows in the same places are the same', async () => {
  const found = await compare(old, old, place);
  expect(found).toMatchObject({ equal: 3, changed: 0, onlyOld: 0, onlyNew: 0, oldRows: 3, differences: [] });
});

test('a changed cell is told with its row and its column, and counted by column', async () => {
  const after = table(header, ['1', 'Awa', 'MACHIN'], ['2', 'Binta', 'BUSY'], ['3', 'Koumba', 'X']);
  const found = await compare(old, after, place);
  expect(found).toMatchObject({ equal: 1, changed: 2 });
  expect(Object.fromEntries(found.changedByColumn)).toEqual({ statut: 2, nom: 1 });
  expect(found.differences[0]).toEqual({
    ...{ kind: 'changed', oldRow: 1, newRow: 1, key: [] },
    cells: [{ column: 'statut', old: 'HUMAN', new: 'MACHIN' }],
  });
});

test('by key a row is found wherever it stands, and one that is missing does not shift the others', async () => {
  const after = table(header, ['3', 'Coumba', ''], ['1', 'Awa', 'MACHIN'], ['4', 'Dior', '']);
  const found = await compare(old, after, byId);
  expect(found).toMatchObject({ equal: 1, changed: 1, onlyOld: 1, onlyNew: 1 });
  expect(found.differences).toEqual([
    { kind: 'changed', oldRow: 1, newRow: 2, key: ['1'], cells: [{ column: 'statut', old: 'HUMAN', new: 'MACHIN' }] },
    { kind: 'only in new', row: 3, cells: ['4', 'Dior', ''] },
    { kind: 'only in old', row: 2, cells: ['2', 'Binta', 'BUSY'] },
  ]);
});

test('rows of one key are matched one to one, in their order', async () => {
  const before = table(['id', 'n'], ['1', 'a'], ['1', 'b'], ['1', 'c']);
  const after = table(['id', 'n'], ['1', 'a'], ['1', 'x']);
  expect(await compare(before, after, byId)).toMatchObject({ equal: 1, changed: 1, onlyOld: 1, onlyNew: 0 });
});

test('columns are matched by their titles: those of one file, another order, two of one title', async () => {
  const before = table(['a', 'b', 'b', 'gone'], ['1', '2', '3', '4']);
  const after = table(['b', 'a', 'b', 'added'], ['2', '1', 'x', '5']);
  const { columns, changedByColumn, equal } = await compare(before, after, place);
  expect(columns).toMatchObject({ onlyOld: ['gone'], onlyNew: ['added'], moved: true });
  expect([equal, ...changedByColumn]).toEqual([0, ['b (2)', 1]]);
});

test('without a header columns go by their number, and the first row counts', async () => {
  const found = await compare(table(['1', 'a'], ['2', 'b']), table(['1', 'a'], ['2', 'c', 'd']), place, false);
  expect(found).toMatchObject({ equal: 1, changed: 1, oldRows: 2 });
  expect([...found.changedByColumn]).toEqual([['column 2', 1]]);
});

test('files that share no column, and a key that is no column, are refused', async () => {
  const other = table(['x'], ['1']);
  await expect(compare(old, other, place)).rejects.toMatchObject({ code: 'BAD_RUN_REQUEST' });
  const wrong: RowMatch = { by: 'key', columns: ['statu'] };
  await expect(compare(old, old, wrong)).rejects.toMatchObject({ details: { next: 'Did you mean statut?' } });
});

test('an empty file is one without rows', async () => {
  await expect(compare(table(), table(), place)).rejects.toMatchObject({ code: 'BAD_RUN_REQUEST' });
  expect(await compare(old, table(header), byId)).toMatchObject({ onlyOld: 3, newRows: 0 });
});

test('of any two files, whole rows in any order are those that a count of each row finds', async () => {
  const cell = constantFrom('', 'a', 'b\u0000', '"');
  const rows = array(tuple(cell, cell), { maxLength: 12 });
  await assert(
    asyncProperty(rows, rows, async (before, after) => {
      const left = after.map((row) => JSON.stringify(row));
      let equal = 0;
      for (const row of before) {
        const at = left.indexOf(JSON.stringify(row));
        if (at === -1) continue;
        left.splice(at, 1);
        equal++;
      }
      const found = await compare(table(['x', 'y'], ...before), table(['x', 'y'], ...after), whole);
      const onlyOld = before.length - equal;
      expect(found).toMatchObject({ equal, onlyOld, onlyNew: after.length - equal, changed: 0 });
    }),
  );
});

test('rows in another order are the same in any order, and by a key that is unique', async () => {
  const ids = ['1', '2', '3', '4', '5', '6'];
  const order = shuffledSubarray(ids, { minLength: ids.length });
  await assert(
    asyncProperty(record({ one: order, other: order }), async ({ one, other }) => {
      const [before, after] = [one, other].map((all) => table(['id', 'n'], ...all.map((id) => [id, `n${id}`])));
      for (const match of [whole, byId])
        expect(await compare(before!, after!, match)).toMatchObject({ equal: ids.length, differences: [] });
    }),
  );
});

test('rows that would fill the memory end in an error that says what to do instead', () => {
  const held = new HeldRows([0]);
  const long = 'x'.repeat(40_000_000);
  expect(() => {
    for (let row = 1; row < 10; row++) held.add(row, [`${row}`, long]);
  }).toThrow(/COMPARISON|more than \d+ characters.*Sort both files/);
});
