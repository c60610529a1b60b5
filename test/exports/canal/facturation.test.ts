import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import Facturation from '../../../exports/canal/facturation.ts';
import canal from '../../../exports/canal/operation.ts';
import { nextDue } from '../../../src/lib/calendar/dues.ts';

const context = { zone: canal.zone, calendar: canal.calendar ?? {} };

test.each([
  ['2013-06-30', '2013-07-03', '2013-06', 'on weekdays'],
  ['2013-07-31', '2013-08-05', '2013-07', 'after a weekend'],
  ['2013-04-30', '2013-05-06', '2013-04', 'after the first of May and a weekend'],
  ['2014-03-31', '2014-04-03', '2014-03', 'before the national holiday'],
  ['2013-12-31', '2014-01-06', '2013-12', 'after New Year and a weekend'],
])('billing after %s is due on %s for %s, the third open day %s', (after, day, interval) => {
  const due = nextDue(new Facturation().schedule, context, Temporal.Instant.from(`${after}T12:00:00Z`));
  expect([due?.at.toString().slice(0, 16), due?.interval.id]).toEqual([`${day}T05:00`, interval]);
});

test('a bill is held unless each total of the detail is that of the synthesis', () => {
  const { sheets, expect: expectations } = new Facturation();
  const [, detail] = sheets;
  const compared = (expectations.equalTotals ?? []).map(({ sheet, column, equals }) => [sheet, column, equals]);
  expect(compared).toEqual(detail?.total?.sums.map((column) => ['Synthèse', column, { sheet: 'Détail', column }]));
});
