import type { z } from 'zod';
import { ArchiveDamaged } from '../errors/archive-errors.ts';
import { readIfThere } from './durable.ts';
import { damaged } from './json-lines.ts';

/** A JSON document of the archive; null when there is none. Throws ArchiveDamaged. */
export async function readDocument<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const content = await readIfThere(path);
  if (content === null) return null;
  const parsed = schema.safeParse(parseJson(path, content));
  if (!parsed.success) throw damaged(path, parsed.error);
  return parsed.data;
}

function parseJson(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new ArchiveDamaged({ where: path, got: 'text that is not JSON', expected: 'a JSON document', cause });
  }
}
