import type { FastifyInstance, HTTPMethods, LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { buildBoard, type BoardDeps } from '../../src/board/board.ts';
import { silentLogger, type Logger } from '../../src/lib/logger.ts';
import { openTestQueues, type TestQueues } from '../support/test-queues.ts';

const OPERATOR_PASSWORD = 'operator-canary-1';
const VIEWER_PASSWORD = 'viewer-canary-2';
const SAME = { host: 'board.example', origin: 'https://board.example' };
const JOB = 'canal.fiches-cloturees.2013-07-25';

interface LogLine {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

describe('board over HTTP', () => {
  let queues: TestQueues;
  let board: FastifyInstance;
  let lines: LogLine[];

  const open = async (changes: Partial<BoardDeps> = {}): Promise<FastifyInstance> => {
    lines = [];
    const info: Logger['info'] = (fields, message) => void lines.push({ message, fields });
    return buildBoard({
      queues: queues.queues,
      users: { operator: OPERATOR_PASSWORD, viewer: VIEWER_PASSWORD },
      logger: { ...silentLogger, info },
      health: {
        live: async () => ({ ok: true, checks: {} }),
        ready: async () => ({ ok: true, checks: { redis: 'ok' } }),
      },
      secureCookies: false,
      ...changes,
    });
  };

  beforeEach(async () => {
    queues = openTestQueues(inject('redisUrl'), ['ticks', 'runs']);
    board = await open();
  });
  afterEach(async () => {
    await board.close();
    await queues.close();
  });

  const logIn = async (name: string, password: string): Promise<string> => {
    const response = await tryLogIn(board, name, password);
    const [cookie] = response.cookies;
    if (cookie === undefined) throw new Error(`no cookie, status ${response.statusCode}`);
    return `${cookie.name}=${cookie.value}`;
  };
  const asOperator = (): Promise<string> => logIn('operator', OPERATOR_PASSWORD);
  const asViewer = (): Promise<string> => logIn('viewer', VIEWER_PASSWORD);
  const ask = (
    method: HTTPMethods,
    url: string,
    cookie?: string,
    headers: object = {},
  ): Promise<LightMyRequestResponse> =>
    board.inject({ method, url, headers: { ...SAME, ...(cookie === undefined ? {} : { cookie }), ...headers } });

  describe('without a login', () => {
    it.each([['/'], ['/queues'], ['/queues/queue/runs'], ['/logout'], ['/no-such-page']])(
      'sends %s to the log-in page',
      async (url) => {
        const response = await ask('GET', url, undefined, { accept: 'text/html' });
        expect([response.statusCode, response.headers.location]).toEqual([303, '/login']);
      },
    );

    it.each([
      ['GET', '/queues/api/queues'],
      ['GET', '/queues/api/queues/runs/x/logs'],
      ['GET', '/queues/api/redis/stats'],
      ['GET', '/queues/static/favicon.ico'],
      ['PUT', '/queues/api/queues/pause'],
      ['POST', '/queues/api/queues/runs/add'],
      ['PATCH', '/queues/api/no-such-thing'],
    ] as const)('answers %s %s with 401', async (method, url) => {
      const response = await ask(method, url);
      expect(response.statusCode).toBe(401);
      expect(response.body).not.toContain('runs');
    });

    it.each([['forged'], ['__proto__'], ['']])('does not take %j for a session', async (value) => {
      expect((await ask('GET', '/queues/api/queues', `bordereau=${value}`)).statusCode).toBe(401);
    });

    it('shows the log-in page and its style', async () => {
      expect((await ask('GET', '/login')).body).toContain('<form method="post" action="/login">');
      expect((await ask('GET', '/board.css')).headers['content-type']).toBe('text/css; charset=utf-8');
    });
  });

  describe('logging in', () => {
    it('gives an operator a session in a cookie that scripts and other sites do not get', async () => {
      const response = await tryLogIn(board, 'operator', OPERATOR_PASSWORD);
      expect([response.statusCode, response.headers.location]).toEqual([303, '/queues']);
      expect(response.headers['set-cookie']).toMatch(/^bordereau=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    });

    it('keeps the cookie to https when told to', async () => {
      const secure = await open({ secureCookies: true });
      const response = await tryLogIn(secure, 'operator', OPERATOR_PASSWORD);
      expect(response.headers['set-cookie']).toMatch(
        /^__Host-bordereau=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      expect(response.headers['strict-transport-security']).toContain('max-age=');
      await secure.close();
    });

    it.each([
      ['operator', VIEWER_PASSWORD],
      ['viewer', OPERATOR_PASSWORD],
      ['operator', ''],
      ['admin', OPERATOR_PASSWORD],
      ['', ''],
    ])('refuses %j with another password', async (name, password) => {
      const response = await tryLogIn(board, name, password);
      expect(response.statusCode).toBe(401);
      expect(response.body).toContain('role="alert"');
      expect(response.headers['set-cookie']).toBeUndefined();
    });

    it('knows no viewer who has no password', async () => {
      const alone = await open({ users: { operator: OPERATOR_PASSWORD, viewer: null } });
      expect((await tryLogIn(alone, 'viewer', '')).statusCode).toBe(401);
      await alone.close();
    });

    it('refuses a try after ten within a minute, even a right one', async () => {
      for (let tries = 0; tries < 10; tries++) await tryLogIn(board, 'operator', 'wrong');
      const response = await tryLogIn(board, 'operator', OPERATOR_PASSWORD);
      expect(response.statusCode).toBe(429);
      expect(response.body).toContain('Too many tries');
    });

    it('ends at log-out', async () => {
      const cookie = await asOperator();
      expect((await ask('GET', '/queues/api/queues', cookie)).statusCode).toBe(200);
      const response = await ask('POST', '/logout', cookie);
      expect([response.statusCode, response.headers.location]).toEqual([303, '/login']);
      expect((await ask('GET', '/queues/api/queues', cookie)).statusCode).toBe(401);
    });

    it('leaves the log who logged in, and never what was typed', async () => {
      await tryLogIn(board, 'my-secret-as-name', 'wrong-canary');
      await asViewer();
      const logIns = lines.filter(({ message }) => message === 'board log-in').map(({ fields }) => fields);
      expect(logIns).toMatchObject([
        { user: null, ok: false },
        { user: 'viewer', ok: true },
      ]);
      expect(JSON.stringify(lines)).not.toMatch(/canary|my-secret/);
    });
  });

  describe('a viewer', () => {
    it('sees the queues, marked read-only', async () => {
      await queues.byName('runs').add('export', { runId: 'x' }, { jobId: JOB });
      const response = await ask('GET', '/queues/api/queues?activeQueue=runs', await asViewer());
      expect(response.json()).toMatchObject({
        queues: [
          { name: 'ticks', readOnlyMode: true },
          { name: 'runs', readOnlyMode: true, jobs: [{ id: JOB }] },
        ],
      });
    });

    it.each([
      ['PUT', '/queues/api/queues/pause'],
      ['PUT', '/queues/api/queues/runs/pause'],
      ['PUT', `/queues/api/queues/runs/${JOB}/retry`],
      ['PUT', `/queues/api/queues/runs/${JOB}/clean`],
      ['PUT', '/queues/api/queues/runs/clean/wait'],
      ['POST', '/queues/api/queues/runs/add'],
      ['PATCH', `/queues/api/queues/runs/${JOB}/update-data`],
      ['PUT', '/queues/api/queues/runs/obliterate'],
    ] as const)('may not %s %s', async (method, url) => {
      await queues.byName('runs').add('export', { runId: 'x' }, { jobId: JOB });
      const response = await ask(method, url, await asViewer());
      expect(response.statusCode).toBe(403);
      expect(await queues.byName('runs').getWaitingCount()).toBe(1);
      expect(await queues.byName('runs').isPaused()).toBe(false);
    });
  });

  describe('an operator', () => {
    it('pauses and resumes a queue, and the log says so', async () => {
      const cookie = await asOperator();
      expect((await ask('PUT', '/queues/api/queues/runs/pause', cookie)).statusCode).toBe(200);
      expect(await queues.byName('runs').isPaused()).toBe(true);
      expect((await ask('PUT', '/queues/api/queues/runs/resume', cookie)).statusCode).toBe(200);
      expect(await queues.byName('runs').isPaused()).toBe(false);
      const actions = lines.filter(({ message }) => message === 'board action').map(({ fields }) => fields);
      expect(actions).toMatchObject([
        { user: 'operator', action: 'pause queue', queue: 'runs', status: 200 },
        { user: 'operator', action: 'resume queue', queue: 'runs', status: 200 },
      ]);
    });

    it('removes a job by its name', async () => {
      await queues.byName('runs').add('export', { runId: 'x' }, { jobId: JOB });
      const response = await ask('PUT', `/queues/api/queues/runs/${JOB}/clean`, await asOperator());
      expect(response.statusCode).toBe(204);
      expect(await queues.byName('runs').getJob(JOB)).toBeUndefined();
      expect(lines.at(-1)?.fields).toMatchObject({ action: 'remove job', queue: 'runs', job: JOB });
    });

    it('starts a delayed run, but not the next firing of a schedule', async () => {
      const cookie = await asOperator();
      await queues.byName('runs').add('export', {}, { jobId: JOB, delay: 3_600_000 });
      await queues.byName('ticks').upsertJobScheduler('canal', { pattern: '0 4 1 1 *', tz: 'Africa/Dakar' });
      const [tick] = await queues.byName('ticks').getDelayed();
      const promote = (queue: string, job: string) => ask('PUT', `/queues/api/queues/${queue}/${job}`, cookie);
      expect((await promote('runs', `${JOB}/promote`)).statusCode).toBe(204);
      expect(await queues.byName('runs').getJobState(JOB)).toBe('waiting');
      expect((await promote('ticks', `${encodeURIComponent(tick?.id ?? '')}/promote`)).statusCode).toBe(403);
      expect((await promote('ticks', 'promote')).statusCode).toBe(403);
      expect(await queues.byName('ticks').getDelayedCount()).toBe(1);
    });

    it('runs a schedule now and leaves the planned firing alone', async () => {
      await queues.byName('ticks').upsertJobScheduler('canal', { pattern: '0 4 1 1 *', tz: 'Africa/Dakar' });
      const response = await ask('PUT', '/queues/api/queues/ticks/job-schedulers/canal/run', await asOperator());
      expect(response.statusCode).toBe(200);
      expect(await queues.byName('ticks').getJobCounts('waiting', 'delayed')).toEqual({ waiting: 1, delayed: 1 });
    });

    it.each([
      ['POST', '/queues/api/queues/runs/add', 'bordereau export'],
      ['PATCH', `/queues/api/queues/runs/${JOB}/update-data`, 'cannot be changed'],
      ['PATCH', `/queues/api/queues/runs/${JOB}/delay`, 'cannot be changed'],
      ['PATCH', `/queues/api/queues/runs/${JOB}/priority`, 'cannot be changed'],
      ['PATCH', '/queues/api/queues/ticks/job-schedulers/canal', 'definitions'],
      ['PUT', '/queues/api/queues/ticks/job-schedulers/canal/remove', 'definitions'],
      ['PUT', '/queues/api/queues/runs/obliterate', 'definitions'],
      ['PUT', '/queues/api/queues/runs/empty', 'on record'],
      ['PUT', '/queues/api/queues/runs/concurrency', 'Limits'],
      ['PUT', '/queues/api/queues/runs/rate-limit', 'Limits'],
      ['PUT', '/queues/api/queues/runs/rate-limit/release', 'not offer'],
      ['POST', '/queues/api/metrics/history/purge', 'not offer'],
      ['DELETE', '/queues/api/queues/runs', 'not offer'],
    ] as const)('may not %s %s either, and is told why', async (method, url, why) => {
      await queues.byName('runs').add('export', { runId: 'x' }, { jobId: JOB });
      await queues.byName('ticks').upsertJobScheduler('canal', { pattern: '0 4 1 1 *', tz: 'Africa/Dakar' });
      const response = await ask(method, url, await asOperator());
      expect(response.statusCode).toBe(403);
      expect(response.json()).toMatchObject({
        error: { key: 'ERRORS.FORBIDDEN' },
        message: expect.stringContaining(why),
      });
      expect((await queues.byName('runs').getJob(JOB))?.data).toEqual({ runId: 'x' });
      expect((await queues.byName('ticks').getJobScheduler('canal'))?.pattern).toBe('0 4 1 1 *');
      expect(lines.at(-1)?.fields).toMatchObject({ user: 'operator', status: 403 });
    });
  });

  describe('requests from elsewhere', () => {
    it.each([
      ['another site', { origin: 'https://evil.example' }],
      ['another port', { origin: 'https://board.example:8443' }],
      ['a page without an origin', { origin: 'null' }],
      ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
      ['a neighbouring site, as the browser says', { 'sec-fetch-site': 'same-site' }],
      ['the address bar, as the browser says', { 'sec-fetch-site': 'none' }],
    ])('refuses a change asked by %s', async (_, headers) => {
      const response = await ask('PUT', '/queues/api/queues/runs/pause', await asOperator(), headers);
      expect(response.statusCode).toBe(403);
      expect(await queues.byName('runs').isPaused()).toBe(false);
    });

    it('refuses a change asked by no page at all', async () => {
      const headers = { host: SAME.host, cookie: await asOperator() };
      const response = await board.inject({ method: 'PUT', url: '/queues/api/queues/runs/pause', headers });
      expect(response.statusCode).toBe(403);
    });

    it('refuses a log-in sent by another site', async () => {
      const response = await tryLogIn(board, 'operator', OPERATOR_PASSWORD, { origin: 'https://evil.example' });
      expect([response.statusCode, response.headers['set-cookie']]).toEqual([403, undefined]);
    });

    it('allows no other site to read', async () => {
      const response = await ask('GET', '/queues/api/queues', await asViewer(), { origin: 'https://evil.example' });
      expect(response.headers).not.toHaveProperty('access-control-allow-origin');
    });
  });

  it('sends the headers that keep pages in their place', async () => {
    const { headers } = await ask('GET', '/login');
    expect(headers['content-security-policy']).toContain("default-src 'none';script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({
      ...{ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('leaves what users saw out of the browser’s cache', async () => {
    const { headers } = await ask('GET', '/queues/api/queues', await asViewer());
    expect(headers['cache-control']).toBe('no-store');
  });

  it('answers a body it cannot read with 400 and no details', async () => {
    const response = await ask('POST', '/logout', await asViewer(), { 'content-type': 'application/json' });
    expect([response.statusCode, response.json().message]).toEqual([400, 'The request cannot be read.']);
  });

  it.each([[null], ['']])('does not open with %j for the operator’s password', async (operator) => {
    const users = { operator, viewer: VIEWER_PASSWORD };
    await expect(open({ users })).rejects.toMatchObject({ code: 'BOARD_WITHOUT_PASSWORD', retry: 'permanent' });
  });

  describe('health', () => {
    it('is told without a login', async () => {
      expect((await ask('GET', '/healthz')).json()).toEqual({ ok: true, checks: {} });
      expect((await ask('GET', '/readyz')).json()).toEqual({ ok: true, checks: { redis: 'ok' } });
    });

    it('answers 503 when a check is not well, and when it throws without telling why', async () => {
      const ill = await open({
        health: {
          live: async () => ({ ok: false, checks: { redis: 'failed' } }),
          ready: async () => Promise.reject(new Error('redis://user:canary@host')),
        },
      });
      const [live, ready] = await Promise.all([ill.inject('/healthz'), ill.inject('/readyz')]);
      expect([live.statusCode, live.json()]).toEqual([503, { ok: false, checks: { redis: 'failed' } }]);
      expect([ready.statusCode, ready.json()]).toEqual([503, { ok: false, checks: {} }]);
      await ill.close();
    });
  });
});

function tryLogIn(
  board: FastifyInstance,
  name: string,
  password: string,
  headers: object = {},
): Promise<LightMyRequestResponse> {
  return board.inject({
    method: 'POST',
    url: '/login',
    headers: { ...SAME, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams({ name, password }).toString(),
  });
}
