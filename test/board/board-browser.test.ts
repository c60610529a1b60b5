import { existsSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { buildBoard } from '../../src/board/board.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { CHROMIUM, startBrowser, type TestBrowser } from '../support/browser.ts';
import { openTestQueues, type TestQueues } from '../support/test-queues.ts';

const PASSWORDS = { operator: 'operator-1', viewer: 'viewer-12' };
const JOB = 'canal.fiches-cloturees.2013-07-25';

describe.skipIf(!existsSync(CHROMIUM))('board in a browser', () => {
  let browser: TestBrowser;
  let queues: TestQueues;
  let board: FastifyInstance;
  let address: string;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    queues = openTestQueues(inject('redisUrl'), ['ticks', 'runs']);
    await queues.byName('runs').add('run', { runId: 'canal/fiches-cloturees/2013-07-25' }, { jobId: JOB });
    await queues.byName('ticks').upsertJobScheduler('canal', { pattern: '0 4 1 1 *', tz: 'Africa/Dakar' });
    const well = async () => ({ ok: true, checks: {} });
    board = await buildBoard({
      queues: queues.queues,
      users: PASSWORDS,
      logger: silentLogger,
      health: { live: well, ready: well },
      secureCookies: false,
    });
    address = await board.listen({ host: '127.0.0.1', port: 0 });
    page = await browser.context.newPage();
    complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  });
  afterEach(async () => {
    await page.close();
    await browser.context.clearCookies();
    await board.close();
    await queues.close();
  });

  const logIn = async (name: keyof typeof PASSWORDS): Promise<void> => {
    await page.goto(address);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(PASSWORDS[name]);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/queues');
  };
  const change = (path: string): Promise<number> =>
    page.evaluate(async (url) => (await fetch(url, { method: 'PUT' })).status, `${address}/queues/api/queues/${path}`);

  it('lets a viewer look at queues and runs, and act on nothing', async () => {
    await logIn('viewer');
    await page.getByRole('link', { name: 'runs' }).first().click();
    await page.getByText(JOB).first().waitFor();
    expect(await page.locator('main button[aria-haspopup="menu"]').count()).toBe(0);
    expect(await change('runs/pause')).toBe(403);
    expect(await queues.byName('runs').isPaused()).toBe(false);
  });

  it('opens the page of a run by its name', async () => {
    await logIn('viewer');
    await page.goto(`${address}/queues/queue/runs/${JOB}`);
    await page.getByText('canal/fiches-cloturees/2013-07-25').waitFor();
  });

  it('lets an operator pause a queue', async () => {
    await logIn('operator');
    await page.goto(`${address}/queues/queue/runs`);
    await page.locator('main button[aria-haspopup="menu"]').last().click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect.poll(() => queues.byName('runs').isPaused(), { timeout: 10_000 }).toBe(true);
  });

  it('tells an operator why a schedule cannot be removed here', async () => {
    await logIn('operator');
    await page.goto(`${address}/queues/job-schedulers`);
    await page.getByRole('button', { name: 'Remove scheduler' }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Schedules are part of the exports’ definitions').waitFor();
    expect(await queues.byName('ticks').getJobSchedulersCount()).toBe(1);
  });

  it('shows the log-in page after a log-out, also for the page before', async () => {
    await logIn('operator');
    await page.locator('header button').last().click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByText('You are logged in as operator').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    await page.goto(`${address}/queues`);
    expect(new URL(page.url()).pathname).toBe('/login');
  });

  it('keeps a wrong password out and says so', async () => {
    await page.goto(address);
    await page.getByLabel('Name').fill('operator');
    await page.getByLabel('Password').fill('guess');
    await page.getByRole('button', { name: 'Log in' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('The name or the password is wrong.');
  });

  it('works with the policy for its content: only the fonts of another site are left out', async () => {
    await logIn('operator');
    await page.goto(`${address}/queues/queue/runs/${JOB}`);
    await page.getByText('canal/fiches-cloturees/2013-07-25').waitFor();
    expect(complaints.filter((text) => !text.includes('https://fonts.googleapis.com/'))).toEqual([]);
  });
});
