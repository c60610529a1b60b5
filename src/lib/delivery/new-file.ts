import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { systemCode } from '../errors/file-system.ts';
import { type FileFacts, factsOf } from './laid-file.ts';

/**
 * Streams `content` into a new file and syncs it. `finish` gives it its final name while the file is still open; the
 * temporary name is gone afterwards, whatever happened. A left-over of an attempt that died is replaced.
 */
export async function writeThenName(
  temporary: string,
  content: Readable,
  signal: AbortSignal,
  finish: (file: FileHandle) => Promise<void>,
): Promise<void> {
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', 0o640);
  try {
    await writeFile(file, content, { signal });
    await file.sync();
    await finish(file);
  } finally {
    content.destroy();
    if (await isSameFile(file, temporary)) await rm(temporary, { force: true });
    await file.close();
  }
}

/** Whether `path` still names the open file: a second attempt beside this one may have taken the name. */
export async function isSameFile(file: FileHandle, path: string): Promise<boolean> {
  const ours = await file.stat();
  const theirs = await ifThere(stat(path));
  return theirs !== null && ours.ino === theirs.ino && ours.dev === theirs.dev;
}

/** What a look at a path gives, or null when nothing is there. */
export async function ifThere<Look>(look: Promise<Look>): Promise<Look | null> {
  try {
    return await look;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Size and sha256 of a file as it reads back. */
export async function readBack(path: string, signal: AbortSignal): Promise<FileFacts> {
  return await factsOf(createReadStream(path, { signal }), signal);
}

/** Tries in a folder what delivering needs: a new file, a hard link, a rename. Leaves nothing behind. */
export async function tryOut(folder: string): Promise<void> {
  const names = ['a', 'b', 'c'].map((step) => join(folder, `.bordereau-check-${step}-${randomUUID()}`));
  const [first = '', second = '', third = ''] = names;
  try {
    await writeFile(first, '', { flag: 'wx' });
    await link(first, second);
    await rename(second, third);
  } finally {
    await Promise.all(names.map((name) => rm(name, { force: true })));
  }
}
