/** A cell of the sample: what a driver binds as it is. */
export type SampleValue = string | number | null;

/** A table of the sample; names and types mean the same to MySQL, MariaDB and SQLite. */
export interface SampleTable<Column extends string = string> {
  readonly name: string;
  /** Column names and types, in order; the first is the primary key. */
  readonly columns: readonly (readonly [name: Column, type: string])[];
  /** Columns that have an index of their own. */
  readonly indexed: readonly Column[];
}

export type SampleRow<Column extends string = string> = Readonly<Record<Column, SampleValue>>;

const PHONE = 'VARCHAR(20)';
const LINE = 'VARCHAR(80)';
const ANSWER = 'VARCHAR(120)';

/** A subscriber's record in a segment. */
export const ficheTable = {
  name: 'main',
  columns: [
    ['main_id', 'INT UNSIGNED'],
    ['main_fichier', LINE],
    ['main_fichierclient', LINE],
    ['main_datechargment', 'DATE'],
    ['main_numeroabonne', 'VARCHAR(20)'],
    ['main_numerocontrat', 'VARCHAR(20)'],
    ['main_numerocarte', 'VARCHAR(20)'],
    ['main_civ', 'CHAR(1)'],
    ['main_nom', 'VARCHAR(40)'],
    ['main_prenom', 'VARCHAR(40)'],
    ['main_formule', 'VARCHAR(40)'],
    ['main_options', 'VARCHAR(40)'],
    ['main_debutabonnement', 'DATE'],
    ['main_datefinabonnement', 'DATE'],
    ['main_duree', 'INT'],
    ['main_tel', PHONE],
    ['main_teldom', PHONE],
    ['main_telbur', PHONE],
    ['main_gsm', PHONE],
    ['main_tel4', PHONE],
    ['main_tel5', PHONE],
    ['main_email', LINE],
    ['main_adr1', LINE],
    ['main_adr2', LINE],
    ['main_adr3', LINE],
    ['main_ville', 'VARCHAR(40)'],
    ['main_pays', 'VARCHAR(40)'],
    ['main_distributeur', LINE],
    ['main_teldistributeur', LINE],
    ['main_coordonneesdistributeur', LINE],
    ['main_called', 'CHAR(1)'],
    ['main_called_old', 'CHAR(1)'],
    ['main_codefinappel', 'VARCHAR(20)'],
    ['main_coderefus', 'VARCHAR(60)'],
    ['main_dateappel', 'DATETIME'],
    ['main_tempscom', 'VARCHAR(8)'],
    ['main_tempscom_reel', 'VARCHAR(8)'],
    ['main_userid', 'VARCHAR(20)'],
    ['main_q1verbatimdistributeur', ANSWER],
    ['main_q2verbatimetresatisfaitdecanal', ANSWER],
    ['main_q3formuleabonnement', ANSWER],
    ['main_q3prestationinstallation', ANSWER],
    ['main_q4avis', ANSWER],
    ['main_q4nsp', ANSWER],
    ['main_q5payerdecodeur', ANSWER],
    ['main_q5bispayerparabole', ANSWER],
    ['main_q5bispayercombien', ANSWER],
    ['main_q6installermateriel', ANSWER],
    ['main_q6bisbeneficierparabole', ANSWER],
    ['main_q6bouquetabonnement', ANSWER],
    ['main_q6dureeabonnement', ANSWER],
    ['main_q6daterv', ANSWER],
    ['main_q6heurerv', ANSWER],
    ['main_q6option', ANSWER],
    ['main_q7indiquerdecodeur', ANSWER],
    ['main_q8accederimage', ANSWER],
    ['main_nouvnom', 'VARCHAR(40)'],
    ['main_nouvprenom', 'VARCHAR(40)'],
    ['main_nouvville', 'VARCHAR(40)'],
    ['main_nouvadr1', LINE],
    ['main_nouvtel', PHONE],
    ['main_nouvgsm', PHONE],
    ['main_nouvbp', 'VARCHAR(40)'],
    ['main_nouvemail', LINE],
  ],
  indexed: ['main_dateappel', 'main_fichier', 'main_datechargment'],
} as const satisfies SampleTable;

