import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import XLSX from '@e965/xlsx';
import ExcelJS from 'exceljs';
import { bytesInMemory } from '../../../../src/lib/formats/zip/byte-source.ts';
import { entryBytes, readZipDirectory } from '../../../../src/lib/formats/zip/zip-reader.ts';

/** What a reader sees in a cell; dates and durations as Excel's serial numbers, an absent cell as null. */
export type Seen = string | number | boolean | null;
/** Rows with the header, by sheet name. */
export type Sheets = Record<string, Seen[][]>;

const run = promisify(execFile);

/** The text of every part of the package, by its name. */
export async function readParts(bytes: Buffer): Promise<Map<string, string>> {
  const source = bytesInMemory(bytes);
  const parts = new Map<string, string>();
  for (const entry of await readZipDirectory(source)) {
    const read: Buffer[] = [];
    for await (const part of entryBytes(source, entry)) read.push(part);
    parts.set(entry.name, Buffer.concat(read).toString('utf8'));
  }
  return parts;
}

export async function sheetXml(bytes: Buffer, sheet = 1): Promise<string> {
  return (await readParts(bytes)).get(`xl/worksheets/sheet${sheet}.xml`) ?? '';
}

export function readWithSheetJs(bytes: Buffer): Sheets {
  const book = XLSX.read(bytes, { cellDates: false, cellNF: false, cellText: false });
  return Object.fromEntries(
    book.SheetNames.map((name) => [
      name,
      XLSX.utils.sheet_to_json<Seen[]>(book.Sheets[name]!, { header: 1, raw: true, defval: null }),
    ]),
  );
}

export async function readWithExceljs(path: string): Promise<Sheets> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  return Object.fromEntries(
    book.worksheets.map((sheet) => [
      sheet.name,
      Array.from({ length: sheet.rowCount }, (_, r) =>
        Array.from({ length: sheet.columnCount }, (_, c) => seenByExceljs(sheet.getCell(r + 1, c + 1).value)),
      ),
    ]),
  );
}

function seenByExceljs(value: ExcelJS.CellValue): Seen {
  if (value instanceof Date) return value.getTime() / 86_400_000 + 25_569;
  if (typeof value === 'object' && value !== null) throw new Error(`not a plain cell: ${JSON.stringify(value)}`);
  return value ?? null;
}

const OPENPYXL = `
import datetime, json, sys, openpyxl
from openpyxl.utils.datetime import to_excel
def seen(value):
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)): return to_excel(value)
    return value
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps({s.title: [[seen(v) for v in row] for row in s.values] for s in book}))
`;

const works = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** The system's Python with openpyxl, when it is there. */
export const hasOpenpyxl = works('/usr/bin/python3', '-c', 'import openpyxl');
export const hasXlrd = works('/usr/bin/python3', '-c', 'import xlrd');
export const hasCalc = works('soffice', '--version');

export async function readWithOpenpyxl(path: string): Promise<Sheets> {
  const { stdout } = await run('/usr/bin/python3', ['-c', OPENPYXL, path], { maxBuffer: 256 * 1024 * 1024 });
  return JSON.parse(stdout) as Sheets; // What our own script printed.
}

const XLRD = `
import json, sys, xlrd
book = xlrd.open_workbook(sys.argv[1])
def seen(c):
    if c.ctype == 4: return bool(c.value)
    return c.value if c.ctype in (1, 2, 3) else None
print(json.dumps({s.name: [[seen(c) for c in s.row(r)] for r in range(s.nrows)] for s in book.sheets()}))
`;

export async function readWithXlrd(path: string): Promise<Sheets> {
  const { stdout } = await run('/usr/bin/python3', ['-c', XLRD, path], { maxBuffer: 256 * 1024 * 1024 });
  return JSON.parse(stdout) as Sheets; // What our own script printed.
}

/** What LibreOffice Calc shows, cell by cell, as text; sheets in the workbook's order. */
export async function readWithCalc(path: string): Promise<string[][][]> {
  const folder = await mkdtemp(join(tmpdir(), 'bordereau-calc-'));
  try {
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const filter = 'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,true,true,false,false,-1';
    await run('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', join(folder, 'csv'), path]);
    const files = (await readdir(join(folder, 'csv'))).sort();
    const texts = await Promise.all(files.map((file) => readFile(join(folder, 'csv', file), 'utf8')));
    return texts.map(parseCalcCsv);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fields are separated by `;`, texts quoted, quotes doubled. */
function parseCalcCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^;\n]*))(;|\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
