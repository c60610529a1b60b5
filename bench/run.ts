import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrivateMariadb } from '../test/support/private-mariadb.ts';
import { CONTESTANTS, type Entry } from './contestants/contestants.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { markdown, medians, type Result, writePage } from './report.ts';
import { compile, isInstalled, type Measure, measure, measureSmall } from './run-contestant.ts';
import { DATABASE, makeTable, tableQuery } from './rows-table.ts';

const PAGE = new URL('../docs/performance.md', import.meta.url);

/** Runs every contestant at one size, one after the other, and all of them again: a drift of the machine meets all alike. */
async function race(
  adminUrl: string,
  dir: string,
  entries: readonly Entry[],
  rows: number,
  repeat: number,
): Promise<Result[]> {
  await makeTable(adminUrl, rows);
  const runs = new Map<Entry, Measure[]>(entries.map((entry) => [entry, []]));
  for (let round = 1; round <= repeat; round++) {
    for (const [entry, measures] of runs) {
      const path = join(dir, `${entry.id}.out`);
      const taken = await measure(entry, { url: `${adminUrl}/${DATABASE}`, sql: tableQuery(rows), path }, rows);
      await rm(path, { force: true });
      measures.push(taken);
      console.error(`${rows} rows, round ${round}, ${entry.id}: ${taken.seconds.toFixed(2)} s`);
    }
  }
  return Array.from(runs, ([entry, measures]) => medians(entry, rows, measures));
}

async function installed(entries: readonly Entry[]): Promise<readonly Entry[]> {
  const present: Entry[] = [];
  for (const entry of entries) {
    if (await isInstalled(entry)) present.push(entry);
    else console.error(`${entry.id} is left out: a module it needs is not installed`);
  }
  return present;
}

async function bench({ sizes, only, repeat, json, write }: Options): Promise<void> {
  await compile();
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-bench-'));
  const mariadb = await startPrivateMariadb(['--innodb-buffer-pool-size=1G']);
  try {
    const results: Result[] = [];
    const asked = CONTESTANTS.filter(
      ({ id, format }) => only.length === 0 || only.includes(id) || only.includes(format),
    );
    const present = await installed(asked);
    for (const rows of sizes) {
      const able = present.filter(({ mostRows = rows }) => rows <= mostRows);
      results.push(...(await race(mariadb.adminUrl, dir, able, rows, repeat)));
    }
    const table = markdown(results);
    console.log(table);
    if (json !== undefined) await writeFile(json, `${JSON.stringify(results, null, 2)}\n`);
    if (write) await writePage(PAGE, table);
  } finally {
    await mariadb.stop();
    await rm(dir, { recursive: true });
  }
}

/** Prints the median and the spread of small exports. */
async function benchSmall(runs: number): Promise<void> {
  await compile();
  const times = (await measureSmall(runs)).toSorted((a, b) => a - b);
  const at = (share: number): string => `${Math.round(times[Math.floor((times.length - 1) * share)] ?? 0)} ms`;
  console.log(`${runs} exports of 1,000 rows, from queued to published: median ${at(0.5)}, p95 ${at(0.95)}`);
}

const options = readOptions(process.argv.slice(2));
if (options === undefined) console.log(USAGE);
else if (options.small > 0) await benchSmall(options.small);
else await bench(options);
