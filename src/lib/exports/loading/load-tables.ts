import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemCode } from '../../errors/file-system.ts';
import type { Problem } from '../../problem.ts';
import type { AnyExport, LoadedTable } from '../definition.ts';
import type { Query } from '../query.ts';
import type { Table } from '../table.ts';

/** The tables of an author's class with the texts of their queries; what cannot be read is added to the problems. */
export async function loadTables(made: AnyExport, problems: Problem[]): Promise<LoadedTable[]> {
  const declared: readonly Table[] | undefined = tablesOf(made);
  const loaded: LoadedTable[] = [];
  for (const [index, table] of (declared ?? []).entries()) {
    const field = made.format === 'workbook' ? `sheets[${index}].query` : 'query';
    loaded.push({ ...table, sqlText: await readSql(table.query, field, problems) });
  }
  return loaded;
}

function tablesOf(made: AnyExport): readonly Table[] {
  const title = made.title;
  switch (made.format) {
    case 'csv':
    case 'text':
      return [{ name: '', query: made.query, columns: made.columns }];
    case 'xlsx': {
      const total = made.total === undefined ? {} : { total: made.total };
      return [{ name: made.sheetName ?? title, query: made.query, columns: made.columns, ...total }];
    }
    case 'xls':
      return [{ name: made.sheetName ?? title, query: made.query, columns: made.columns }];
    case 'workbook':
      return made.sheets;
  }
}

/** The text of a query beside the definition; null, and a problem, when it cannot be read; null for rows from code. */
export async function readSql(
  query: Query | null | undefined,
  field: string,
  problems: Problem[],
): Promise<string | null> {
  if (query?.kind !== 'sql') return null;
  try {
    return await readFile(query.path, 'utf8');
  } catch (error) {
    const got = `${basename(query.path)} (${systemCode(error)})`;
    problems.push({ field, got, expected: 'a .sql file beside the definition' });
    return null;
  }
}