/** A fiche refused at load. */
export const refusedTable = {
  name: 'main_bloquer',
  columns: [
    ['main_id', 'INT UNSIGNED'],
    ['main_fichier', LINE],
    ['main_fichierclient', LINE],
    ['main_datechargment', 'DATE'],
    ['main_numeroabonne', 'VARCHAR(20)'],
    ['main_numerocontrat', 'VARCHAR(20)'],
    ['main_numerocarte', 'VARCHAR(20)'],
    ['main_civ', 'CHAR(1)'],
    ['main_nom', 'VARCHAR(40)'],
    ['main_prenom', 'VARCHAR(40)'],
    ['main_tel', PHONE],
    ['main_ville', 'VARCHAR(40)'],
    ['main_pays', 'VARCHAR(40)'],
    ['motif', 'VARCHAR(20)'],
  ],
  indexed: ['main_datechargment', 'main_fichier'],
} as const satisfies SampleTable;

/** A call of the dialler. */
export const callTable = {
  name: 'archives_appel',
  columns: [
    ['id', 'INT UNSIGNED'],
    ['main_id', 'INT UNSIGNED'],
    ['call_time', 'DATETIME'],
    ['status', 'VARCHAR(50)'],
    ['agent', 'VARCHAR(20)'],
    ['duration_s', 'INT'],
  ],
  indexed: ['main_id', 'call_time'],
} as const satisfies SampleTable;

/** A shop that sells airtime. */
export const resellerTable = {
  name: 'revendeurs',
  columns: [
    ['revendeur_id', 'INT UNSIGNED'],
    ['nom', LINE],
    ['ville', 'VARCHAR(40)'],
    ['region', 'VARCHAR(40)'],
  ],
  indexed: [],
} as const satisfies SampleTable;

/** An airtime top-up; amounts in whole Congolese francs. */
export const topUpTable = {
  name: 'recharges',
  columns: [
    ['recharge_id', 'INT UNSIGNED'],
    ['reference', 'VARCHAR(20)'],
    ['numero', PHONE],
    ['montant', 'INT'],
    ['canal', 'VARCHAR(20)'],
    ['revendeur_id', 'INT UNSIGNED'],
    ['statut', 'VARCHAR(10)'],
    ['date_recharge', 'DATETIME'],
  ],
  indexed: ['date_recharge'],
} as const satisfies SampleTable;

export type Fiche = SampleRow<(typeof ficheTable.columns)[number][0]>;
export type RefusedFiche = SampleRow<(typeof refusedTable.columns)[number][0]>;
export type Call = SampleRow<(typeof callTable.columns)[number][0]>;
export type Reseller = SampleRow<(typeof resellerTable.columns)[number][0]>;
export type TopUp = SampleRow<(typeof topUpTable.columns)[number][0]>;

/** The databases of the sample and the tables of each. */
export const sampleDatabases: readonly { readonly name: string; readonly tables: readonly SampleTable[] }[] = [
  { name: 'canal', tables: [ficheTable, refusedTable] },
  { name: 'ipvox_outband', tables: [callTable] },
  { name: 'tigo', tables: [resellerTable, topUpTable] },
];

/** `CREATE TABLE` for a table, in words all three servers read. */
export function createTable({ name, columns }: SampleTable): string {
  const lines = columns.map(([column, type], at) => `${column} ${type}${at === 0 ? ' NOT NULL PRIMARY KEY' : ''}`);
  return `CREATE TABLE ${name} (${lines.join(', ')})`;
}

/** `CREATE INDEX` for each index of a table. */
export function createIndexes({ name, indexed }: SampleTable): string[] {
  return indexed.map((column) => `CREATE INDEX ${name}_by_${column} ON ${name} (${column})`);
}
