import { expect, test } from 'vitest';
import { printSchedule } from '../../src/commands/schedule.ts';
import { loadShop, settableClock, shopEnvironment } from '../support/engine.ts';
import { spoken } from '../support/spoken.ts';

async function schedule(id: string, options: Parameters<typeof printSchedule>[1]): Promise<string[]> {
  const output = spoken();
  const engine = await loadShop(await shopEnvironment(), settableClock('2013-07-25T12:00:00Z'));
  printSchedule(id, options, engine, output);
  return output.lines;
}

test('the next due times are printed with the intervals they cover', async () => {
  expect(await schedule('shop/orders', { next: 2 })).toEqual([
    'shop/orders: daily, first try 04:00, gives up 08:00 (Africa/Dakar), covers the previous day',
    'first try                interval    from                     to (excluded)            gives up                 deadline',
    '2013-07-26 04:00 +00:00  2013-07-25  2013-07-25 00:00 +00:00  2013-07-26 00:00 +00:00  2013-07-26 08:00 +00:00  –',
    '2013-07-27 04:00 +00:00  2013-07-26  2013-07-26 00:00 +00:00  2013-07-27 00:00 +00:00  2013-07-27 08:00 +00:00  –',
  ]);
});

test('a year has each of its days once, as JSON for other programs', async () => {
  const lines = await schedule('shop/orders', { next: 10, year: 2024, json: true });
  const intervals = lines.map((line) => (JSON.parse(line) as { interval: string }).interval);
  expect(intervals).toHaveLength(366);
  expect([intervals[0], intervals[60], intervals.at(-1)]).toEqual(['2023-12-31', '2024-02-29', '2024-12-30']);
});

test('an export that is made by hand says so', async () => {
  expect(await schedule('shop/slow', { next: 10 })).toEqual(['shop/slow: by hand']);
});
