import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import exceljs from 'exceljs';
import { createConnection, type FieldPacket } from 'mysql2';
import type { Contestant } from './task.ts';

/** What most programs do: objects of the driver, csv-stringify, a file. */
export const objectsToCsvStringify: Contestant = async ({ url, sql, path }) => {
  const connection = createConnection({ uri: url, dateStrings: true });
  const csv = stringify({ header: true, delimiter: ';', record_delimiter: '\r\n', quote_record_delimiter: true });
  const query = connection.query(sql);
  let rows = 0;
  query.on('result', () => rows++);
  await pipeline(query.stream(), csv, createWriteStream(path));
  connection.end();
  return rows;
};

/** The driver alone, rows thrown away: what reading costs. */
export const readingOnly: Contestant = async ({ url, sql }) => {
  const connection = createConnection({ uri: url, dateStrings: true, rowsAsArray: true });
  let rows = 0;
  for await (const _row of connection.query(sql).stream()) rows++;
  connection.end();
  return rows;
};

/** exceljs's streaming writer with a styled header, typed cells and inline strings. */
export const exceljsStreaming: Contestant = async ({ url, sql, path }) => {
  const connection = createConnection({ uri: url, rowsAsArray: true, decimalNumbers: true });
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true, useSharedStrings: false });
  const sheet = workbook.addWorksheet('bench', { views: [{ state: 'frozen', ySplit: 1 }] });
  const query = connection.query(sql);
  query.on('fields', (fields: readonly FieldPacket[]) => {
    sheet.columns = fields.map(({ name, type }) => ({ header: name, width: 15, style: styleOf(type) }));
    sheet.getRow(1).font = { bold: true };
  });
  let rows = 0;
  for await (const row of query.stream()) {
    sheet.addRow(row).commit();
    rows++;
  }
  connection.end();
  await workbook.commit();
  return rows;
};

const DATE = 10;
const DATETIME = 12;

function styleOf(type: number | undefined): Partial<exceljs.Style> {
  if (type === DATE) return { numFmt: 'dd/mm/yyyy' };
  return type === DATETIME ? { numFmt: 'dd/mm/yyyy hh:mm:ss' } : {};
}
