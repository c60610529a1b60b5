import { columnLetters, type XmlFrame, xmlFrame } from './xml-frame.ts';
import type { FrameOf } from '../workbook/encoded-columns.ts';
import { SAMPLE_ROWS } from './skeleton.ts';

/** A sheet's XML around its rows, cut out of the skeleton. */
export interface SheetFrame {
  /** Everything up to and with `<sheetData>`. */
  readonly head: string;
  /** `</sheetData>` and everything after it, for a table whose last row with data has this number. */
  tail(lastRow: number): string;
  /** Around the cells of a column, counted from 0, by what the row is. */
  readonly header: FrameOf<XmlFrame>;
  readonly value: FrameOf<XmlFrame>;
  readonly total: FrameOf<XmlFrame>;
}

/**
 * Reads the frame of a skeleton's sheet. The size of the sheet is left out, since it stands before the rows; the filter
 * covers the rows written; numbers kept as text are marked so that Excel shows no warning (formats.md X14, X15).
 */
export function sheetFrame(xml: string, columns: number): SheetFrame {
  const styles = sampleStyles(xml);
  const style = (row: keyof typeof SAMPLE_ROWS, column: number): number =>
    styles.get(`${columnLetters(column)}${SAMPLE_ROWS[row]}`) ?? 0;
  const data = xml.indexOf('<sheetData>');
  const afterData = xml.indexOf('</sheetData>');
  const ignored = (range: string): string =>
    `<ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors></worksheet>`;
  return {
    head: xml.slice(0, data).replace(/<dimension[^>]*\/>/, '') + '<sheetData>',
    tail: (lastRow) => {
      const range = `A1:${columnLetters(columns - 1)}${lastRow}`;
      const tail = xml.slice(afterData).replace(/<autoFilter ref="[^"]*"/, `<autoFilter ref="${range}"`);
      return tail.replace('</worksheet>', ignored(range));
    },
    header: (column) => xmlFrame(column, { value: style('header', column), text: style('header', column) }),
    value: (column) => xmlFrame(column, { value: style('value', column), text: style('text', column) }),
    total: (column) => xmlFrame(column, { value: style('total', column), text: style('header', column) }),
  };
}

function sampleStyles(xml: string): ReadonlyMap<string, number> {
  const cells = xml.matchAll(/<c r="([A-Z]+\d+)" s="(\d+)"/g);
  return new Map([...cells].map(([, ref = '', style]) => [ref, Number(style)]));
}
