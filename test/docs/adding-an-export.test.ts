import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import PostalMime from 'postal-mime';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { discover } from '../../src/lib/exports/discover.ts';
import { BaseExport } from '../../src/lib/exports/base-export.ts';
import { findExport, loadRegistry } from '../../src/lib/exports/loading/load-registry.ts';
import { openSource } from '../../src/lib/sources/open-source.ts';
import { compile, openGuide } from '../support/guide.ts';
import { tableRows } from '../support/markdown.ts';

const { text: guide, blocks, commands, dir, archived, run } = await openGuide('docs/adding-an-export.md');

/** The database that the guide's new source is, on the server of the tests. */
const ventes = new URL('/ventes', inject('mariadbUrl'));

beforeAll(async () => {
  const connection = await createConnection({ uri: inject('mariadbUrl'), multipleStatements: true });
  await connection.query(`CREATE DATABASE ventes; USE ventes;
    CREATE TABLE commandes (ville VARCHAR(40), montant DECIMAL(10, 2), passee_le DATETIME);
    INSERT INTO commandes VALUES ('Dakar', 12.50, '2013-07-25 10:00:00'), ('Thiès', 3, '2013-07-25 23:59:59')`);
  await connection.end();
  const given = /^export (SOURCE_VENTES_URL)='(mysql:.*)'$/m.exec(guide);
  expect(new URL(given?.[2] ?? '').pathname).toBe(ventes.pathname);
  vi.stubEnv(given?.[1] ?? '', ventes.href);
});

afterAll(async () => {
  const connection = await createConnection({ uri: inject('mariadbUrl') });
  await connection.query('DROP DATABASE ventes');
  await connection.end();
});

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
  expect(await compile(dir)).toEqual({ said: '', code: 0 });
});

test('the first example is under 30 lines with its query', () => {
  const first = blocks.filter(({ file }) => file?.startsWith('canal/refus-par-pays.') === true);
  expect(first.map(({ code }) => code.trim().split('\n').length).reduce((sum, lines) => sum + lines, 0)).toBeLessThan(
    30,
  );
});

test.each(commands)('bordereau %s', async (command) => {
  const { code, said } = await run(command);
  expect({ code, said }).toMatchObject({ code: 0 });
  if (command.endsWith('--inline')) expect(said).toMatch(/: delivered · [1-9][\d,]* rows/);
  else if (command.includes('--dry-run')) expect(said).toMatch(/: dry run · [1-9][\d,]* rows · /);
  else if (command === 'doctor') expect(said).toMatch(/✔ source ventes: .*\n[\s\S]*All is well/);
  else expect(said).toContain(command.split(' ')[1]);
});

test('the query of the event finds the segments that are finished', async () => {
  const definition = findExport(await loadRegistry(join(dir, 'exports')), 'canal/segment-fini');
  const source = openSource('canal', `sqlite:${join(dir, 'sample')}`);
  const { scopes, refused } = await discover(definition, source, AbortSignal.timeout(20_000));
  expect(refused).toBe(0);
  expect(scopes.length).toBeGreaterThan(0);
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
