import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, vi } from 'vitest';
import { buildProgram } from '../../src/commands/program.ts';
import { createSample } from '../../src/embedded/sample/create-sample.ts';
import { type Block, codeBlocks } from './markdown.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A page of docs/ whose examples are definitions for CANAL, and commands that run them. */
export interface Guide {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** What it runs, without `npx bordereau`. */
  readonly commands: readonly string[];
  /** A folder with `exports`, `sample`, `archive`, `outbox` and `folders`, as its reader has them after every step. */
  readonly dir: string;
  readonly archived: (path: string) => Promise<Buffer>;
  /** `live`: it speaks to a terminal. */
  readonly run: (command: string, live?: boolean) => Promise<{ code: number; said: string }>;
}

/** Opens a page for a test file: its definitions are written and the sample is made before the tests, and removed after. */
export async function openGuide(page: string): Promise<Guide> {
  const text = readFileSync(join(projectRoot, page), 'utf8');
  const blocks = codeBlocks(text);
  const commands = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trim().split('\n'))
    .filter((line) => /^npx bordereau (?:export|show|schedule|diff|doctor)\b/.test(line))
    .map((line) => line.replace('npx bordereau ', ''));
  const dir = await mkdtemp(join(tmpdir(), 'bordereau-guide-'));
  beforeAll(async () => {
    await createSample(join(dir, 'sample'), { fiches: 5000 });
    await writeExamples(join(dir, 'exports'), blocks);
    for (const name of ['EXPORTS', 'ARCHIVE', 'OUTBOX', 'FOLDERS'])
      vi.stubEnv(`${name}_DIR`, join(dir, name.toLowerCase()));
    for (const name of ['CANAL', 'OUTBAND', 'TIGO']) vi.stubEnv(`SOURCE_${name}_URL`, `sqlite:${join(dir, 'sample')}`);
    vi.stubEnv('LOG_LEVEL', 'error');
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));
  return { text, blocks, commands, dir, archived: (path) => readFile(join(dir, 'archive', path)), run: bordereau };
}

/** Compiles the definitions of a guide under the settings of the project. */
export async function compile(dir: string): Promise<{ code: number | null; said: string }> {
  const config = {
    extends: join(projectRoot, 'tsconfig.json'),
    compilerOptions: {
      ...{ rootDir: '/', typeRoots: [join(projectRoot, 'node_modules/@types')] },
      paths: { bordereau: [join(projectRoot, 'src/lib/exports/author.ts')] },
    },
    include: ['exports'],
  };
  await writeFile(join(dir, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(dir, 'package.json'), JSON.stringify({ type: 'module' }));
  const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', dir], { encoding: 'utf8' });
  return { code: status, said: stdout };
}

async function writeExamples(dir: string, blocks: readonly Block[]): Promise<void> {
  await mkdir(join(dir, 'canal'), { recursive: true });
  await copyFile(join(projectRoot, 'exports/canal/operation.ts'), join(dir, 'canal/operation.ts'));
  for (const { file, code } of blocks) {
    if (file === null) continue;
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), code);
  }
}

async function bordereau(command: string, live = false): Promise<{ code: number; said: string }> {
  let said = '';
  let code = 0;
  const output = {
    line: (text = '') => void (said += `${text}\n`),
    note: (text: string) => void (said += `${text}\n`),
    write: (text: string) => void (said += text),
    live,
  };
  const program = buildProgram(output, (result) => void (code = result));
  await program.parseAsync(command.split(' '), { from: 'user' });
  return { code, said };
}
