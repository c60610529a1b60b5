import type { FileHandle } from 'node:fs/promises';
import { ProofFailed } from '../../errors/format-errors.ts';
import type { ProvedSheet } from '../workbook/proved-sheet.ts';
import { bytesOfFile, type ByteSource } from '../zip/byte-source.ts';
import { type DirectoryEntry, entryBytes, readZipDirectory } from '../zip/zip-reader.ts';
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
 * Reads a finished .xlsx back, independently of its writer: every entry of the archive against its headers and checksum,
 * every part well-formed, every row of every sheet. Throws ProofFailed, or the signal's reason.
 */
export async function proveXlsx(file: FileHandle, signal: AbortSignal): Promise<ProvedSheet[]> {
  const source = await bytesOfFile(file);
  const small = new Map<string, string>();
  const sheets = new Map<string, ScannedSheet>();
  for (const entry of await readZipDirectory(source)) {
    signal.throwIfAborted();
    if (entry.name.startsWith(SHEETS)) sheets.set(entry.name, await readSheet(source, entry, signal));
    else small.set(entry.name, await readPart(source, entry));
  }
  for (const name of REQUIRED) partOf(small, name);
  return namedSheets(small).map(({ name, part }) => provedSheet(name, part, sheets));
}

async function readSheet(source: ByteSource, entry: DirectoryEntry, signal: AbortSignal): Promise<ScannedSheet> {
  const scanner = new RowScanner(entry.name);
  for await (const part of entryBytes(source, entry)) {
    signal.throwIfAborted();
    scanner.push(part);
  }
  return scanner.end();
}

async function readPart(source: ByteSource, entry: DirectoryEntry): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of entryBytes(source, entry)) parts.push(part);
  const xml = Buffer.concat(parts).toString('utf8');
  if (!wellFormed(xml)) throw broken(entry.name, 'XML that is not well-formed', 'one element, every tag closed');
  return xml;
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
