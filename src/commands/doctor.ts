import { systemClock } from '../lib/clock.ts';
import { readSettings } from '../lib/config/settings.ts';
import { BadDefinitions } from '../lib/errors/definition-errors.ts';
import { BadSettings } from '../lib/errors/settings-errors.ts';
import { openFolderArchive } from '../lib/archive/folder-archive.ts';
import { clearMails, clearMailText } from '../lib/exports/loading/clear-mail.ts';
import { loadRegistry } from '../lib/exports/loading/load-registry.ts';
import type { Registry } from '../lib/exports/definition.ts';
import type { Settings } from '../lib/config/settings.ts';
import { openSource } from '../lib/sources/open-source.ts';
import { isEmbedded, withSampleSources } from '../processes/embedded.ts';
import { sourceUrl } from '../processes/engine.ts';
import { connectRedis } from '../queues/connection.ts';
import { lookAtTarget } from './look-at-target.ts';
import type { Output } from './output.ts';

/** One thing looked at: fine, or what is wrong and what to do. */
interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

const LONGEST_LOOK_MS = 10_000;

/** `bordereau doctor`: looks at each setting, service, folder and definition. Exit code 1 when something is wrong. */
export async function doctor(output: Output): Promise<number> {
  const findings: Finding[] = [];
  const tell = (finding: Finding): void => {
    findings.push(finding);
    output.line(`${finding.ok ? '✔' : '✘'} ${finding.what}: ${finding.detail}`);
  };
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  tell({
    what: 'node',
    ok: major > 20 || (major === 20 && minor >= 19),
    detail: `${process.versions.node} (20.19 or later is wanted)`,
  });
  const settings = lookAtSettings(tell);
  if (settings === null) return 1;
  await lookAtArchive(settings, tell);
  await lookAtRedis(settings, tell);
  const registry = await lookAtDefinitions(settings, tell);
  if (registry !== null) {
    await lookAtSources(settings, registry, tell);
    await lookAtTargets(settings, registry, tell);
  }
  const wrong = findings.filter(({ ok }) => !ok).length;
  output.line(wrong === 0 ? 'All is well.' : `${wrong} of ${findings.length} need attention.`);
  return wrong === 0 ? 0 : 1;
}

type Tell = (finding: Finding) => void;

function lookAtSettings(tell: Tell): Settings | null {
  try {
    const settings = readSettings();
    tell({
      what: 'settings',
      ok: true,
      detail: `${Object.keys(settings.sources).length} source(s), log level ${settings.logLevel}`,
    });
    const hasBoard = settings.boardOperatorPassword !== null;
    const advice = 'BOARD_OPERATOR_PASSWORD is not set: the board does not start (`npm start` makes one up)';
    tell({ what: 'board', ok: true, detail: hasBoard ? `http://${settings.boardHost}:${settings.boardPort}` : advice });
    return settings;
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    for (const { name, got, expected } of error.problems)
      tell({ what: name, ok: false, detail: `got ${got}, expected ${expected}` });
    return null;
  }
}

async function lookAtArchive({ archiveDir }: Settings, tell: Tell): Promise<void> {
  await look('archive', tell, async () => {
    await openFolderArchive(archiveDir).selfTest();
    return `${archiveDir} can be written`;
  });
}

async function lookAtRedis({ redisUrl }: Settings, tell: Tell): Promise<void> {
  if (redisUrl === null) {
    tell({ what: 'redis', ok: true, detail: 'REDIS_URL is not set: `start` and `demo` run a private redis-server' });
    return;
  }
  await look('redis', tell, async () => {
    const redis = await connectRedis(redisUrl, LONGEST_LOOK_MS);
    const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1];
    redis.disconnect();
    return `version ${version}, noeviction`;
  });
}

async function lookAtDefinitions({ exportsDir }: Settings, tell: Tell): Promise<Registry | null> {
  try {
    const registry = await loadRegistry(exportsDir);
    tell({ what: 'definitions', ok: true, detail: `${registry.size} exports: ${[...registry.keys()].join(', ')}` });
    for (const [operationId, agreed] of clearMails(registry))
      tell({ what: `mail of ${operationId}`, ok: true, detail: clearMailText(agreed) });
    return registry;
  } catch (error) {
    if (!(error instanceof BadDefinitions)) throw error;
    for (const { file, field, got, expected, didYouMean } of error.problems) {
      const hint = didYouMean === undefined ? '' : `; did you mean ${didYouMean}?`;
      tell({ what: file, ok: false, detail: `${field}: got ${got}, expected ${expected}${hint}` });
    }
    return null;
  }
}

async function lookAtSources(given: Settings, registry: Registry, tell: Tell): Promise<void> {
  const names = new Set([...registry.values()].map(({ export: made }) => made.source));
  const settings = isEmbedded(given) ? await withSampleSources(given, names) : given;
  if (settings !== given)
    tell({ what: 'sources', ok: true, detail: 'no SOURCE_<NAME>_URL is set: the sample databases' });
  for (const name of names) {
    await look(`source ${name}`, tell, async () => {
      const source = openSource(name, sourceUrl(settings, name));
      const { reachable, detail, writable } = await source.inspect(AbortSignal.timeout(LONGEST_LOOK_MS));
      if (!reachable) throw new Error(detail);
      return writable ? `${detail}; the account may write: give it SELECT only` : detail;
    });
  }
}

async function lookAtTargets(settings: Settings, registry: Registry, tell: Tell): Promise<void> {
  const seen = new Set<string>();
  for (const { operationId, operation } of registry.values()) {
    for (const [name, spec] of Object.entries(operation.targets)) {
      if (seen.has(`${operationId}/${name}`)) continue;
      seen.add(`${operationId}/${name}`);
      await look(`target ${operationId}/${name}`, tell, async () => {
        const declared = { operationId, name, spec };
        const signal = AbortSignal.timeout(LONGEST_LOOK_MS);
        const { ok, detail } = await lookAtTarget(declared, { settings, clock: systemClock }, signal);
        if (!ok) throw new Error(detail);
        return `${spec.kind}: ${detail}`;
      });
    }
  }
}

async function look(what: string, tell: Tell, work: () => Promise<string>): Promise<void> {
  try {
    tell({ what, ok: true, detail: await work() });
  } catch (error) {
    tell({ what, ok: false, detail: error instanceof Error ? error.message : String(error) });
  }
}
