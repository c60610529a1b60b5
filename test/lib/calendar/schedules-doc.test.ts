import { readFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { nextDue } from '../../../src/lib/calendar/dues.ts';
import { cron, daily, every, monthly, onEvent, weekly, type Schedule } from '../../../src/lib/calendar/schedule.ts';
import { validateBusinessCalendar } from '../../../src/lib/calendar/validate-business-calendar.ts';
import { validateCatchUp } from '../../../src/lib/calendar/validate-catch-up.ts';
import { validateSchedule } from '../../../src/lib/calendar/validate-schedule.ts';

const page = await readFile(new URL('../../../docs/schedules.md', import.meta.url), 'utf8');
const zone = 'Africa/Dakar';
const now = Temporal.ZonedDateTime.from('2013-07-22T12:00[Africa/Dakar]').toInstant();

/** Rows of the table of forms: schedule, due, next, interval. */
const rows = [
  ...page.matchAll(/^\| `((?:daily|weekly|monthly|every|cron|onEvent)\(.*\))` \| .* \| (.*) \| `(.*)` \|$/gm),
];
const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
const schedules = blocks.flatMap((code) =>
  code.startsWith('schedule = ') ? [code] : (code.match(/^schedule = .*;$/gm) ?? []),
);
const fields = blocks.filter((code) => /^(calendar|catchUp):/.test(code));

function evaluate(code: string): unknown {
  return runInNewContext(code, { cron, daily, every, monthly, onEvent, weekly });
}

describe('the examples of docs/schedules.md', () => {
  test('are all found', () => {
    expect([rows.length, schedules.length, fields.length]).toEqual([14, 3, 2]);
  });

  test.each(rows.map(([, code = '', next = '', id = '']) => [code, next, id]))(
    '%s is next due at %s for %s',
    (code, next, id) => {
      const schedule = evaluate(code) as Schedule; // an example of the page
      expect(validateSchedule(schedule, {}, zone)).toEqual([]);
      const due = nextDue(schedule, { zone, calendar: {} }, now);
      const shown =
        due === null
          ? 'none'
          : `${due.at.toString({ smallestUnit: 'minute' }).slice(0, -1).replace('T', ' ')} ${due.interval.id}`;
      expect(shown).toBe(schedule.kind === 'event' ? 'none' : `${next} ${id}`);
    },
  );

  test.each(schedules)('%s is accepted', (code) => {
    expect(validateSchedule(evaluate(code) as Schedule, {}, zone)).toEqual([]);
  });

  test('of an operation are accepted', () => {
    const { calendar, catchUp } = evaluate(`({${fields.join('')}})`) as Record<string, unknown>;
    expect([validateBusinessCalendar(calendar), validateCatchUp(catchUp)]).toEqual([[], []]);
  });
});
