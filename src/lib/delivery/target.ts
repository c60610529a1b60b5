import type { MailText } from '../exports/mail-text.ts';

/**
 * A place artifacts go to. Delivering the same parcel twice is harmless wherever the place lets us see what it has;
 * where it does not (SMTP), the ledger beside the run decides whether to deliver.
 */
export interface Target {
  /** The name exports use in `deliver`. */
  readonly name: string;
  readonly kind: string;
  /** Delivering again is harmless after a process died in the middle: the place shows what it has. */
  readonly repeatable: boolean;
  /** Everyone who gets a parcel of their own; absent: the place gets one. */
  readonly recipients?: readonly string[];
  /**
   * Resolves when the place has the whole file, byte for byte, or says it has the message.
   * Throws a BordereauError, or the signal's reason after an abort.
   */
  deliver(parcel: Parcel, signal: AbortSignal): Promise<Receipt>;
  /** Tries the place without leaving anything there; never throws. */
  check(signal: AbortSignal): Promise<CheckResult>;
}

/** One revision of one run's file, on its way to one target. */
export interface Parcel {
  readonly runId: string;
  readonly revision: number;
  /** One of the target's recipients; null where it has none. */
  readonly recipient: string | null;
  /** Null: the words go alone, which only mails can do. */
  readonly artifact: ParcelArtifact | null;
  /** The file when it is too large for the mail: it goes to another target, and the words say where it is. */
  readonly elsewhere?: ParcelArtifact;
  /** The words of the mail; null where no target of the parcel is a mail. */
  readonly mail: MailBody | null;
  /** What the run is about; absent: the words are no run's. */
  readonly about?: {
    readonly rows: number;
    readonly interval: { readonly from: string | null; readonly to: string | null };
  };
  /** How many times the same bytes were sent before on purpose; 0 for the first time. */
  readonly copy: number;
  /** The revision this one replaces at the recipient; null for the first. */
  readonly supersedes: number | null;
  /** Another file of this name at the place is replaced; false: it stays, and the delivery ends with TargetConflict. */
  readonly mayReplace: boolean;
}

/** The words of a mail in one form or in both. */
export interface MailBody extends MailText {
  /** The same words as HTML; absent: the mail is plain text alone. */
  readonly html?: string;
}

/** A parcel with a file in it. */
export interface FileParcel extends Parcel {
  readonly artifact: ParcelArtifact;
}

/** The file as its manifest describes it. */
export interface ParcelArtifact {
  /** Absolute path in the archive. */
  readonly path: string;
  /** The name the recipient sees. */
  readonly fileName: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly contentType: string;
}

/** What a delivery leaves in the archive for an auditor: where the file is, or what the mail server said. */
export interface Receipt {
  readonly where: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export interface CheckResult {
  readonly ok: boolean;
  /** One line for people. */
  readonly detail: string;
}

/** The answer of a check that failed with `error`. */
export function checkFailed(error: unknown): CheckResult {
  return { ok: false, detail: error instanceof Error ? error.message : String(error) };
}
