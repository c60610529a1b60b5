import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Due } from '../../../src/lib/calendar/due.ts';
import { duesBetween } from '../../../src/lib/calendar/dues.ts';
import { cron, daily, every, type Schedule } from '../../../src/lib/calendar/schedule.ts';
import { isoOf, minutesOf, offsetsOf, wallDays, wallSteps, type Offset } from './wall-clock.ts';

/** The calendar against a brute-force minute scan (wall-clock.ts) over two years, a few days around them for the edges. */
const FROM = minutesOf('2024-01-01');
const TO = minutesOf('2026-01-03');
const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
const regions = [...new Set(zones.map(regionOf))];

describe('over two years each local day has one due time and the day before as its interval', () => {
  test.each(regions)('%s', { timeout: 300_000 }, (region) => {
    for (const [index, zone] of zones.filter((zone) => regionOf(zone) === region).entries()) {
      const offsets = offsetsOf(zone, FROM, TO);
      const times = changedTimes(offsets);
      expectOneDueADay(zone, offsets, times[index % times.length] ?? (index * 97) % 1439);
    }
  });
});

/** Clock changes at midnight, over midnight, by half an hour, and by a whole day. */
test.each([
  ['America/Sao_Paulo', '2018-11-04', 'midnight left out'],
  ['America/Sao_Paulo', '2018-02-18', 'the last hour repeated'],
  ['America/Toronto', '1919-03-31', 'from half past eleven to half past midnight'],
  ['America/Goose_Bay', '2010-11-07', 'from one past midnight back to the day before'],
  ['Asia/Pyongyang', '2018-05-05', 'half an hour left out before midnight'],
  ['America/Caracas', '2007-12-09', 'half an hour repeated'],
  ['Antarctica/Troll', '2024-03-31', 'two hours left out'],
  ['Pacific/Apia', '2011-12-30', 'a day left out'],
  ['Pacific/Kwajalein', '1993-08-21', 'a day left out'],
])('every time of day in %s about %s: %s', (zone, date) => {
  const offsets = offsetsOf(zone, minutesOf(date) - 4 * 1440, minutesOf(date) + 4 * 1440);
  for (let time = 0; time < 1439; time += 29) {
    expectOneDueADay(zone, offsets, time);
  }
});

function expectOneDueADay(zone: string, offsets: readonly Offset[], time: number): void {
  const days = wallDays(offsets, time);
  const schedule = daily({ between: [clockTime(time), '23:59'] });
  const dues = duesIn(schedule, zone, days[1]!.start, days.at(-1)!.end);
  const expected = days.slice(1).map(({ at }, before) => ({ ...intervalOf(days[before]!), at }));
  expect(dues.map(inMinutes), `${zone} at ${clockTime(time)}`).toEqual(expected);
}

/** The different clock changes of all zones, each in one zone that has it. */
function differentChanges(): [zone: string, change: number][] {
  const byShape = new Map<string, [string, number]>();
  for (const zone of zones) {
    const offsets = offsetsOf(zone, FROM, TO);
    for (const [before, { from, offset }] of offsets.slice(1).entries()) {
      const shape = `${(from + offset) % 1440} ${offset - offsets[before]!.offset}`;
      byShape.set(shape, [zone, from]);
    }
  }
  return [...byShape.values()];
}

describe.each(differentChanges())('in %s about minute %i', (zone, change) => {
  const offsets = offsetsOf(zone, change - 3 * 1440, change + 3 * 1440);
  const [from, to] = [change - 2 * 1440, change + 2 * 1440];

  test.each([5, 15, 45, 60, 180, 720])('every %i minutes shows on the clock and covers all time once', (step) => {
    const dues = duesIn(every({ minutes: step }), zone, from, to).map(inMinutes);
    const shown = wallSteps(offsets, step).filter((minute) => minute >= from && minute < to);
    expect(dues.map(({ at }) => at)).toEqual(shown);
    expect(dues.slice(1).map((due) => due.from)).toEqual(dues.slice(0, -1).map((due) => due.to));
    expect(new Set(dues.map(({ id }) => id)).size).toBe(dues.length);
  });

  test('cron takes each time of each day once', () => {
    const times = Array.from({ length: 48 }, (_, half) => half * 30);
    const expected = new Set(times.flatMap((time) => wallDays(offsets, time).map(({ at }) => at)));
    const dues = duesIn(cron('0,30 * * * *', { giveUpAfter: 'PT30M' }), zone, from, to).map(
      ({ at }) => at.epochMilliseconds / 60_000,
    );
    expect(dues).toEqual([...expected].sort((a, b) => a - b).filter((minute) => minute >= from && minute < to));
  });
});

function duesIn(schedule: Schedule, zone: string, from: number, to: number): Due[] {
  return duesBetween(schedule, { zone, calendar: {} }, instant(from - 1), instant(to - 1));
}

function inMinutes({ interval: { id, from, to }, at }: Due): { id: string; from: number; to: number; at: number } {
  return {
    id,
    from: from.epochMilliseconds / 60_000,
    to: to.epochMilliseconds / 60_000,
    at: at.epochMilliseconds / 60_000,
  };
}

function intervalOf({ number, start, end }: { number: number; start: number; end: number }): {
  id: string;
  from: number;
  to: number;
} {
  return { id: isoOf(number), from: start, to: end };
}

/** The times of day in the middle of what the zone's clock changes leave out or repeat. */
function changedTimes(offsets: readonly Offset[]): number[] {
  return offsets.slice(1).map(({ from, offset }, before) => {
    const shift = offset - offsets[before]!.offset;
    const middle = from + Math.min(offset, offsets[before]!.offset) + Math.floor(Math.abs(shift) / 2);
    return (((middle % 1440) + 1440) % 1440) % 1439;
  });
}

function instant(minute: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(minute * 60_000);
}

function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function regionOf(zone: string): string {
  return zone.split('/')[0] ?? zone;
}
