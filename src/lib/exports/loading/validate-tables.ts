import type { Problem } from '../../problem.ts';
import { COLUMN_KINDS } from '../../rows/column.ts';
import { queryProblems } from '../../sources/sql-text.ts';
import { intervalParameters } from '../making/bind-run.ts';
import type { ColumnContract } from '../columns.ts';
import type { ExportDefinition, LoadedTable } from '../definition.ts';
import { isText, problem, show } from './problems.ts';
import type { RunContext } from '../run-context.ts';
import { sampleScope } from '../making/run-scope.ts';
import { totalProblems } from './validate-totals.ts';

const LARGEST_SCALE = 30;

/** What is wrong with the tables of a definition: their queries, the parameters in them, their columns and totals. */
export function tableProblems(definition: ExportDefinition): Problem[] {
  const { tables, export: made } = definition;
  if (tables.length === 0) return [problem('sheets', 'no sheet', "a list of sheets, such as [sheet('name', {…})]")];
  const own = ownParameters(definition);
  if ('problem' in own) return [own.problem];
  return tables.flatMap((table, index) => {
    const field = (name: string): string => (made.format === 'workbook' ? `sheets[${index}].${name}` : name);
    return [
      ...queryProblemsOf(table, field('query'), own, definition),
      ...columnProblems(table.columns, field('columns')),
      ...totalProblems(table, field('total')),
    ];
  });
}

interface Own {
  readonly names: readonly string[];
  readonly context: RunContext;
}

/** The names that the author's own `parameters()` gives, tried on a sample run. */
function ownParameters(definition: ExportDefinition): Own | { readonly problem: Problem } {
  const context = { ...sampleScope(definition), signal: new AbortController().signal };
  try {
    return { names: Object.keys(definition.export.parameters(context)), context };
  } catch (error) {
    const got = `an error: ${error instanceof Error ? error.message : typeof error}`;
    return { problem: problem('parameters', got, `values for a run such as ${context.intervalId}`) };
  }
}

function queryProblemsOf(
  table: LoadedTable,
  field: string,
  { names, context }: Own,
  { tables }: ExportDefinition,
): Problem[] {
  const given: LoadedTable['query'] | undefined = table.query;
  if (given?.kind !== 'sql' && given?.kind !== 'code') {
    return [problem(field, show(given), "sql(import.meta, '….sql') or rowsFrom(…)")];
  }
  if (table.sqlText === null) return [];
  const always = [...Object.keys(intervalParameters(context)), ...Object.keys(context.params)];
  // Of several sheets each may use some of the author's parameters.
  const [own, spare] = tables.length === 1 ? [names, always] : [[], [...names, ...always]];
  return queryProblems(table.sqlText, own, spare).map((wrong) => problem(field, wrong, 'parameters that are given'));
}

function columnProblems(columns: readonly ColumnContract[] | undefined, field: string): Problem[] {
  if (!Array.isArray(columns) || columns.length === 0) {
    return [problem(field, show(columns), "a list of columns, such as [text('name')]")];
  }
  return columns.flatMap(({ name, kind, scale }: ColumnContract, index) => {
    const place = `${field}[${index}]`;
    const wrong: Problem[] = [];
    if (!isText(name)) wrong.push(problem(place, show(name), "a column's name"));
    if (kind !== undefined && !COLUMN_KINDS.includes(kind))
      wrong.push(problem(place, show(kind), COLUMN_KINDS.join(', ')));
    const sound = scale === undefined || (Number.isInteger(scale) && scale >= 0 && scale <= LARGEST_SCALE);
    if (!sound) wrong.push(problem(place, `scale ${scale}`, `a scale from 0 to ${LARGEST_SCALE}`));
    return wrong;
  });
}
