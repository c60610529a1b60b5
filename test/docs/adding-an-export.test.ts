import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildProgram } from '../../src/commands/program.ts';
import { BaseExport } from '../../src/lib/exports/base-export.ts';
import { createSample } from '../../src/embedded/sample/create-sample.ts';
import { codeBlocks, tableRows } from '../support/markdown.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guide = readFileSync(join(root, 'docs/adding-an-export.md'), 'utf8');
const blocks = codeBlocks(guide);
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ code }) => code.trim().split('\n'))
  .filter((line) => /^npx bordereau (?:export|show|schedule) /.test(line))
  .map((line) => line.replace('npx bordereau ', ''));

/** The definitions of the guide, as its reader has them after every step. */
async function writeExamples(dir: string): Promise<void> {
  await mkdir(join(dir, 'canal'), { recursive: true });
  await copyFile(join(root, 'exports/canal/operation.ts'), join(dir, 'canal/operation.ts'));
  for (const { file, code } of blocks) {
    if (file === null) continue;
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), code);
  }
}

async function bordereau(command: string): Promise<{ code: number; said: string }> {
  let said = '';
  let code = 0;
  const output = {
    line: (text = '') => void (said += `${text}\n`),
    note: (text: string) => void (said += `${text}\n`),
    write: (text: string) => void (said += text),
    live: false,
  };
  const program = buildProgram(output, (result) => void (code = result));
  await program.parseAsync(command.split(' '), { from: 'user' });
  return { code, said };
}

const dir = await mkdtemp(join(tmpdir(), 'bordereau-guide-'));
const archived = (path: string): Promise<Buffer> => readFile(join(dir, 'archive', path));

beforeAll(async () => {
  await createSample(join(dir, 'sample'), { fiches: 5000 });
  await writeExamples(join(dir, 'exports'));
  for (const name of ['EXPORTS', 'ARCHIVE', 'OUTBOX', 'FOLDERS'])
    vi.stubEnv(`${name}_DIR`, join(dir, name.toLowerCase()));
  for (const name of ['CANAL', 'OUTBAND', 'TIGO']) vi.stubEnv(`SOURCE_${name}_URL`, `sqlite:${join(dir, 'sample')}`);
  vi.stubEnv('LOG_LEVEL', 'error');
});

afterAll(() => rm(dir, { recursive: true, force: true }));

test('each example is run by a command of the guide', () => {
  const ids = blocks.flatMap(({ file }) => (file?.endsWith('.ts') === true ? [file.replace(/\.ts$/, '')] : []));
  const examples = ids.filter((id) => !id.endsWith('/operation'));
  expect(examples.length).toBeGreaterThan(10);
  expect(examples.filter((id) => !commands.some((command) => command.startsWith(`export ${id} `)))).toEqual([]);
});

test('the guide names every field that an export may override', () => {
  class Any extends BaseExport {
    title = '';
    source = '';
    schedule = null;
    fileName = '';
    deliver = [];
  }
  const fields = [...Object.keys(new Any()), ...Object.getOwnPropertyNames(BaseExport.prototype)];
  const named = tableRows(guide).flatMap(([field = '']) => [...field.matchAll(/`(\w+)/g)].map(([, name]) => name));
  expect(fields.filter((field) => field !== 'constructor' && !named.includes(field))).toEqual([]);
});

test('the examples compile as strictly as the project', async () => {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      ...{ rootDir: '/', typeRoots: [join(root, 'node_modules/@types')] },
      paths: { bordereau: [join(root, 'src/lib/exports/author.ts')] },
    },
    include: ['exports'],
  };
  await writeFile(join(dir, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(dir, 'package.json'), JSON.stringify({ type: 'module' }));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', dir], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('the first example is under 30 lines with its query', () => {
  const first = blocks.filter(({ file }) => file?.startsWith('canal/refus-par-pays.') === true);
  expect(first.map(({ code }) => code.trim().split('\n').length).reduce((sum, lines) => sum + lines, 0)).toBeLessThan(
    30,
  );
});

test.each(commands)('bordereau %s', async (command) => {
  const { code, said } = await bordereau(command);
  expect({ code, said }).toMatchObject({ code: 0 });
  if (command.endsWith('--inline')) expect(said).toMatch(/: delivered · [1-9][\d,]* rows/);
  else if (command.includes('--dry-run')) expect(said).toMatch(/: dry run · [1-9][\d,]* rows · /);
  else expect(said).toContain(command.split(' ')[1]);
});

test('the files are what the guide says', async () => {
  const refusals = await archived('canal/refus-par-pays/2013-07-25/r1/refus_par_pays_20130725.csv');
  expect(refusals.toString()).toMatch(/^\uFEFFPays;Refus\r\n[A-Z. ]+;\d+\r\n/);
  const calls = gunzipSync(await archived('canal/appels-du-jour/2013-07-25/r1/appels_20130725.csv.gz')).toString();
  expect(calls).toMatch(/^"main_id"\|"main_codefinappel"\|"main_dateappel"\r\n"\d+"\|"/);
  const texts = (await archived('canal/sms-du-jour/2013-07-25/r1/sms_20130725.txt')).toString().split('\n');
  expect([texts[0], texts.at(-2)]).toEqual(['BEGIN', 'END']);
  expect(texts[1]).toMatch(/^gsm=\d+;nom=/);
  const [mailed = ''] = await readdir(join(dir, 'outbox')).then((names) =>
    names.filter((name) => name.includes('sms-du-jour')),
  );
  const { text = '', attachments } = await PostalMime.parse(await readFile(join(dir, 'outbox', mailed)));
  expect([text.replaceAll('\r\n', '\n').trimEnd().split('\n'), attachments]).toEqual([texts.slice(0, -1), []]);
  const days = (await archived('canal/jours-du-mois/2013-07/r1/jours_2013_07.csv')).toString().split('\r\n');
  expect(days).toHaveLength(1 + 31 + 1);
});
