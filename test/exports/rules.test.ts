import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompanyDatabases, servers } from './support/company-databases.ts';
import type { Rule } from './support/rules.ts';
import { runDefinition, titledRows } from './support/run-definition.ts';
import { ruleTables } from './rule-tables.ts';

describe.each(servers)('on %s', (_server, make) => {
  let company: CompanyDatabases;
  beforeAll(async () => {
    company = await make();
  }, 300_000);
  afterAll(() => company.close());

  describe.each(ruleTables)('%s', (_id, { definition, sheet, titles, about, rules }) => {
    it('has the columns of the contract', async () => {
      const { columns } = await runDefinition(definition, await company.hold({}), about, sheet);
      expect(columns.map((column) => column.header)).toEqual(titles);
    });

    it.each(byName(rules))('%s', async (_rule, { given, gives, about: other }) => {
      const source = await company.hold(given);
      const rows = titledRows(await runDefinition(definition, source, other ?? about, sheet));
      expect(rows.map((row, at) => onlyTitles(row, gives[at] ?? row))).toEqual(gives);
    });
  });
});

function byName(rules: readonly Rule[]): [string, Rule][] {
  return rules.map((rule) => [rule.rule, rule]);
}

/** The cells of a row that a rule speaks of. */
function onlyTitles(row: Readonly<Record<string, unknown>>, like: object): object {
  return Object.fromEntries(Object.keys(like).map((title) => [title, row[title]]));
}
