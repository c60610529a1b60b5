import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SourceUnreachable } from '../../src/lib/errors/source-errors.ts';
import { typedError } from '../../src/lib/errors/typed-error.ts';
import { deliveryRetries, nextDelayMs } from '../../src/lib/retry.ts';

const rule = { firstDelayMs: 30_000, longestDelayMs: 3_600_000, attempts: 12 };
const failed = { retry: 'transient', attempts: 1, nowMs: 0, giveUpAtMs: null } as const;

test('delays grow twofold up to an hour', () => {
  const delays = [1, 2, 3, 8, 11].map((attempts) => nextDelayMs(rule, { ...failed, attempts }, 0));
  expect(delays).toEqual([30_000, 60_000, 120_000, 3_600_000, 3_600_000]);
});

test('the class of the error decides', () => {
  expect(nextDelayMs(rule, { ...failed, retry: 'permanent' }, 0)).toBeNull();
  expect(nextDelayMs(rule, { ...failed, retry: 'busy' }, 0)).toBe(120_000);
  expect(typedError('here', new TypeError('a bug or a broken library')).retry).toBe('transient');
  expect(typedError('here', new SourceUnreachable({ where: 'x', got: 'y' })).retry).toBe('transient');
});

test('no attempt begins after the give-up time, nor after the last one', () => {
  expect(nextDelayMs(rule, { ...failed, giveUpAtMs: 29_999 }, 0)).toBeNull();
  expect(nextDelayMs(rule, { ...failed, giveUpAtMs: 30_000 }, 0)).toBe(30_000);
  expect(nextDelayMs(rule, { ...failed, attempts: 12 }, 0)).toBeNull();
});

test('jitter takes off at most half and never adds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 11 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, random) => {
      const whole = nextDelayMs(rule, { ...failed, attempts }, 0) ?? 0;
      const delay = nextDelayMs(rule, { ...failed, attempts }, random) ?? 0;
      expect(delay).toBeLessThanOrEqual(whole);
      expect(delay).toBeGreaterThanOrEqual(whole / 2);
    }),
  );
});

test('a greylisted mail comes back every 5 to 15 minutes, a target that is down after longer and longer', () => {
  const pauses = (retry: 'busy' | 'transient', random: number) =>
    [1, 2, 3, 20].map(
      (attempts) => (nextDelayMs(deliveryRetries, { ...failed, retry, attempts }, random) ?? 0) / 60_000,
    );
  expect(pauses('busy', 0)).toEqual([10, 15, 15, 15]);
  expect(pauses('busy', 1)).toEqual([5, 7.5, 7.5, 7.5]);
  expect(pauses('transient', 0)).toEqual([1, 2, 4, 60]);
});
