import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowChunkBuilder } from '../../../src/lib/rows/row-chunk-builder.ts';
import { RowCursor } from '../../../src/lib/rows/row-cursor.ts';

test('cells of any length come back as they went in', () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.string({ unit: 'grapheme' }),
    fc.integer({ min: 0, max: 70_000 }).map((length) => 'é'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 40 }), (cells) => {
      const builder = new RowChunkBuilder(16);
      for (const value of cells) {
        if (value === null) builder.null();
        else builder.text(value);
      }
      builder.endRow();
      const chunk = builder.take();
      const cursor = new RowCursor(chunk);
      const read: (string | null)[] = [];
      while (cursor.next()) read.push(cursor.text());
      expect(read).toEqual(cells);
      expect(chunk.rows).toBe(1);
    }),
    { numRuns: 200 },
  );
});

test('a cell of 16 MiB keeps its length', () => {
  const builder = new RowChunkBuilder();
  builder.raw(Buffer.alloc(0x100_0001, 7));
  builder.endRow();
  const cursor = new RowCursor(builder.take());
  cursor.next();
  expect(cursor.end - cursor.start).toBe(0x100_0001);
});

test('one large row does not make the chunks after it large', () => {
  const builder = new RowChunkBuilder(1024);
  for (const length of [0x10_0000, 1]) {
    builder.raw(Buffer.alloc(length));
    builder.endRow();
    expect(builder.take().bytes.buffer.byteLength).toBeLessThan(2 * length + 16 * 1024);
  }
});
