import { appRoutes } from '@bull-board/api/dist/routes.js';
import { describe, expect, it } from 'vitest';
import { judge, QUEUES } from '../../src/board/guard.ts';

const routes = appRoutes.api.flatMap(({ method, route }) =>
  [method].flat().flatMap((one) => [route].flat().map((path) => ({ method: one.toUpperCase(), path: QUEUES + path }))),
);
const writes = routes.filter(({ method }) => method !== 'GET');

describe('board guard', () => {
  it('knows every changing route of Bull Board, so that a new one is looked at', () => {
    const passed = writes.filter(({ method, path }) => judge(method, path, 'operator').kind === 'pass');
    expect(passed.map(({ method, path }) => `${method} ${path.slice(QUEUES.length)}`)).toEqual([
      'PUT /api/queues/pause',
      'PUT /api/queues/resume',
      'PUT /api/queues/:queueName/retry/:queueStatus',
      'PUT /api/queues/:queueName/promote',
      'PUT /api/queues/:queueName/clean/:queueStatus',
      'PUT /api/queues/:queueName/pause',
      'PUT /api/queues/:queueName/resume',
      'PUT /api/queues/:queueName/job-schedulers/:schedulerId/run',
      'PUT /api/queues/:queueName/:jobId/retry',
      'PUT /api/queues/:queueName/:jobId/clean',
      'PUT /api/queues/:queueName/:jobId/promote',
    ]);
    expect(writes).toHaveLength(23);
  });

  it('refuses a viewer every one of them', () => {
    const kinds = new Set(writes.map(({ method, path }) => judge(method, path, 'viewer').kind));
    expect(kinds).toEqual(new Set(['refuse']));
  });

  it('asks who is not logged in to log in, whatever they want', () => {
    const kinds = new Set(routes.map(({ method, path }) => judge(method, path, null).kind));
    expect(kinds).toEqual(new Set(['log in']));
  });

  it('refuses what it does not know', () => {
    expect(judge('DELETE', undefined, 'operator').kind).toBe('refuse');
    expect(judge('PUT', `${QUEUES}/api/queues/:queueName/tomorrow`, 'operator').kind).toBe('refuse');
  });
});
