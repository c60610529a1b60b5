import type { Archive } from '../lib/archive/archive.ts';
import type { RunId } from '../lib/archive/run-id.ts';
import type { Clock } from '../lib/clock.ts';
import type { Encryption } from '../lib/delivery/encryption/encryption.ts';
import type { SealFor } from '../lib/delivery/encryption/seal-artifact.ts';
import type { ParcelArtifact, Target } from '../lib/delivery/target.ts';
import type { ExportDefinition, Registry } from '../lib/exports/definition.ts';
import type { Notices } from '../lib/notices/notice.ts';
import type { Logger } from '../lib/logger.ts';
import type { RowSource } from '../lib/sources/row-source.ts';

/** What processors work with. */
export interface RunDeps {
  readonly archive: Archive;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly notices: Notices;
  /** Who does it, for records: `worker@host:pid`. */
  readonly actor: string;
  readonly version: string;
  source(name: string): RowSource;
  /** The password of files that a definition names; throws SettingMissing. */
  filePassword(name: string): string;
  target(definition: ExportDefinition, name: string): Target;
  /** The encrypted copy of an archived file that a target gets; made when there is none. */
  sealed(artifact: ParcelArtifact, encryption: Encryption, of: SealFor, signal: AbortSignal): Promise<ParcelArtifact>;
  /** Sees to it that each of these deliveries is made. */
  deliver(run: RunId, revision: number, targets: readonly string[]): Promise<void>;
}
