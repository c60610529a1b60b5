import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Archive } from '../../src/lib/archive/archive.ts';
import { openFolderArchive } from '../../src/lib/archive/folder-archive.ts';
import { indexColumns } from '../../src/lib/archive/index-rows.ts';
import type { RunId } from '../../src/lib/archive/run-id.ts';
import { runCommand } from '../support/command.ts';
import { parseCsv } from '../support/parse-csv.ts';
import { publishedRun } from '../support/published-run.ts';
import { tempFolder } from '../support/temp-folder.ts';

const run = 'canal/fiches/2013-07-25';
const by = 'ada';

async function archiveOf(...runs: RunId[]): Promise<{ archive: Archive; environment: Record<string, string> }> {
  const dir = join(await tempFolder(), 'archive');
  const archive = openFolderArchive(dir);
  for (const each of runs) await publishedRun(archive, each, 'fiches.csv', 'a;b\r\n');
  return { archive, environment: { ARCHIVE_DIR: dir } };
}

type Row = Record<string, string>;

async function index(environment: Record<string, string>, ...options: string[]): Promise<Row[]> {
  const { code, stdout } = await runCommand(['archive', 'index', ...options], environment);
  expect(code).toBe(0);
  expect(stdout.startsWith('\uFEFFrun;operation;')).toBe(true);
  const [header = [], ...records] = parseCsv(stdout.slice(1), ';', '\r\n');
  expect(header).toEqual([...indexColumns]);
  return records.map((record) => Object.fromEntries(record.map((cell, column) => [header[column], cell])));
}

test('a file that was sent has one row: what, which bytes, to whom, when', async () => {
  const { environment } = await archiveOf(run);
  const [row, ...others] = await index(environment);
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    ...{ run, operation: 'canal', export: 'fiches', interval: '2013-07-25', run_state: 'delivered', revision: '1' },
    ...{ file: 'fiches.csv', bytes: '5', rows: '1', personal_data: 'yes', published_at: '2013-07-26T00:00:00Z' },
    ...{ target: 'reporting', send: '1', delivery: 'sent', at: '2013-07-26T00:00:00Z', attempts: '1', where: 'outbox' },
    ...{ error: '', asked_again_by: '', why: '', expired_at: '' },
  });
  expect(row?.['sha256']).toMatch(/^[0-9a-f]{64}$/);
});

test('what was sent again, failed, may have arrived or was a trial is there as well, each in a row of its own', async () => {
  const { archive, environment } = await archiveOf(run);
  const told = async (target: string, ...events: Parameters<Archive['recordDelivery']>[3][]): Promise<void> => {
    for (const event of events) await archive.recordDelivery(run, 1, target, event);
  };
  const sending = (at: string) => ({ at, event: 'sending', by, attempt: 1 }) as const;
  const at = '2013-07-27T08:00:00Z';
  await archive.record(run, {
    at,
    by,
    event: 'delivering',
    revision: 1,
    targets: ['reporting', 'client', 'share', 'late'],
  });
  const replies = { 'grace@canal.example': '250 ok', bytes: 5 };
  await told('reporting', { at, event: 'again', by, why: 'mailbox full' }, sending(at), {
    at,
    event: 'sent',
    where: 'mx',
    detail: replies,
  });
  await told('client', sending(at), { at, event: 'failed', code: 'MAIL_REFUSED', message: '550', final: true });
  await told('share', sending(at), { at, event: 'uncertain', code: 'DELIVERY_UNCERTAIN', message: 'no answer' });
  for (const where of ['one', 'two'])
    await told('reporting.trials', sending(at), { at, event: 'sent', where, detail: {} });
  const rows = await index(environment);
  const lines = rows.map(({ target, send, delivery, error, where, receipt, asked_again_by, why }) =>
    [target, send, delivery, error, where, receipt, asked_again_by, why].join('|'),
  );
  expect(lines).toEqual([
    'reporting|1|sent||outbox|||',
    'reporting|2|sent||mx|grace@canal.example: 250 ok; bytes: 5|ada|mailbox full',
    'client|1|given up|MAIL_REFUSED||||',
    'share|1|uncertain|DELIVERY_UNCERTAIN||||',
    'late|1|planned|||||',
    'reporting.trials|1|sent||one|||',
    'reporting.trials|2|sent||two|||',
  ]);
});

