/** Days on which a business works. */
export interface BusinessCalendar {
  /** ISO numbers of the days off each week; default Saturday and Sunday (6, 7). */
  readonly weekend?: readonly number[];
  /** Yearly holidays, `MM-DD`. */
  readonly holidays?: readonly string[];
  /** Holidays counted in days from Easter Sunday, such as 1 for Easter Monday. */
  readonly easterOffsets?: readonly number[];
  /** Single closed days, `yyyy-MM-dd`. */
  readonly closed?: readonly string[];
}
