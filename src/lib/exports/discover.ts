import { BadRunRequest } from '../errors/definition-errors.ts';
import { bindQuery } from '../sources/sql-text.ts';
import type { RowSource } from '../sources/row-source.ts';
import type { ExportDefinition } from './definition.ts';
import { type RunScope, requestedScope } from './making/run-scope.ts';
import { smallQuery } from './making/small-query.ts';

/** More values than this wait for the next look, once these have their runs. */
const MOST_VALUES = 20_000;

/** What a look found. */
export interface Discovered {
  /** One scope for each value, in the order of the query. */
  readonly scopes: readonly RunScope[];
  /** Values that do not have the form the export's parameter must have. */
  readonly refused: number;
}

/** Asks the export's `discover` query: the first column of each row is a value of its one parameter. */
export async function discover(
  definition: ExportDefinition,
  source: RowSource,
  signal: AbortSignal,
): Promise<Discovered> {
  const { id, operation, discoverSql } = definition;
  const { params, discoverParameters } = definition.export;
  const [param = ''] = Object.keys(params);
  const session = await source.open({ signal, zone: operation.zone });
  try {
    const query = bindQuery(`${id}, discover`, discoverSql ?? '', discoverParameters);
    const rows = await smallQuery(session, query, MOST_VALUES);
    const values = [...new Set(rows.map(([value]) => value ?? ''))];
    const scopes = values.map((value) => scopeOrNull(definition, param, value)).filter((scope) => scope !== null);
    return { scopes, refused: values.length - scopes.length };
  } finally {
    await session.close();
  }
}

function scopeOrNull(definition: ExportDefinition, param: string, value: string): RunScope | null {
  try {
    return requestedScope(definition, { params: { [param]: value } });
  } catch (error) {
    if (error instanceof BadRunRequest) return null;
    throw error;
  }
}
