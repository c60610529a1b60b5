import { ResultUnusable } from '../../errors/source-errors.ts';
import type { MysqlConnection } from './mysql-connection.ts';

/** Warnings after which the rows are not the truth: servers cut or drop a value and go on. */
const CUTS: ReadonlyMap<string, string> = new Map([
  ['1260', 'a value that GROUP_CONCAT cut at its limit of 16 MiB'],
  ['1301', "a value larger than the server's max_allowed_packet, replaced by NULL"],
]);

/** Throws when the server warned that it cut a value of the last statement. */
export async function refuseCutValues(where: string, connection: MysqlConnection): Promise<void> {
  const warnings = await connection.rows('SHOW WARNINGS');
  const cut = warnings.map(([, code]) => CUTS.get(code ?? '')).find((got) => got !== undefined);
  if (cut !== undefined) throw new ResultUnusable({ where, got: cut, expected: 'whole values' });
}
