/** What is made up after an outage. */
export interface CatchUp {
  /** `latest`: only the newest overdue interval; `all`: each of them; `none`: what is late is recorded as missed. */
  readonly policy: 'latest' | 'all' | 'none';
  /** ISO 8601 duration; what was due longer ago is recorded as missed. */
  readonly maxAge?: string;
  readonly order?: 'oldest' | 'newest';
}
