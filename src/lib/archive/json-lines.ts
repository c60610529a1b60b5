import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { ArchiveDamaged } from '../errors/archive-errors.ts';
import { fileSystemError, systemCode } from '../errors/file-system.ts';
import { makeFolder, readIfThere, syncFolder, writeNew } from './durable.ts';

const NEWLINE = 0x0a;

/**
 * Appends one document as a line and syncs it. Lines of several processes do not mix: each is one write at the file's
 * end (O_APPEND). A line torn by a power cut is closed first, so that the next one stands alone.
 */
export async function appendLine(path: string, document: object): Promise<void> {
  try {
    const folder = dirname(path);
    await makeFolder(folder);
    const file = await open(path, 'a+', 0o600);
    try {
      const { size } = await file.stat();
      const torn = size > 0 && !(await endsWithNewline(file, size));
      await file.appendFile(`${torn ? '\n' : ''}${JSON.stringify(document)}\n`);
      await file.sync();
      if (size === 0) await syncFolder(folder);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileSystemError(path, error);
  }
}

/** Creates the file with its first line, whole; false when there is one already: of many processes exactly one creates it. */
export async function createLine(path: string, document: object): Promise<boolean> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    await makeFolder(folder);
    await writeNew(temporary, `${JSON.stringify(document)}\n`);
    await link(temporary, path);
    await syncFolder(folder);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw fileSystemError(path, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Reads every line, oldest first; none when the file is missing. Torn lines are passed over, wrong ones throw ArchiveDamaged. */
export async function readLines<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>[]> {
  const content = await readIfThere(path);
  if (content === null) return [];
  const documents: z.output<Schema>[] = [];
  for (const [index, line] of content.split('\n').entries()) {
    const raw = parseJson(line);
    if (raw === undefined) continue;
    const parsed = schema.safeParse(raw);
    if (!parsed.success) throw damaged(`${path}:${index + 1}`, parsed.error);
    documents.push(parsed.data);
  }
  return documents;
}

/** The error for a document of the archive that is not as docs/archive.md says. */
export function damaged(where: string, error: z.ZodError): ArchiveDamaged {
  const [issue] = error.issues;
  return new ArchiveDamaged({
    where,
    got: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not readable'}`,
    expected: 'the form docs/archive.md describes',
    next: 'Restore it from a copy of the archive.',
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function endsWithNewline(file: FileHandle, size: number): Promise<boolean> {
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] === NEWLINE;
}
