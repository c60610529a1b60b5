import { createConnection } from 'mysql2/promise';

export const DATABASE = 'bench';

/** The columns of the table, each with its type and how a row's number `seq` makes it. Names and numbers are invented. */
const COLUMNS: readonly (readonly [name: string, type: string, value: string])[] = [
  ['id', 'INT UNSIGNED NOT NULL PRIMARY KEY', 'seq'],
  [
    'segment',
    'VARCHAR(80)',
    "CONCAT('CANAL_OA_ARRIVANT_', ELT(1 + seq % 3, 'CAMEROUN', 'SENEGAL', 'GABON'), '_20130501')",
  ],
  ['client_file', 'VARCHAR(80)', "CONCAT('AFR_', LPAD(seq DIV 1000, 5, '0'))"],
  ['loaded', 'DATE', "DATE('2013-05-01') + INTERVAL seq % 90 DAY"],
  ['subscriber', 'VARCHAR(20)', "LPAD(seq * 7919 % 100000000, 10, '0')"],
  ['contract', 'VARCHAR(20)', "CONCAT('C', LPAD(seq, 9, '0'))"],
  ['card', 'VARCHAR(20)', "LPAD(seq * 104729 % 10000000000, 14, '0')"],
  ['civility', 'CHAR(2)', "ELT(1 + seq % 3, 'MR', 'MM', 'ML')"],
  [
    'last_name',
    'VARCHAR(40)',
    "ELT(1 + seq % 7, 'NDIAYE', 'Mbarga', 'Obame Nguéma', 'SOW', 'Kouassi', 'DIALLO', 'Ekambi')",
  ],
  ['first_name', 'VARCHAR(40)', "ELT(1 + seq % 5, 'Awa', 'Jean-Pierre', 'Moussa', 'Marie Claire', 'Cheikh')"],
  ['formula', 'VARCHAR(40)', "ELT(1 + seq % 4, 'ACCESS', 'EVASION', 'ESSENTIEL+', 'TOUT CANAL+')"],
  ['options', 'VARCHAR(40)', "IF(seq % 4 = 0, 'CHARME', '')"],
  ['starts', 'DATE', "DATE('2012-01-01') + INTERVAL seq % 365 DAY"],
  ['ends', 'DATE', "DATE('2013-01-01') + INTERVAL seq % 365 DAY"],
  ['months', 'INT', '1 + seq % 12'],
  ['home_phone', 'VARCHAR(20)', "CONCAT('+2213', LPAD(seq * 31 % 100000000, 8, '0'))"],
  ['mobile_phone', 'VARCHAR(20)', "IF(seq % 9 = 0, NULL, CONCAT('002217', LPAD(seq * 37 % 100000000, 8, '0')))"],
  ['email', 'VARCHAR(80)', "CONCAT('abonne', seq, '@courrier.example')"],
  [
    'address',
    'VARCHAR(80)',
    "CONCAT(seq % 200, ' rue de la République', IF(seq % 6 = 0, '; porte \"B\"', ', Médina'))",
  ],
  ['city', 'VARCHAR(40)', "ELT(1 + seq % 5, 'DAKAR', 'YAOUNDE', 'LIBREVILLE', 'ABIDJAN', 'BRAZZAVILLE')"],
  ['amount', 'DECIMAL(12,2)', 'seq % 100000 / 4 - 5000'],
  ['called_at', 'DATETIME', "IF(seq % 5 = 0, NULL, TIMESTAMP('2013-07-01 08:00:00') + INTERVAL seq % 2000000 SECOND)"],
  ['refusal', 'VARCHAR(60)', "ELT(1 + seq % 4, 'Répondeur', 'Refus - Pas intéressé', 'Client en déplacement', '')"],
];

/** Number of columns. */
export const WIDTH = COLUMNS.length;

/** The query that reads the table of that many rows. */
export function tableQuery(rows: number): string {
  return `SELECT * FROM rows_${rows}`;
}

/** Makes the table of that many rows, the same bytes every time, and reads it once into memory. */
export async function makeTable(adminUrl: string, rows: number): Promise<void> {
  const connection = await createConnection(adminUrl);
  const columns = COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');
  const values = COLUMNS.map(([, , value]) => value).join(', ');
  await connection.query(`CREATE DATABASE IF NOT EXISTS ${DATABASE} CHARACTER SET utf8mb4`);
  await connection.query(`CREATE TABLE ${DATABASE}.rows_${rows} (${columns})`);
  await connection.query(`INSERT INTO ${DATABASE}.rows_${rows} SELECT ${values} FROM ${DATABASE}.seq_1_to_${rows}`);
  await connection.query(`SELECT COUNT(refusal) FROM ${DATABASE}.rows_${rows}`);
  await connection.end();
}
