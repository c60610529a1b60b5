import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowSource } from '../../../src/lib/sources/row-source.ts';
import { type CompanyDatabases, onSqlite } from '../support/company-databases.ts';
import { runDefinition, titledRows } from '../support/run-definition.ts';
import { dayOf } from '../support/rules.ts';
import { barometreQualite, subscribers } from './barometre-qualite.rules.ts';

describe('the draw of the survey', () => {
  let company: CompanyDatabases;
  let source: RowSource;
  beforeAll(async () => {
    company = await onSqlite();
    source = await company.hold({
      fiches: [...subscribers(60, 'TOGO'), ...subscribers(250, 'SENEGAL'), ...subscribers(250, 'BENIN')],
    });
  });
  afterAll(() => company.close());

  const drawn = async (day: string): Promise<string[]> => {
    const result = await runDefinition(barometreQualite.definition, source, dayOf(day, 'Africa/Dakar'));
    return titledRows(result).map((row) => String(row['NUM ABO']));
  };

  it('is the same for the same interval', async () => {
    expect(await drawn('2013-07-25')).toEqual(await drawn('2013-07-25'));
  });

  it('is another for another interval, in the quota and among the others', async () => {
    const [one, other] = [await drawn('2013-07-25'), await drawn('2013-07-24')];
    expect(new Set(one.slice(0, 10))).not.toEqual(new Set(other.slice(0, 10)));
    expect(new Set(one.slice(10))).not.toEqual(new Set(other.slice(10)));
  });

  it('asks nobody twice', async () => {
    const numbers = await drawn('2013-07-25');
    expect(new Set(numbers).size).toBe(333);
  });

  it('takes the others from all countries alike, the eleventh of a country with a quota among them', async () => {
    const others = (await drawn('2013-07-25')).slice(10);
    const shares = ['TOGO', 'SENEGAL', 'BENIN'].map(
      (country) => others.filter((one) => one.startsWith(country)).length,
    );
    expect(shares.every((share, at) => share > [15, 120, 120][at]!)).toBe(true);
    const days = ['2013-07-21', '2013-07-22', '2013-07-23', '2013-07-24', '2013-07-25'];
    const eleventh = await Promise.all(days.map(async (day) => (await drawn(day))[10]));
    expect(eleventh.every((one) => one?.startsWith('TOGO'))).toBe(false);
  });
});
