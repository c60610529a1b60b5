import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../lib/config/settings.ts';
import type { Releasers } from '../lib/lifecycle.ts';

const FILE = '.bordereau/redis.json';
const announcement = z.object({ url: z.string(), pid: z.int() });

/** Leaves the address of the private Redis where other commands of this folder find it, until the process ends. */
export async function announceRedis(releasers: Releasers, url: string): Promise<void> {
  const path = resolve(FILE);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify({ url, pid: process.pid }));
  releasers.push('announcement', () => rm(path, { force: true }));
}

/** The settings with the private Redis of a `bordereau start` that runs in this folder, when REDIS_URL is not set. */
export async function withAnnouncedRedis(settings: Settings): Promise<Settings> {
  if (settings.redisUrl !== null) return settings;
  const text = await readFile(resolve(FILE), 'utf8').catch(() => null);
  if (text === null) return settings;
  const { url, pid } = announcement.parse(JSON.parse(text));
  return isAlive(pid) ? { ...settings, redisUrl: url } : settings;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
