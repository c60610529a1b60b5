import type { Counters } from '../formats/counters.ts';

/** What a breach does: `hold` waits for a person's release or rejection; `warn` is recorded and the file goes. */
export type OnBreach = 'hold' | 'warn';

/** What a believable file looks like (docs/checks-and-expectations.md). */
export interface Expectations {
  /** Bounds of the number of data rows, both included. */
  readonly rows?: {
    readonly exact?: number;
    readonly min?: number;
    readonly max?: number;
    /** Default `hold`. */
    readonly onBreach?: OnBreach;
  };
  /**
   * What a file without rows does; default `send`. `note`: mails go without the file and say that there is no data, other
   * targets get nothing. `skip`: the run ends as skipped. `hold`: a person decides.
   */
  readonly empty?: 'send' | 'note' | 'skip' | 'hold';
  /** How far the rows may be from the median of the same weekday's last files, in percent of it. */
  readonly volume?: { readonly percent: number; readonly onBreach?: OnBreach };
  /** Totals that must be the same, workbooks of several sheets only. */
  readonly equalTotals?: readonly EqualTotals[];
  /** The author's own: what is wrong with the file, or null. */
  readonly custom?: (facts: FileFacts) => Breach | null;
}

/** A column of a sheet, by its name in the query; its values are added up exactly, as the cells show them. */
export interface SheetColumn {
  readonly sheet: string;
  readonly column: string;
}

/** The total of one column and that of another, which must be equal. */
export interface EqualTotals extends SheetColumn {
  readonly equals: SheetColumn;
  /** Default `hold`. */
  readonly onBreach?: OnBreach;
}

/** The exact total of a column that an expectation asks for, as decimal text. */
export interface ColumnTotal extends SheetColumn {
  readonly total: string;
}

/** Something about a file that is not as expected. */
export interface Breach {
  readonly why: string;
  /** Default `hold`. */
  readonly onBreach?: OnBreach;
}

/** What expectations judge: the file as its manifest describes it. */
export interface FileFacts {
  readonly intervalId: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sheets: readonly { readonly name: string; readonly rows: number; readonly columns: number }[];
  /** Of the columns that `equalTotals` names. */
  readonly totals: readonly ColumnTotal[];
  /** Lossy acts, counted. */
  readonly counters: Counters;
}
