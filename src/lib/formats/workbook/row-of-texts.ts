import { RowChunkBuilder } from '../../rows/row-chunk-builder.ts';
import type { RowChunk } from '../../rows/row-chunk.ts';

/** A chunk of one row, made of texts; undefined is NULL. */
export function rowOfTexts(texts: readonly (string | undefined)[]): RowChunk {
  const builder = new RowChunkBuilder();
  for (const text of texts) {
    if (text === undefined) builder.null();
    else builder.text(text);
  }
  builder.endRow();
  return builder.take();
}
