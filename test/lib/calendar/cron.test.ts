import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { parseCron } from '../../../src/lib/calendar/cron.ts';

/** The days of 2024 that a pattern matches, from the first of January on. */
function days(pattern: string, count: number): string[] {
  const { matchesDay } = parseCron(pattern);
  const year = Array.from({ length: 366 }, (_, index) => Temporal.PlainDate.from('2024-01-01').add({ days: index }));
  return year.filter(matchesDay).slice(0, count).map(String);
}

describe('parseCron', () => {
  test.each([
    ['0 6 * * *', [360]],
    ['*/20 6 * * *', [360, 380, 400]],
    ['5,50 0,12 * * *', [5, 50, 725, 770]],
    ['10-14/2 1-2 * * *', [70, 72, 74, 130, 132, 134]],
    ['59,0 23 * * *', [1380, 1439]],
  ])('finds the minutes of %s', (pattern, minutes) => {
    expect(parseCron(pattern).minutesOfDay).toEqual(minutes);
  });

  test.each([
    ['0 6 31 * *', ['2024-01-31', '2024-03-31', '2024-05-31']],
    ['0 6 29 feb *', ['2024-02-29']],
    ['0 6 * * 1-5', ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08']],
    ['0 6 * * sun', ['2024-01-07', '2024-01-14']],
    ['0 6 * * 0', ['2024-01-07', '2024-01-14']],
    ['0 6 * * 7', ['2024-01-07', '2024-01-14']],
    ['0 6 1 JAN-MAR *', ['2024-01-01', '2024-02-01', '2024-03-01']],
    ['0 6 13 * fri', ['2024-01-05', '2024-01-12', '2024-01-13', '2024-01-19']],
  ])('finds the days of %s', (pattern, expected) => {
    expect(days(pattern, expected.length)).toEqual(expected);
  });

  test.each([
    ['', '0 fields'],
    ['0 6 * *', '4 fields'],
    ['0 0 6 * * *', '6 fields'],
    ['@daily', '1 fields'],
    ['60 6 * * *', 'minute "60", expected 0 to 59'],
    ['0 24 * * *', 'hour "24", expected 0 to 23'],
    ['0 6 0 * *', 'day of month "0", expected 1 to 31'],
    ['0 6 32 * *', 'day of month "32"'],
    ['0 6 * 13 *', 'month "13", expected 1 to 12 or jan'],
    ['0 6 * * 8', 'day of week "8", expected 0 to 7 or sun'],
    ['0 6 * * monday', 'day of week "monday"'],
    ['0 6 L * *', 'day of month "L"'],
    ['0 6 ? * 1', 'day of month "?"'],
    ['0 6 * * 1#2', 'day of week "1#2"'],
    ['*/0 6 * * *', 'a step of at least 1'],
    ['30-10 6 * * *', 'a range that goes up'],
    ['5/15 6 * * *', 'minute "5/15"'],
    ['0,, 6 * * *', 'minute ""'],
    ['-1 6 * * *', 'minute "-1"'],
    ['1e1 6 * * *', 'minute "1e1"'],
  ])('refuses %j, naming what is wrong', (pattern, message) => {
    expect(() => parseCron(pattern)).toThrow(message);
  });
});
