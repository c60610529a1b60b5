import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { easterSunday, isOpen, type BusinessCalendar } from '../../../src/lib/calendar/business-calendar.ts';
import { validateBusinessCalendar } from '../../../src/lib/calendar/validate-business-calendar.ts';

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

test.each([
  '1818-03-22',
  '1943-04-25',
  '2008-03-23',
  '2013-03-31',
  '2024-03-31',
  '2025-04-20',
  '2038-04-25',
  '2049-04-18',
])('Easter is on %s', (text) => {
  expect(easterSunday(date(text).year).toString()).toBe(text);
});

test('a day is closed by the weekend, a fixed, Easter or announced holiday, or the operation itself', () => {
  const calendar: BusinessCalendar = {
    holidays: ['04-04', '12-25'],
    easter: [1, 39],
    movable: ['2013-08-08'],
    closedDays: ['2013-08-12'],
  };
  const closed = [
    '2013-04-06',
    '2013-04-07',
    '2013-04-04',
    '2013-12-25',
    '2013-04-01',
    '2013-05-09',
    '2013-08-08',
    '2013-08-12',
  ];
  expect(closed.filter((day) => isOpen(calendar, date(day)))).toEqual([]);
  expect(['2013-04-05', '2014-08-08', '2013-08-13', '2013-05-10'].every((day) => isOpen(calendar, date(day)))).toBe(
    true,
  );
});

test('the weekend may lie on other days', () => {
  const calendar: BusinessCalendar = { weekend: ['friday'] };
  expect([isOpen(calendar, date('2013-07-26')), isOpen(calendar, date('2013-07-27'))]).toEqual([false, true]);
});

test.each([
  [{ weekends: ['friday'] }, { field: 'weekends', didYouMean: 'weekend' }],
  [{ weekend: ['vendredi'] }, { field: 'weekend.0', got: '"vendredi"' }],
  [{ weekend: ['fryday'] }, { field: 'weekend.0', didYouMean: 'friday' }],
  [
    { weekend: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] },
    { field: 'weekend', expected: 'a list that leaves a weekday open' },
  ],
  [{ holidays: ['02-30'] }, { field: 'holidays.0', got: '"02-30"' }],
  [{ holidays: ['2013-12-25'] }, { field: 'holidays.0' }],
  [{ easter: [1.5] }, { field: 'easter.0', got: '1.5' }],
  [{ movable: ['2013-02-29'] }, { field: 'movable.0', expected: 'an existing date, yyyy-MM-dd' }],
  [{ closedDays: '2013-08-12' }, { field: 'closedDays', got: '"2013-08-12"' }],
])('the calendar %j is refused', (calendar, problem) => {
  expect(validateBusinessCalendar(calendar)).toEqual([expect.objectContaining(problem)]);
});

test('a calendar of every kind of day is accepted', () => {
  const calendar = { weekend: [], holidays: ['02-29'], easter: [-2, 1], movable: ['2013-08-08'], closedDays: [] };
  expect(validateBusinessCalendar(calendar)).toEqual([]);
});
