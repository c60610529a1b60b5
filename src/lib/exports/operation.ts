import type { BusinessCalendar } from '../calendar/business-calendar.ts';
import type { CatchUp } from '../calendar/catch-up.ts';
import type { CsvProfile, CsvProfileName } from '../formats/csv-profile.ts';
import type { Keep } from './retention.ts';
import type { ClearMail } from './loading/clear-mail.ts';
import type { MailSpec, TargetSpec } from '../delivery/target-spec.ts';

/** A client campaign that owns exports: `exports/<id>/operation.ts`, exported as default. */
export interface Operation<Settings = unknown> {
  /** What people call it. */
  readonly title: string;
  /** IANA zone of its intervals, schedules and file names. */
  readonly zone: string;
  /** Language of its mails. */
  readonly locale: 'fr' | 'en';
  /** Names of the sources its exports may use; each address is the setting SOURCE_<NAME>_URL. */
  readonly sources: readonly string[];
  /** Places files go to, by the name exports use in `deliver`. */
  readonly targets: Readonly<Record<string, TargetSpec>>;
  /** CSV profile of its exports unless they say otherwise; default excel-fr. */
  readonly profile?: CsvProfileName | CsvProfile;
  /** The only domains that mails of the operation may go to, such as `canal.example`; absent: any. */
  readonly mailDomains?: readonly string[];
  /** Who is told what needs a person (docs/operations.md); absent: notices are in the log alone. */
  readonly operators?: MailSpec;
  /** Why personal data may go by mail in clear, as agreed; absent: exports that would are refused at start. */
  readonly clearMail?: ClearMail;
  readonly calendar?: BusinessCalendar;
  readonly catchUp?: CatchUp;
  /** How long files are kept, unless an export says otherwise; default 30 days, 365 without personal data. */
  readonly keep?: Keep;
  /** What the operation's exports share: lists and limits that change more often than queries. */
  readonly settings: Settings;
}

/** Declares an operation; its mistakes are told at start together with those of its exports. */
export function operation<const Settings>(declared: Operation<Settings>): Operation<Settings> {
  return declared;
}
