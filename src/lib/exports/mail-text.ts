import type { RunContext } from './run-context.ts';

/** The words of a mail. */
export interface MailText {
  readonly subject: string;
  /** Plain text body. */
  readonly text: string;
}

/** What a mail may speak of. */
export interface MailContext extends Omit<RunContext, 'signal'> {
  readonly title: string;
  readonly fileName: string;
  readonly rows: number;
  readonly revision: number;
  /** False: there is no data and the mail goes without the file. */
  readonly attached: boolean;
  /** Where the file is, when it is too large for the mail; null: in the mail. */
  readonly where: string | null;
  /** What recipients need to open the file; null: nothing. */
  readonly opensWith: 'openpgp' | 'password' | null;
  /** The file is later than promised. */
  readonly late: boolean;
  /** Why the data may be incomplete; null: it is complete. */
  readonly notReady: string | null;
}
