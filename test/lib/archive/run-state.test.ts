import { expect, test } from 'vitest';
import type { NewRunEvent } from '../../../src/lib/archive/run-event.ts';
import { foldRun } from '../../../src/lib/archive/run-state.ts';

const at = '2013-07-26T04:00:00Z';
const by = 'test';
const error = { code: 'SOURCE_LOST', message: 'gone', retry: 'transient' } as const;
const queued = { at, by, event: 'queued', revision: 1, trigger: 'schedule', late: false, why: null } as const;
const started = (attempt: number, token: string) =>
  ({ at, by, event: 'started', revision: 1, attempt, token }) as const;
const published = (token: string) =>
  ({
    at,
    by,
    event: 'published',
    revision: 1,
    token,
    file: 'x.csv',
    rows: 1,
    bytes: 1,
    sha256: 'a',
    durationMs: 1,
  }) as const;

function fold(...events: NewRunEvent[]): ReturnType<typeof foldRun> {
  return foldRun(events.map((event) => ({ v: 1, ...event })));
}

test('a run without events is unknown', () => {
  expect(fold()).toBeNull();
});

test('a run goes from queued over building and delivering to delivered', () => {
  const steps: NewRunEvent[] = [
    queued,
    started(1, 'a1'),
    published('a1'),
    { at, by, event: 'delivering', revision: 1, targets: ['reporting'] },
    { at, by, event: 'delivered', revision: 1 },
  ];
  const states = steps.map((_, index) => fold(...steps.slice(0, index + 1))?.state);
  expect(states).toEqual(['queued', 'building', 'delivering', 'delivering', 'delivered']);
});

test('an attempt that lost its run cannot change its state', () => {
  const status = fold(queued, started(1, 'old'), started(2, 'new'), { at, by, event: 'failed', token: 'old', error });
  expect(status).toMatchObject({ state: 'building', error: null });
});

test('attempts that began and never ended are counted as crashes, waits and retries are not', () => {
  const wait = { at, by, event: 'waiting', token: 'a1', why: 'not loaded', until: at } as const;
  expect(fold(queued, started(1, 'a1'), wait, started(1, 'a2'))?.crashes).toBe(0);
  expect(
    fold(queued, started(1, 'a1'), { at, by, event: 'retrying', token: 'a1', error }, started(2, 'a2'))?.crashes,
  ).toBe(0);
  expect(fold(queued, started(1, 'a1'), started(1, 'a2'), started(1, 'a3'))?.crashes).toBe(2);
});

test('queueing again forgets the failure and keeps what is published', () => {
  const status = fold(
    queued,
    started(1, 'a1'),
    published('a1'),
    { at, by, event: 'partial', revision: 1, missing: ['client'] },
    { ...queued, revision: 2, trigger: 'rerun', why: 'wrong figures' },
  );
  expect(status).toMatchObject({
    state: 'queued',
    revision: 2,
    error: null,
    attempts: 0,
    published: [{ revision: 1 }],
  });
});

test('the end of an old revision does not end the one that replaces it', () => {
  const again = { ...queued, revision: 2, trigger: 'rerun' } as const;
  const begun = { at, by, event: 'started', revision: 2, attempt: 1, token: 'b1' } as const;
  const partial: NewRunEvent = { at, by, event: 'partial', revision: 1, missing: ['client'] };
  expect(fold(queued, started(1, 'a1'), published('a1'), again, begun, partial)?.state).toBe('building');
});

test('an expiry counts for a run at rest alone, and changes neither its state nor its time', () => {
  const expired = { at: '2013-09-01T00:00:00Z', by, event: 'expired', revision: 1, why: 'kept for 30 days' } as const;
  const done: NewRunEvent[] = [queued, started(1, 'a1'), published('a1'), { at, by, event: 'delivered', revision: 1 }];
  expect(fold(...done, expired)).toMatchObject({
    state: 'delivered',
    since: at,
    published: [{ expiredAt: expired.at }],
  });
  const later = { ...expired, at: '2013-09-02T00:00:00Z' };
  expect(fold(...done, expired, later)?.published[0]?.expiredAt).toBe(expired.at);
  const resent: NewRunEvent = { at, by, event: 'delivering', revision: 1, targets: ['reporting'] };
  expect(fold(...done, resent, expired)).toMatchObject({ state: 'delivering', published: [{ expiredAt: null }] });
  expect(fold(...done, { ...queued, revision: 2 }, expired)?.published[0]?.expiredAt).toBeNull();
});

test('a run that waits behind another is queued, no attempt is spent, and a worker that died before is counted', () => {
  const behind = { at, by, event: 'behind', run: 'shop/orders/x' } as const;
  expect(fold(queued, behind)).toMatchObject({ state: 'queued', behind: 'shop/orders/x', attempts: 0, begunAt: null });
  expect(fold(queued, behind, started(1, 'a1'))).toMatchObject({ state: 'building', behind: null, begunAt: at });
  expect(fold(queued, started(1, 'a1'), behind, started(1, 'a2'))?.crashes).toBe(1);
});

test('what the operators must be told is owed until they were told, or the run goes on', () => {
  const failed = { at, by, event: 'failed', token: null, error } as const;
  const told = { at: '2013-07-26T05:00:00Z', by, event: 'told', about: 'failed' } as const;
  expect(fold(queued, failed)?.untold).toBe('failed');
  expect(fold(queued, failed, { ...told, about: 'deadline' })?.untold).toBe('failed');
  expect(fold(queued, failed, told)).toMatchObject({ state: 'failed', untold: null, since: at });
  expect(fold(queued, failed, { ...queued, revision: 2 })?.untold).toBeNull();
  expect(fold({ ...queued, trigger: 'backfill' }, failed)?.untold).toBeNull();
  const partial: NewRunEvent = { at, by, event: 'partial', revision: 1, missing: ['share'] };
  expect(fold(queued, partial, { ...told, about: 'partial' }, partial)?.untold).toBeNull();
  expect(fold(queued, partial, { ...told, about: 'partial' }, { ...partial, missing: ['people'] })?.untold).toBe(
    'partial',
  );
});
