import type { Connection } from 'mysql2/promise';
import { loadSampleIntoMysql } from '../../../src/embedded/sample/load-sample.ts';
import {
  callTable,
  createIndexes,
  ficheTable,
  refusedTable,
  type SampleTable,
  topUpTable,
} from '../../../src/embedded/sample/tables.ts';

/** The sample's own size, and how often its finished segments are copied, so that there are a million fiches. */
const FICHES = 50_000;
const ON_THE_DAY = 48_000;
const COPIES = 475;

interface Copied {
  readonly database: string;
  readonly table: SampleTable;
  readonly where: string;
  /** What a copy, `seq` from 1, has in place of a column. */
  readonly change: Readonly<Record<string, string>>;
}

const before = (column: string): string => `${column} - INTERVAL seq * 2 DAY`;
const segment = "CONCAT(main_fichier, '_', seq DIV 20)";

/** Copies go back two days each: segments of two and a half years, as a company that has called for long has them. */
const copied: readonly Copied[] = [
  {
    database: 'canal',
    table: ficheTable,
    where: `main_id > ${ON_THE_DAY}`,
    change: {
      main_id: `main_id + seq * ${FICHES}`,
      main_fichier: segment,
      main_datechargment: before('main_datechargment'),
      main_dateappel: before('main_dateappel'),
    },
  },
  {
    database: 'canal',
    table: refusedTable,
    where: "main_datechargment BETWEEN '2013-05-02' AND '2013-06-07'",
    change: {
      main_id: `main_id + seq * ${FICHES}`,
      main_fichier: segment,
      main_datechargment: before('main_datechargment'),
    },
  },
  {
    database: 'ipvox_outband',
    table: callTable,
    where: `main_id > ${ON_THE_DAY}`,
    change: {
      id: `id + seq * ${4 * FICHES}`,
      main_id: `main_id + seq * ${FICHES}`,
      call_time: before('call_time'),
    },
  },
  {
    database: 'tigo',
    table: topUpTable,
    where: 'recharge_id <= 1000',
    change: { recharge_id: `recharge_id + seq * ${FICHES}`, date_recharge: before('date_recharge') },
  },
];

/** A million fiches on a MariaDB server: the sample, and its finished segments copied by the server itself. */
export async function loadMillionFiches(url: string, connection: Connection): Promise<void> {
  await loadSampleIntoMysql(url, { fiches: FICHES });
  await connection.query('SET SESSION unique_checks = 0');
  for (const { database, table, where, change } of copied) {
    const cells = table.columns.map(([name]) => change[name] ?? name).join(', ');
    await connection.query(`USE ${database}`);
    // Indexes are built much faster than they are kept.
    for (const column of table.indexed)
      await connection.query(`DROP INDEX ${table.name}_by_${column} ON ${table.name}`);
    await connection.query(
      `INSERT INTO ${table.name} SELECT ${cells} FROM ${table.name}, seq_1_to_${COPIES} WHERE ${where}`,
    );
    for (const statement of createIndexes(table)) await connection.query(statement);
    await connection.query(`ANALYZE TABLE ${table.name}`);
  }
}
