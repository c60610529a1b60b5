import type { Temporal } from 'temporal-polyfill';
import type { LedgerName } from './layout.ts';
import type { Manifest } from './manifest.ts';
import type { DeliveryEvent, NewDeliveryEvent } from './receipt.ts';
import type { NewRunEvent, RunEvent } from './run-event.ts';
import type { RunId } from './run-id.ts';
import type { RunStatus } from './run-state.ts';
import type { SealedFiles } from './sealed-files.ts';

/** The truth about runs: their records, files, manifests and receipts. Redis may be lost, this may not. */
export interface Archive {
  /** Absolute path of the archive's folder. */
  readonly root: string;

  /** Every event of a run, oldest first; none for an unknown run. Throws ArchiveDamaged. */
  history(run: RunId): Promise<readonly RunEvent[]>;
  /** What the events add up to; null for an unknown run. */
  status(run: RunId): Promise<RunStatus | null>;
  /** Adds an event durably, and keeps the list of open runs. */
  record(run: RunId, event: NewRunEvent): Promise<void>;
  /** The same for the first event of a run; false, and nothing recorded, when the run has one: of many processes one wins. */
  recordFirst(run: RunId, event: NewRunEvent): Promise<boolean>;

  /** A private folder for one attempt at one revision. */
  workspace(run: RunId, revision: number, token: string): Promise<Workspace>;
  /** Null when that revision is not published. Throws ArchiveDamaged. */
  manifest(run: RunId, revision: number): Promise<Manifest | null>;
  /** Absolute path of the published file. */
  artifactPath(run: RunId, manifest: Manifest): string;

  /**
   * Removes the bytes of a published file and of its encrypted copies, and keeps their manifests. `gone`: they were removed
   * before; `not ours`: what lies there is not what was published, and stays.
   */
  removeArtifact(run: RunId, manifest: Manifest): Promise<'removed' | 'gone' | 'not ours'>;

  readonly sealed: SealedFiles;

  /** The ledger of one delivery, oldest first. */
  deliveries(run: RunId, revision: number, target: string): Promise<readonly DeliveryEvent[]>;
  /** The ledgers that a run has, by revision and target. */
  ledgers(run: RunId): Promise<readonly LedgerName[]>;
  recordDelivery(run: RunId, revision: number, target: string, event: NewDeliveryEvent): Promise<void>;

  /** Runs of an export that have a folder, in the order of their ids. */
  runsOf(exportId: string): Promise<readonly RunId[]>;
  /** Ids of every export that has a record. */
  recordedExports(): Promise<readonly string[]>;
  /** Runs that are somebody's work in progress, or whose end the operators must still be told, as far as the archive knows. */
  openRuns(): Promise<readonly RunId[]>;
  /** When the export was first scheduled here; remembers `now` the first time. */
  firstSeen(exportId: string, now: Temporal.Instant): Promise<Temporal.Instant>;

  /** Removes what dead attempts left behind before `before`; gives the number of folders removed. */
  removeLeftovers(before: Temporal.Instant): Promise<number>;
  /** Tries what publishing needs on this file system: write, sync, rename a folder. Throws ArchiveNotWritable or DiskFull. */
  selfTest(): Promise<void>;
}

/** Where one attempt builds its file, out of sight, on the archive's own file system. */
export interface Workspace<Document = Manifest> {
  /** Absolute path of a file to build in it. */
  path(fileName: string): string;
  /**
   * Writes the manifest and gives file and manifest their final place in one atomic step. False: another attempt
   * published this revision first; its manifest is the one that counts.
   */
  publish(manifest: Document): Promise<boolean>;
  /** Removes the folder with all that is in it; safe after publish and twice. Never throws: what stays is a leftover. */
  discard(): Promise<void>;
}
