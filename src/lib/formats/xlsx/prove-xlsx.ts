import type { FileHandle } from 'node:fs/promises';
import { ProofFailed } from '../../errors/format-errors.ts';
import { COMPLETE, GrowingFile } from '../growing-file.ts';
import type { ProvedSheet } from '../workbook/proved-sheet.ts';
import { bytesOfFile, bytesOfGrowingFile, READING_WORKBOOK } from '../zip/byte-source.ts';
import { readZipDirectory } from '../zip/zip-reader.ts';
import { holdToDirectory, scanZip, type TakePart } from '../zip/zip-scan.ts';
import { RowScanner, type ScannedSheet } from './row-scanner.ts';
import { wellFormed } from './well-formed.ts';

const SHEETS = 'xl/worksheets/';
const REQUIRED = [
  '[Content_Types].xml',
  '_rels/.rels',
  'xl/workbook.xml',
  'xl/_rels/workbook.xml.rels',
  'xl/styles.xml',
];
/**
 * Reads an .xlsx back, independently of its writer and while it still grows: every row of every sheet, every part
 * well-formed, and, once `finished` holds 1, every entry against its headers. Throws ProofFailed, FileFault, or the
 * signal's reason.
 */
export async function proveXlsx(file: FileHandle, signal: AbortSignal, finished = COMPLETE): Promise<ProvedSheet[]> {
  const sheets = new Map<string, RowScanner>();
  const small = new Map<string, Buffer[]>();
  const growing = new GrowingFile(file, finished, READING_WORKBOOK);
  const scanned = await scanZip(bytesOfGrowingFile(growing), (name) => {
    const take = name.startsWith(SHEETS) ? sheetReader(name, sheets) : partReader(name, small);
    return (part) => {
      signal.throwIfAborted();
      take(part);
    };
  });
  await growing.complete();
  signal.throwIfAborted();
  const source = await bytesOfFile(file);
  await holdToDirectory(source, scanned, await readZipDirectory(source));
  return provedSheets(wellFormedParts(small), sheets);
}

function sheetReader(name: string, sheets: Map<string, RowScanner>): TakePart {
  const scanner = new RowScanner(name);
  sheets.set(name, scanner);
  return (part) => scanner.push(part);
}

function partReader(name: string, small: Map<string, Buffer[]>): TakePart {
  const read: Buffer[] = [];
  small.set(name, read);
  return (part) => void read.push(part);
}

function wellFormedParts(small: ReadonlyMap<string, readonly Buffer[]>): ReadonlyMap<string, string> {
  const parts = new Map([...small].map(([name, read]) => [name, Buffer.concat(read).toString('utf8')]));
  for (const [name, xml] of parts) {
    if (!wellFormed(xml)) throw broken(name, 'XML that is not well-formed', 'one element, every tag closed');
  }
  for (const name of REQUIRED) partOf(parts, name);
  return parts;
}

function provedSheets(parts: ReadonlyMap<string, string>, scanners: ReadonlyMap<string, RowScanner>): ProvedSheet[] {
  const sheets = new Map([...scanners].map(([name, scanner]) => [name, scanner.end()]));
  return namedSheets(parts).map(({ name, part }) => provedSheet(name, part, sheets));
}

/** The sheets in the workbook's order, each with the part its relation leads to. */
function namedSheets(parts: ReadonlyMap<string, string>): { readonly name: string; readonly part: string }[] {
  const targets = new Map(
    elements(partOf(parts, 'xl/_rels/workbook.xml.rels'), 'Relationship').map((relation) => [
      attribute(relation, 'Id'),
      `xl/${attribute(relation, 'Target')}`,
    ]),
  );
  return elements(partOf(parts, 'xl/workbook.xml'), 'sheet').map((sheet) => ({
    name: unescaped(attribute(sheet, 'name')),
    part: targets.get(attribute(sheet, 'r:id')) ?? 'a part that is not related',
  }));
}

function provedSheet(name: string, part: string, sheets: ReadonlyMap<string, ScannedSheet>): ProvedSheet {
  const sheet = sheets.get(part);
  if (sheet === undefined) throw broken(part, 'nothing', `the sheet "${name}"`);
  const { rows, lastDataRow } = sheet;
  if (rows !== lastDataRow && rows !== lastDataRow + 1) {
    throw broken(part, `${rows} rows`, `${lastDataRow} as its filter says, and perhaps a total`);
  }
  return { name, rows: lastDataRow - 1 };
}

function partOf(parts: ReadonlyMap<string, string>, name: string): string {
  const xml = parts.get(name);
  if (xml === undefined) throw broken(name, 'nothing', 'a part that every workbook has');
  return xml;
}

const elements = (xml: string, name: string): string[] => xml.match(new RegExp(`<${name} [^>]*>`, 'g')) ?? [];

const attribute = (element: string, name: string): string =>
  new RegExp(` ${name}="(?<value>[^"]*)"`).exec(element)?.groups?.['value'] ?? '';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

function broken(part: string, got: string, expected: string): ProofFailed {
  const next = 'The file is not published; the run is tried again.';
  return new ProofFailed({ where: `the finished workbook, ${part}`, got, expected, next });
}
