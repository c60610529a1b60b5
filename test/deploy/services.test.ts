import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Deployment } from './services.ts';

let deployment: Deployment;
const isWell = async (name: string): Promise<void> =>
  await vi
    .waitFor(async () => await deployment.check(name), { timeout: 60_000, interval: 250 })
    .catch((cause: unknown) => {
      throw new Error(`${name} did not become healthy; it said: ${deployment.said(name)}`, { cause });
    });

beforeAll(async () => {
  deployment = await Deployment.prepare();
  deployment.start('redis');
  await isWell('redis');
}, 120_000);
afterAll(async () => {
  await deployment.remove();
});

describe('the redis service', () => {
  it('lets nobody in without the password of the secret', () => {
    expect(deployment.redis('ping')).toBe('PONG\n');
    expect(deployment.redis('auth', 'guessed')).toContain('WRONGPASS');
  });

  it.each([
    ['appendonly', 'yes'],
    ['appendfsync', 'always'],
    ['maxmemory', '268435456'],
    ['maxmemory-policy', 'noeviction'],
  ])('runs with %s %s', (setting, value) => {
    expect(deployment.redis('config', 'get', setting)).toBe(`${setting}\n${value}\n`);
  });
});

describe.each(['scheduler', 'worker', 'board'])('the %s service', (name) => {
  it('becomes healthy with its own command, environment and check, drains on SIGTERM and is then no longer healthy', async () => {
    deployment.start(name);
    await isWell(name);
    expect(await deployment.stop(name)).toBe(0);
    await expect(deployment.check(name)).rejects.toThrow();
    expect(deployment.written()).toEqual([]);
  }, 150_000);
});
