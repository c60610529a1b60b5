import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, open, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Entry } from './contestants/contestants.ts';
import type { Task } from './contestants/task.ts';

/** What one run of a contestant took. */
export interface Measure {
  readonly seconds: number;
  readonly fileBytes: number;
  /** Largest resident memory of its process; absent for the client. */
  readonly peakKib?: number;
  /** 99th percentile of the event loop's delay; Node only. */
  readonly loopP99Ms?: number;
}

const run = promisify(execFile);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const COMPILED = '../.bordereau/bench/';

/** Compiles ours and the other Node contestants: production runs no TypeScript, and tsx would double the memory. */
export async function compile(): Promise<void> {
  await run('npx', ['tsc', '-p', here('tsconfig.json')], { cwd: here('..') });
  const query = 'test/fixtures/exports/shop/orders.sql';
  await copyFile(here(`../${query}`), here(COMPILED + query));
}

/** Milliseconds of so many small exports, made in a process of their own. */
export async function measureSmall(runs: number): Promise<readonly number[]> {
  const { stdout } = await run(process.execPath, [here(`${COMPILED}bench/small-export.js`), String(runs)]);
  // The script prints one list of numbers.
  return JSON.parse(stdout) as number[];
}

/** True when what the contestant needs is installed. */
export async function isInstalled({ runner }: Entry): Promise<boolean> {
  if (runner.in !== 'python') return true;
  const imports = runner.modules.map((name) => `import ${name}`).join('; ');
  return run('python3', ['-c', imports]).then(
    () => true,
    () => false,
  );
}

/** Runs the contestant in a process of its own and checks that it wrote `rows` rows. */
export async function measure({ id, runner }: Entry, task: Task, rows: number): Promise<Measure> {
  const taken = runner.in === 'client' ? await runClient(task) : await runScript(id, runner.in, task);
  if (taken.rows !== undefined && taken.rows !== rows) throw new Error(`${id} wrote ${taken.rows} of ${rows} rows`);
  const { rows: _checked, ...times } = taken;
  const { size } = await stat(task.path).catch(() => ({ size: 0 }));
  return { ...times, fileBytes: size };
}

type Taken = Omit<Measure, 'fileBytes'> & { readonly rows?: number };

async function runScript(id: string, language: 'node' | 'python', task: Task): Promise<Taken> {
  const { hostname, port, username, password, pathname } = new URL(task.url);
  const connection = [hostname, port, username, password, pathname.slice(1)];
  const { stdout } =
    language === 'node'
      ? await run(process.execPath, [here(`${COMPILED}bench/child.js`), id, task.url, task.sql, task.path])
      : await run('python3', [here('python/contestants.py'), id, ...connection, task.sql, task.path]);
  // Both scripts print one object of this form.
  return JSON.parse(stdout) as Taken;
}

async function runClient({ url, sql, path }: Task): Promise<Taken> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const file = await open(path, 'w');
  const started = performance.now();
  const address = [`--host=${hostname}`, `--port=${port}`, `--user=${username}`, `--password=${password}`];
  const client: ChildProcess = spawn(
    'mariadb',
    [
      '--no-defaults',
      ...address,
      '--quick',
      '--batch',
      '--default-character-set=utf8mb4',
      pathname.slice(1),
      '-e',
      sql,
    ],
    { stdio: ['ignore', file.fd, 'inherit'] },
  );
  const [code] = await once(client, 'exit');
  const seconds = (performance.now() - started) / 1000;
  await file.close();
  if (code !== 0) throw new Error(`the mariadb client ended with ${code}`);
  return { seconds };
}
