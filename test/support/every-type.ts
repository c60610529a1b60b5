/** A column of the table that holds every type of MariaDB: its type, and values as SQL with the server's own text of each. */
export interface TypedColumn {
  readonly type: string;
  readonly values: readonly (readonly [sql: string, text: string])[];
}

const repeated = (text: string, times: number): string => text.repeat(times);

/** Every column type of MariaDB with its extreme values: two rows, and a third of NULLs. */
export const EVERY_TYPE: Readonly<Record<string, TypedColumn>> = {
  tiny: { type: 'TINYINT', values: same('-128', '127') },
  tiny_unsigned: { type: 'TINYINT UNSIGNED', values: same('0', '255') },
  boolean: { type: 'BOOLEAN', values: same('0', '1') },
  small: { type: 'SMALLINT', values: same('-32768', '32767') },
  medium: { type: 'MEDIUMINT UNSIGNED', values: same('0', '16777215') },
  int: { type: 'INT', values: same('-2147483648', '2147483647') },
  int_zerofill: {
    type: 'INT(8) ZEROFILL',
    values: [
      ['0', '00000000'],
      ['42', '00000042'],
    ],
  },
  big: { type: 'BIGINT', values: same('-9223372036854775808', '9223372036854775807') },
  big_unsigned: { type: 'BIGINT UNSIGNED', values: same('0', '18446744073709551615') },
  decimal: {
    type: 'DECIMAL(65,30)',
    values: same(`-${repeated('9', 35)}.${repeated('9', 30)}`, `${repeated('9', 35)}.${repeated('9', 30)}`),
  },
  money: { type: 'DECIMAL(12,2)', values: same('-0.01', '9999999999.99') },
  decimal_zerofill: {
    type: 'DECIMAL(8,2) ZEROFILL',
    values: [
      ['0', '000000.00'],
      ['1.5', '000001.50'],
    ],
  },
  float: {
    type: 'FLOAT',
    values: [
      ['1.1', '1.1'],
      ['-3.40282e38', '-3.40282e38'],
    ],
  },
  double: { type: 'DOUBLE', values: same('-1.7976931348623157e308', '2.2250738585072014e-308') },
  double_scaled: {
    type: 'DOUBLE(10,3)',
    values: [
      ['-1.5', '-1.500'],
      ['1234567.891', '1234567.891'],
    ],
  },
  bit: {
    type: 'BIT(64)',
    values: [
      ["b'0'", '0'],
      ['~0', '18446744073709551615'],
    ],
  },
  year: { type: 'YEAR', values: same('1901', '2155') },
  date: { type: 'DATE', values: quoted('0001-01-01', '9999-12-31') },
  zero_date: { type: 'DATE', values: quoted('0000-00-00', '2024-00-15') },
  datetime: { type: 'DATETIME', values: quoted('1000-01-01 00:00:00', '2024-03-31 02:30:00') },
  datetime_micro: { type: 'DATETIME(6)', values: quoted('0000-00-00 00:00:00.000000', '9999-12-31 23:59:59.999999') },
  timestamp: { type: 'TIMESTAMP NULL', values: quoted('1970-01-01 00:00:01', '2038-01-19 03:14:07') },
  time: { type: 'TIME(6)', values: quoted('-838:59:59.999999', '838:59:59.999999') },
  char: { type: 'CHAR(5)', values: quoted('', 'é œ€😀') },
  varchar: { type: 'VARCHAR(100)', values: quoted('=1+1;"2"', ' +221771234567 ') },
  latin1: { type: 'VARCHAR(20) CHARACTER SET latin1', values: quoted('', 'œuf à 3 €') },
  long_text: {
    type: 'LONGTEXT',
    values: [
      ["''", ''],
      ["REPEAT('é\\r\\n', 100000)", repeated('é\r\n', 100_000)],
    ],
  },
  json: { type: 'JSON', values: quoted('null', '{"formula": "=1+1", "n":  1.0}') },
  enum: { type: "ENUM('oui','non')", values: quoted('oui', 'non') },
  set: { type: "SET('a','b','c')", values: quoted('', 'a,c') },
  uuid: {
    type: 'UUID',
    values: quoted('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
  },
  inet6: { type: 'INET6', values: quoted('::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff') },
  inet4: { type: 'INET4', values: quoted('0.0.0.0', '255.255.255.255') },
  binary: {
    type: 'BINARY(2)',
    values: [
      ["x'00'", '0000'],
      ["x'FFFF'", 'ffff'],
    ],
  },
  varbinary: {
    type: 'VARBINARY(4)',
    values: [
      ["''", ''],
      ["x'FB00223B'", 'fb00223b'],
    ],
  },
  blob: {
    type: 'LONGBLOB',
    values: [
      ["x'00'", '00'],
      ["REPEAT(x'FF', 70000)", repeated('ff', 70_000)],
    ],
  },
};

/** Statements that make and fill the table `every_type`; sql_mode must be empty and the session's zone UTC. */
export const EVERY_TYPE_SQL: readonly string[] = [
  `CREATE TABLE every_type (nth INT PRIMARY KEY, ${Object.entries(EVERY_TYPE)
    .map(([name, { type }]) => `\`${name}\` ${type}`)
    .join(', ')})`,
  ...[0, 1].map((row) => insert(row, ({ values }) => values[row]?.[0] ?? 'NULL')),
  insert(2, () => 'NULL'),
];

function insert(row: number, valueOf: (column: TypedColumn) => string): string {
  return `INSERT INTO every_type VALUES (${[String(row), ...Object.values(EVERY_TYPE).map(valueOf)].join(', ')})`;
}

function same(...texts: readonly string[]): TypedColumn['values'] {
  return texts.map((text) => [text, text]);
}

function quoted(...texts: readonly string[]): TypedColumn['values'] {
  return texts.map((text) => [`'${text}'`, text]);
}
