import type { CatchUp } from '../calendar/catch-up.ts';
import type { Schedule } from '../calendar/schedule.ts';
import type { SqlValue } from '../sources/bound-query.ts';
import type { ReadyCheck } from './checks.ts';
import type { Expectations } from './expectations.ts';
import type { MailContext, MailText } from './mail-text.ts';
import type { Overlap } from './overlap.ts';
import type { Row, SqlQuery } from './query.ts';
import type { Keep } from './retention.ts';
import type { CheckContext, Readiness, RunContext } from './run-context.ts';

/**
 * What every export has. A definition is a class in a file of its own under `exports/<operation>/`, exported as default;
 * its id is `<operation>/<file name>`. The abstract fields must be given; the others are written with `override`.
 */
export abstract class BaseExport {
  /** What people call it, in mails and tables. */
  abstract readonly title: string;
  /** Name of the source the rows come from; its address is the setting SOURCE_<NAME>_URL. */
  abstract readonly source: string;
  /** When it is due; null: only by hand. */
  abstract readonly schedule: Schedule | null;
  /** Name of the file, with `{from:yyyyMMdd}`, `{last:…}`, `{to:…}`, `{interval}`, `{param:name}`. */
  abstract readonly fileName: string;
  /** Names of the operation's targets; empty: the file stays in the archive. */
  abstract readonly deliver: readonly string[];

  /** Parameters a run may be named by instead of an interval, each with the form its values must have. */
  readonly params: Readonly<Record<string, RegExp>> = {};
  /**
   * With `onEvent`: the query, `sql(import.meta, '….sql')`, that finds the values of the one parameter, one a row. Each value
   * becomes one run, once, however long the query goes on giving it.
   */
  readonly discover: SqlQuery | null = null;
  /** Values for the own parameters of `discover`. */
  readonly discoverParameters: Readonly<Record<string, SqlValue>> = {};
  /** What is made up after an outage; default: the operation's, else the latest interval of the last week. */
  readonly catchUp?: CatchUp;
  /**
   * What happens when two runs would be made at the same time; default `queue`, of runs named by parameters `allow`. Only
   * runs of the schedule are ever skipped.
   */
  readonly overlap?: Overlap;
  /** What must be so before the file is built, asked in this order, before `check()`. */
  readonly readyWhen: readonly ReadyCheck[] = [];
  /**
   * What happens when the data is not ready at the end of the window: the run fails, is skipped, or goes on with a mention
   * in mail and manifest. Default `fail`.
   */
  readonly notReady: 'fail' | 'skip' | 'goOn' = 'fail';
  /** Whether the built file is believable; a breach holds it. */
  readonly expect: Expectations = {};
  /** The file holds personal data; default true. */
  readonly personalData: boolean = true;
  /** How long a published file is kept; default: the operation's, else 30 days, 365 without personal data. */
  readonly keep?: Keep;
  /** Compresses the file at publication; the name gets `.gz` or `.zip`. */
  readonly compress: 'gzip' | 'zip' | null = null;
  /** Protects the zip or workbook: the name of a setting FILE_PASSWORD_<NAME>, in lower case; the password goes another way. */
  readonly password: string | null = null;
  /**
   * A mail that may have arrived, for no answer came after its last byte: `stop` leaves it to a person, `again` sends it once
   * more under the same Message-ID, three times at most. Default `stop`.
   */
  readonly whenUncertain: 'stop' | 'again' = 'stop';
  /** Longest time one attempt may take, in minutes. */
  readonly timeoutMinutes: number = 60;

  /** Values for the query's own parameters, beside `:from`, `:to` and the run's. */
  parameters(_context: RunContext): Readonly<Record<string, SqlValue>> {
    return {};
  }

  /** Is the data there yet? Not ready: the run waits without spending an attempt, until the window's end. */
  async check(_context: CheckContext): Promise<Readiness> {
    return { ready: true };
  }

  /** Changes a row before it is written, or drops it with null; `table` is the sheet's name. It costs speed: rows are decoded. */
  transform(row: Row, _table: string): Row | null {
    return row;
  }

  /** The mail that carries the file; null: the operation's words. */
  mail(_context: MailContext): MailText | null {
    return null;
  }
}
