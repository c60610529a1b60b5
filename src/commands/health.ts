import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, epochMs } from '../lib/clock.ts';
import type { Output } from './output.ts';

const LONGEST_SILENCE_MS = 60_000;
const beat = z.object({ role: z.string(), pid: z.int(), at: z.iso.datetime() });

/** `bordereau health`: exit code 0 when a process of this machine has left a heartbeat within the last minute. */
export async function health(dir: string, clock: Clock, output: Output): Promise<number> {
  const entries = await readdir(dir).catch(() => []);
  const now = clock.now().epochMilliseconds;
  for (const entry of entries.filter((name) => name.endsWith('.json'))) {
    const { role, pid, at } = beat.parse(JSON.parse(await readFile(join(dir, entry), 'utf8')));
    if (now - epochMs(at) > LONGEST_SILENCE_MS) continue;
    output.line(`${role} ${pid} is well, last seen ${at}`);
    return 0;
  }
  output.line(`no heartbeat in the last ${LONGEST_SILENCE_MS / 1000} s in ${dir}`);
  return 1;
}
