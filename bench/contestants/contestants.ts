import type { Contestant } from './task.ts';

export type Format = 'csv' | 'xlsx';

/**
 * How a contestant is run: a function in a Node process of its own, which loads nothing of the others, the MariaDB client,
 * or a function of the Python script.
 */
type Runner =
  | { readonly in: 'node'; readonly load: () => Promise<Contestant> }
  | { readonly in: 'client' }
  | { readonly in: 'python'; readonly modules: readonly string[] };

export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly format: Format;
  readonly runner: Runner;
  /** Sizes above it are left out: the contestant's memory or time is beyond reason. */
  readonly mostRows?: number;
}

const PYMYSQL = 'pymysql';

/** Who takes part, in the order they run. */
export const CONTESTANTS: readonly Entry[] = [
  { id: 'client', label: '`mariadb --quick --batch` to a file', format: 'csv', runner: { in: 'client' } },
  {
    id: 'ours-csv',
    label: '**Bordereau CSV, excel-fr**',
    format: 'csv',
    runner: { in: 'node', load: async () => (await import('./ours.ts')).csvForPeople },
  },
  {
    id: 'ours-csv-robot',
    label: '**Bordereau CSV, robot**',
    format: 'csv',
    runner: { in: 'node', load: async () => (await import('./ours.ts')).csvForRobots },
  },
  {
    id: 'reading',
    label: 'mysql2 arrays, rows thrown away',
    format: 'csv',
    runner: { in: 'node', load: async () => (await import('./naive.ts')).readingOnly },
  },
  {
    id: 'csv-stringify',
    label: 'mysql2 objects → csv-stringify → file',
    format: 'csv',
    runner: { in: 'node', load: async () => (await import('./naive.ts')).objectsToCsvStringify },
  },
  {
    id: 'python-fetchall',
    label: 'Python, fetch all, csv writer',
    format: 'csv',
    runner: { in: 'python', modules: [PYMYSQL] },
    mostRows: 1_000_000,
  },
  {
    id: 'python-cursor',
    label: 'Python, server-side cursor',
    format: 'csv',
    runner: { in: 'python', modules: [PYMYSQL] },
  },
  {
    id: 'ours-xlsx',
    label: '**Bordereau XLSX**',
    format: 'xlsx',
    runner: { in: 'node', load: async () => (await import('./ours.ts')).xlsx },
  },
  {
    id: 'exceljs',
    label: 'exceljs streaming, inline strings',
    format: 'xlsx',
    runner: { in: 'node', load: async () => (await import('./naive.ts')).exceljsStreaming },
    mostRows: 1_000_000,
  },
  {
    id: 'xlsxwriter',
    label: 'Python xlsxwriter, constant memory',
    format: 'xlsx',
    runner: { in: 'python', modules: [PYMYSQL, 'xlsxwriter'] },
    mostRows: 100_000,
  },
];
