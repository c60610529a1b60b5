import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

const run = promisify(execFile);

/** A small file system of its own. */
export interface Tmpfs {
  readonly path: string;
  /** Changes a mount option while it is in use, such as `ro` or `size=8m`. */
  remount(option: string): Promise<void>;
}

/** Mounts a tmpfs until the test ends; null where this user may not mount. */
export async function tmpfs(size: string): Promise<Tmpfs | null> {
  const path = await tempFolder();
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]);
  } catch {
    return null;
  }
  onTestFinished(async () => void (await run('umount', ['-l', path])));
  return { path, remount: async (option) => void (await run('mount', ['-o', `remount,${option}`, path])) };
}
