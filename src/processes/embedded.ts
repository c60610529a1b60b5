import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startPrivateRedis } from '../embedded/private-redis.ts';
import { ensureSample } from '../embedded/sample/create-sample.ts';
import type { SampleOptions } from '../embedded/sample/sample-rows.ts';
import { settingMember } from '../lib/config/setting-member.ts';
import type { Settings } from '../lib/config/settings.ts';
import type { Releasers } from '../lib/lifecycle.ts';

/** The one folder, below the current one, that everything embedded lives in; git ignores it. */
const EMBEDDED_DIR = '.bordereau';

/** True when nothing points to a Redis or a database: then the embedded default stands in for both. */
export function isEmbedded({ redisUrl, sources }: Settings): boolean {
  return redisUrl === null && Object.keys(sources).length === 0;
}

/** The sample databases that stand in for every source, made when they are missing or not as asked for. */
export async function embeddedSample(
  options: SampleOptions = {},
): Promise<{ dir: string; result: 'made' | 'present' }> {
  const dir = resolve(EMBEDDED_DIR, 'sample');
  await mkdir(resolve(EMBEDDED_DIR), { recursive: true });
  return { dir, result: await ensureSample(dir, options) };
}

/** The settings with the sample databases for sources; each source of the operations is the same folder of databases. */
export async function withSampleSources(settings: Settings, sourceNames: Iterable<string>): Promise<Settings> {
  const { dir } = await embeddedSample();
  const sources = Object.fromEntries([...sourceNames].map((name) => [settingMember(name), `sqlite:${dir}`]));
  return { ...settings, sources };
}

/** A private redis-server with an empty memory, stopped by the releasers: what matters is in the archive. */
export async function embeddedRedis(releasers: Releasers): Promise<string> {
  const dir = join(resolve(EMBEDDED_DIR), `redis-${process.pid}`);
  const redis = await startPrivateRedis(dir);
  releasers.push('private redis', async () => {
    await redis.stop();
    await rm(dir, { recursive: true, force: true });
  });
  return redis.url;
}
