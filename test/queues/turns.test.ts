import { expect, test } from 'vitest';
import type { QueueSet } from '../../src/queues/queue-set.ts';
import { passTurn, takeTurn } from '../../src/queues/turns.ts';
import { newPrefix, testQueues } from '../support/queues.ts';

const first = 'shop/orders/2013-07-25';
const second = 'shop/orders/2013-07-26';

/** A lock as BullMQ holds one for a job. */
async function lockOf(queues: QueueSet, job: string, token: string) {
  const key = `${queues.prefix}:runs:${job}:lock`;
  await queues.redis.set(key, token, 'PX', 60_000);
  return { key, token, end: async () => void (await queues.redis.del(key)) };
}

test('of fifty that ask at once one has the turn, and the others are told which', async () => {
  const prefix = newPrefix();
  const sets = await Promise.all([1, 2, 3].map(() => testQueues(prefix)));
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const queues = sets[n % sets.length]!;
      return await takeTurn(queues, 'shop/orders', `shop/orders/n${n}`, await lockOf(queues, `n${n}`, `t${n}`));
    }),
  );
  const [winner, ...others] = new Set(answers.filter((other) => other !== null));
  expect(others).toEqual([]);
  expect(answers.flatMap((other, n) => (other === null ? [`shop/orders/n${n}`] : []))).toEqual([winner]);
});

test('a turn lasts as long as the lock, whoever forgot it; another export has its own', async () => {
  const queues = await testQueues(newPrefix());
  const lock = await lockOf(queues, 'a', 't1');
  expect(await takeTurn(queues, 'shop/orders', first, lock)).toBeNull();
  expect(await takeTurn(queues, 'shop/orders', first, lock)).toBeNull();
  expect(await takeTurn(queues, 'shop/slow', 'shop/slow/x', await lockOf(queues, 'c', 't3'))).toBeNull();
  const other = await lockOf(queues, 'b', 't2');
  expect(await takeTurn(queues, 'shop/orders', second, other)).toBe(first);
  await lock.end();
  expect(await takeTurn(queues, 'shop/orders', second, other)).toBeNull();
  await passTurn(queues, 'shop/orders', lock, null);
  expect(await takeTurn(queues, 'shop/orders', first, await lockOf(queues, 'a', 't4'))).toBe(second);
});

test('a turn that is passed on is kept for the next one, and for nobody when it does not come', async () => {
  const queues = await testQueues(newPrefix());
  const lock = await lockOf(queues, 'a', 't1');
  await takeTurn(queues, 'shop/orders', first, lock);
  await passTurn(queues, 'shop/orders', lock, second);
  const stranger = await lockOf(queues, 'c', 't3');
  expect(await takeTurn(queues, 'shop/orders', 'shop/orders/2013-07-27', stranger)).toBe(second);
  const key = `${queues.prefix}:turn:shop/orders`;
  expect(await queues.redis.pttl(key)).toBeGreaterThan(0);
  expect(await takeTurn(queues, 'shop/orders', second, await lockOf(queues, 'b', 't2'))).toBeNull();
  expect(await queues.redis.pttl(key)).toBe(-1);
});
