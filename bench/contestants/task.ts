/** One piece of work for a contestant: the result of the query into a new file. */
export interface Task {
  /** mysql:// URL with the database. */
  readonly url: string;
  readonly sql: string;
  readonly path: string;
}

/** Writes the file; resolves with the number of rows. */
export type Contestant = (task: Task) => Promise<number>;
