import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import type { Archive } from '../lib/archive/archive.ts';
import { openFolderArchive } from '../lib/archive/folder-archive.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { settingMember } from '../lib/config/setting-member.ts';
import type { Settings } from '../lib/config/settings.ts';
import { targetServer } from '../lib/config/target-server.ts';
import { openSeal } from '../lib/delivery/encryption/seal.ts';
import { sealArtifact } from '../lib/delivery/encryption/seal-artifact.ts';
import { pooledConnections } from '../lib/delivery/mail/smtp-pool.ts';
import { withLargeFiles } from '../lib/delivery/large-files.ts';
import type { Target } from '../lib/delivery/target.ts';
import { openTarget } from '../lib/delivery/open-target.ts';
import { SettingMissing } from '../lib/errors/settings-errors.ts';
import type { Registry } from '../lib/exports/definition.ts';
import { loadRegistry } from '../lib/exports/loading/load-registry.ts';
import { targetOf } from '../lib/exports/target-of.ts';
import { type Logger, createLogger } from '../lib/logger.ts';
import type { Notices } from '../lib/notices/notice.ts';
import { openNotices } from '../lib/notices/open-notices.ts';
import { openSource } from '../lib/sources/open-source.ts';
import { readVersion } from '../lib/version.ts';
import type { RunDeps } from '../processors/run-deps.ts';

/** What every process has: settings, definitions, archive, log. No connection is open yet. */
export interface Engine {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly archive: Archive;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly notices: Notices;
  readonly actor: string;
  readonly version: string;
}

/** Loads and validates everything a process needs; throws BadDefinitions. */
export async function loadEngine(
  settings: Settings,
  role: string,
  logger = createLogger(settings.logLevel),
): Promise<Engine> {
  const registry = await loadRegistry(settings.exportsDir);
  const actor = `${role}@${hostname()}:${process.pid}:${randomBytes(2).toString('hex')}`;
  const archive = openFolderArchive(settings.archiveDir);
  return {
    settings,
    registry,
    archive,
    clock: systemClock,
    logger: logger.child({ actor }),
    notices: openNotices(settings, logger.child({ actor })),
    actor,
    version: readVersion(),
  };
}

/** What processors work with, given how deliveries are made. */
export function runDeps(engine: Engine, deliver: RunDeps['deliver']): RunDeps {
  const { archive, registry, clock, logger, notices, actor, version, settings } = engine;
  const places = { ...settings, smtpConnections: pooledConnections() };
  return {
    archive,
    registry,
    clock,
    logger,
    notices,
    actor,
    version,
    deliver,
    filePassword: (name) => filePassword(settings, name),
    source: (name) => openSource(name, sourceUrl(settings, name)),
    sealed: (artifact, encryption, of, signal) =>
      sealArtifact(artifact, of, openSeal(encryption, settings), { archive, clock }, signal),
    target({ operation, operationId }, name) {
      const open = (each: string): Target =>
        openTarget(each, targetOf(operation, each), places, targetServer(settings, operationId, each));
      const spec = targetOf(operation, name);
      const large = spec.kind === 'mail' ? spec.above : undefined;
      return large === undefined ? open(name) : withLargeFiles(open(name), open(large.target));
    },
  };
}

/** The address of a source; throws SettingMissing with the name of its setting. */
export function sourceUrl(settings: Settings, name: string): string {
  const member = settingMember(name);
  const url = settings.sources[member];
  if (url !== undefined) return url;
  throw new SettingMissing({
    where: `SOURCE_${member.toUpperCase()}_URL`,
    got: 'nothing',
    expected: 'mysql://user:password@host:port/database or sqlite:path',
  });
}

function filePassword({ passwords }: Settings, name: string): string {
  const password = passwords[name];
  if (password !== undefined) return password;
  throw new SettingMissing({
    where: `FILE_PASSWORD_${name.toUpperCase()}`,
    got: 'nothing',
    expected: 'a password of at least 12 characters',
  });
}
