import type ExcelJS from 'exceljs';
import type { FileColumn } from '../../rows/column.ts';
import { numberFormat, TEXT_FORMAT } from '../workbook/number-format.ts';
import { bytesInMemory } from '../zip/byte-source.ts';
import { entryBytes, readZipDirectory } from '../zip/zip-reader.ts';
import { correctCoreProperties, correctStyles } from './skeleton-corrections.ts';
import type { WorkbookProfile } from '../workbook/workbook-profile.ts';

/** One sheet as it is to be: what stands before its rows. */
export interface SheetPlan {
  readonly name: string;
  readonly columns: readonly FileColumn[];
  readonly widths: readonly number[];
}

/** What exceljs makes for sheets without rows: every part of the package by its name, in a fit order. */
export type Skeleton = ReadonlyMap<string, string>;

export const sheetPartName = (index: number): string => `xl/worksheets/sheet${index + 1}.xml`;

/** Rows of a skeleton's sheets that show the number of each cell format; they are not written. */
export const SAMPLE_ROWS = { header: 1, value: 2, total: 3, text: 4 } as const;

const FONT: Partial<ExcelJS.Font> = { name: 'Calibri', size: 11, family: 2, color: { theme: 1 }, scheme: 'minor' };
/** Printed on A4 as wide as the table, over as many pages as its rows need. */
const PAGE: Partial<ExcelJS.PageSetup> = {
  ...{ paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
};
const BOLD: Partial<ExcelJS.Font> = { ...FONT, bold: true };

/** A workbook with these sheets and no rows. The same plans give the same parts; a longer list keeps the format numbers. */
export async function makeSkeleton(plans: readonly SheetPlan[], profile: WorkbookProfile): Promise<Skeleton> {
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  workbook.creator = 'Bordereau';
  workbook.lastModifiedBy = 'Bordereau';
  for (const plan of plans) addSheet(workbook, plan, profile);
  const archive = await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } });
  const parts = await readParts(Buffer.from(archive));
  correct(parts, 'xl/styles.xml', correctStyles);
  correct(parts, 'docProps/core.xml', correctCoreProperties);
  return parts;
}

function addSheet(workbook: ExcelJS.Workbook, { name, columns, widths }: SheetPlan, profile: WorkbookProfile): void {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }], pageSetup: PAGE });
  sheet.columns = columns.map((column, i) => ({
    ...(widths[i] === undefined ? {} : { width: widths[i] }),
    style: { numFmt: numberFormat(column, profile) },
  }));
  columns.forEach((column, i) => {
    const numFmt = numberFormat(column, profile);
    sample(sheet, SAMPLE_ROWS.header, i, { font: BOLD, numFmt: TEXT_FORMAT });
    sample(sheet, SAMPLE_ROWS.value, i, { numFmt });
    sample(sheet, SAMPLE_ROWS.total, i, { font: BOLD, numFmt });
    sample(sheet, SAMPLE_ROWS.text, i, { numFmt: TEXT_FORMAT });
  });
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
}

function sample(sheet: ExcelJS.Worksheet, row: number, column: number, style: Partial<ExcelJS.Style>): void {
  const cell = sheet.getCell(row, column + 1);
  cell.value = 0;
  cell.style = style;
}

async function readParts(archive: Buffer): Promise<Map<string, string>> {
  const source = bytesInMemory(archive);
  const parts = new Map<string, string>();
  for (const entry of await readZipDirectory(source)) {
    if (entry.name.endsWith('/')) continue;
    const bytes: Buffer[] = [];
    for await (const part of entryBytes(source, entry)) bytes.push(part);
    parts.set(entry.name, Buffer.concat(bytes).toString('utf8'));
  }
  return parts;
}

function correct(parts: Map<string, string>, name: string, correction: (xml: string) => string): void {
  const xml = parts.get(name);
  if (xml !== undefined) parts.set(name, correction(xml));
}
