import type { Operation } from '../exports/operation.ts';
import type { LogFields } from '../logger.ts';

/** Something the operators of an operation must know. */
export interface Notice {
  /** The same however often it is told: `held/canal/barometre-qualite/2013-07-25/r1`. */
  readonly id: string;
  readonly subject: string;
  /** Plain text; no rows, no addresses. */
  readonly text: string;
  /** What the log has beside the subject. */
  readonly fields: LogFields;
}

/** Where notices go. */
export interface Notices {
  /**
   * Tells the operators; never throws, for the work it speaks of goes on. False: the mail did not leave, and may when it is
   * told again.
   */
  tell(operation: Operation, notice: Notice): Promise<boolean>;
}
