/** A value an author may bind. A list stands for several placeholders, as in `IN (:segments)`; an empty list binds one NULL. */
export type SqlScalar = string | number | bigint | boolean | null;
export type SqlValue = SqlScalar | readonly SqlScalar[];

/** Statements with `?` placeholders and their values, ready for a driver. */
export interface BoundStatement {
  readonly sql: string;
  readonly values: readonly SqlScalar[];
  /** Line of the origin on which it begins, from 1: servers count lines from there. */
  readonly line: number;
}

export interface BoundQuery {
  /** Where the text comes from, for errors: the path of the .sql file or the export's id. */
  readonly origin: string;
  /** At least one; the last gives the rows. */
  readonly statements: readonly BoundStatement[];
}
