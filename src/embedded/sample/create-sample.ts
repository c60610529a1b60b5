import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { DEFAULT_FICHES, DEFAULT_SEED, type SampleOptions, sampleRows } from './sample-rows.ts';
import { SAMPLE_DAY } from './segments.ts';
import { createIndexes, createTable, type SampleTable, sampleDatabases } from './tables.ts';

/** Raised whenever the same options give other rows than before, so that old samples are made again. */
const SAMPLE_VERSION = 4;
const INFO_FILE = 'sample.json';

/** What a sample holds; kept beside it in `sample.json`. */
export interface SampleInfo {
  readonly version: number;
  readonly fiches: number;
  readonly seed: number;
  /** The day to export, `yyyy-MM-dd`: the morning after it is the sample's present. */
  readonly day: string;
}

/**
 * Makes the sample databases `<database>.db` in `dir`, in place of whatever was there. They are built beside it and moved
 * in whole, so that `dir` never holds half a sample.
 */
export async function createSample(dir: string, options: SampleOptions = {}): Promise<SampleInfo> {
  const info = infoFor(options);
  const building = `${dir}.part-${process.pid}`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  for (const { name, tables } of sampleDatabases) writeDatabase(join(building, `${name}.db`), tables, info);
  await writeFile(join(building, INFO_FILE), infoText(info));
  await rm(dir, { recursive: true, force: true });
  await rename(building, dir);
  return info;
}

/** The sample in `dir`, made now unless one of the same version is there, with what the options ask for. */
export async function ensureSample(dir: string, options: SampleOptions = {}): Promise<'made' | 'present'> {
  const found = await readFile(join(dir, INFO_FILE), 'utf8').catch(() => null);
  if (found !== null && meets(found, { version: SAMPLE_VERSION, ...options })) return 'present';
  await createSample(dir, options);
  return 'made';
}

function meets(found: string, wanted: Partial<SampleInfo>): boolean {
  const info = new Map(Object.entries(parsed(found)));
  return Object.entries(wanted).every(([name, value]) => info.get(name) === value);
}

/** What the file says is compared, never believed. */
function parsed(text: string): Record<string, unknown> {
  try {
    return { ...(JSON.parse(text) as object | null) };
  } catch {
    return {};
  }
}

function infoFor({ fiches = DEFAULT_FICHES, seed = DEFAULT_SEED }: SampleOptions): SampleInfo {
  return { version: SAMPLE_VERSION, fiches, seed, day: SAMPLE_DAY };
}

function infoText(info: SampleInfo): string {
  return `${JSON.stringify(info, null, 2)}\n`;
}

function writeDatabase(path: string, tables: readonly SampleTable[], options: SampleOptions): void {
  const database = new Database(path);
  try {
    database.exec('PRAGMA journal_mode = off; PRAGMA synchronous = off; BEGIN');
    for (const table of tables) writeTable(database, table, options);
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

function writeTable(database: Database.Database, table: SampleTable, options: SampleOptions): void {
  database.exec(createTable(table));
  const names = table.columns.map(([name]) => name);
  const insert = database.prepare(`INSERT INTO ${table.name} VALUES (${names.map(() => '?').join(', ')})`);
  for (const row of sampleRows(table, options)) insert.run(names.map((name) => row[name] ?? null));
  for (const index of createIndexes(table)) database.exec(index);
}
