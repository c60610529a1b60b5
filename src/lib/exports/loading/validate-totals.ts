import { closest } from '../../did-you-mean.ts';
import type { Problem } from '../../problem.ts';
import type { ColumnContract } from '../columns.ts';
import type { ExportDefinition, LoadedTable } from '../definition.ts';
import type { SheetColumn } from '../expectations.ts';
import { problem, show } from './problems.ts';

/** What is wrong with the total row of a table. */
export function totalProblems({ total, columns }: LoadedTable, field: string): Problem[] {
  return (total?.sums ?? []).flatMap((name) => summedProblems(name, columns, field));
}

/** Totals to be equal that name a sheet or a column that there is not; the expectations' form is sound. */
export function equalTotalProblems({ export: made, tables }: ExportDefinition): Problem[] {
  const given = made.expect.equalTotals ?? [];
  if (given.length > 0 && made.format !== 'workbook')
    return [problem('equalTotals', `a ${made.format} export`, 'a WorkbookExport, whose sheets have names')];
  return given.flatMap(({ equals, ...one }, index) => [
    ...sheetColumnProblems(one, tables, `equalTotals.${index}`),
    ...sheetColumnProblems(equals, tables, `equalTotals.${index}.equals`),
  ]);
}

function sheetColumnProblems({ sheet, column }: SheetColumn, tables: readonly LoadedTable[], field: string): Problem[] {
  const names = tables.map(({ name }) => name);
  const [table, ...others] = tables.filter(({ name }) => name === sheet);
  if (table === undefined || others.length > 0) {
    const got = `${show(sheet)}${others.length > 0 ? ', a name of several sheets' : ''}`;
    return [problem(`${field}.sheet`, got, `one of the sheets: ${names.join(', ')}`, closest(sheet, names))];
  }
  return summedProblems(column, table.columns, `${field}.column`);
}

/** Only what is declared a number can be added up. */
function summedProblems(name: string, columns: readonly ColumnContract[], field: string): Problem[] {
  const names = columns.map((column) => column.name);
  const numbers = columns.filter(({ kind }) => kind === 'integer' || kind === 'decimal').map((column) => column.name);
  const expected = `columns declared integer or decimal: ${numbers.join(', ')}`;
  return numbers.includes(name) ? [] : [problem(field, show(name), expected, closest(name, names))];
}