test('a mail has a row for each of its recipients, and one more for those to whom it went again', async () => {
  const { archive, environment } = await archiveOf();
  await publishedRun(archive, run, 'fiches.csv', 'a;b\r\n', []);
  const at = '2013-07-27T08:00:00Z';
  const [ada, grace] = ['ada@canal.example', 'grace@canal.example'];
  await archive.record(run, { at, by, event: 'delivering', revision: 1, targets: ['reporting'] });
  const events: Parameters<Archive['recordDelivery']>[3][] = [
    { at, event: 'planned', recipients: [ada, grace] },
    { at, event: 'sending', recipient: ada, by, attempt: 1 },
    { at, event: 'sent', recipient: ada, where: 'mx', detail: { reply: '250 ok' } },
    { at, event: 'sending', recipient: grace, by, attempt: 1 },
    { at, event: 'failed', recipient: grace, code: 'MAIL_REFUSED', message: '550', final: true },
  ];
  for (const event of events) await archive.recordDelivery(run, 1, 'reporting', event);
  const told = async (): Promise<string[]> =>
    (await index(environment)).map(({ send, recipient, delivery, attempts, error, receipt }) =>
      [send, recipient, delivery, attempts, error, receipt].join('|'),
    );
  const first = [`1|${ada}|sent|1||reply: 250 ok`, `1|${grace}|given up|1|MAIL_REFUSED|`];
  expect(await told()).toEqual(first);
  await archive.recordDelivery(run, 1, 'reporting', { at, event: 'again', by, why: 'corrected', missing: true });
  expect(await told()).toEqual([...first, `2|${grace}|planned|0||`]);
});

test('a run without a file says why, and a file that was held says who decided', async () => {
  const { archive, environment } = await archiveOf();
  const at = '2013-07-26T04:00:00Z';
  await archive.recordFirst('canal/fiches/2013-07-24', { at, by, event: 'missed', why: 'nothing ran' });
  await publishedRun(archive, run, 'fiches.csv', 'a;b\r\n', []);
  await archive.record(run, { at, by, event: 'held', revision: 1, why: '332 rows, expected exactly 333' });
  const [missed, held] = await index(environment);
  expect(missed).toMatchObject({
    run: 'canal/fiches/2013-07-24',
    run_state: 'missed',
    revision: '',
    why: 'nothing ran',
  });
  expect(held).toMatchObject({ run_state: 'held', target: '', delivery: '', why: '332 rows, expected exactly 333' });
  await archive.record(run, { at, by, event: 'rejected', revision: 1, why: 'half is missing' });
  const [, rejected] = await index(environment);
  expect(rejected).toMatchObject({ run_state: 'cancelled', decided_by: 'rejected by ada', why: 'half is missing' });
});

test('a text that a spreadsheet would run is made harmless, and separators stay inside their cell', async () => {
  const { archive, environment } = await archiveOf(run);
  const at = '2013-07-27T08:00:00Z';
  const why = '=HYPERLINK("http://x.example";"a")\r\nb';
  await archive.recordDelivery(run, 1, 'reporting', { at, event: 'again', by: '+cmd|x', why });
  expect((await index(environment))[1]).toMatchObject({ asked_again_by: "'+cmd|x", why: `'${why}` });
});

test('the part that is listed may be an operation, an export or days', async () => {
  const { environment } = await archiveOf(run, 'canal/fiches/2013-07-26', 'tigo/recharges/2013-07-25');
  const runs = async (...options: string[]) => (await index(environment, ...options)).map((row) => row['run']);
  expect(await runs('--operation', 'tigo')).toEqual(['tigo/recharges/2013-07-25']);
  expect(await runs('--export', 'canal/fiches')).toEqual([run, 'canal/fiches/2013-07-26']);
  expect(await runs('--from', '2013-07-27')).toEqual(['canal/fiches/2013-07-26']);
  expect(await runs('--to', '2013-07-26', '--operation', 'canal')).toEqual([run]);
});

test('a damaged record is named on stderr, the others are listed, and the exit code is 1', async () => {
  const { archive, environment } = await archiveOf(run, 'canal/fiches/2013-07-26');
  await appendFile(join(archive.root, run, 'run.jsonl'), '{"v":9}\n');
  await writeFile(join(archive.root, 'not ours'), '');
  const { code, stdout, stderr } = await runCommand(['archive', 'index', '--json'], environment);
  expect(code).toBe(1);
  expect(stderr).toContain(`${run} is left out`);
  expect(JSON.parse(stdout)).toMatchObject({ run: 'canal/fiches/2013-07-26', delivery: 'sent' });
});
