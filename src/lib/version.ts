import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });

/** The version of package.json, which lies above the sources and, one step further, above the build. */
export function readVersion(): string {
  const places = ['../../package.json', '../../../package.json'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = places.find((path) => existsSync(path));
  return found === undefined ? 'unknown' : manifest.parse(JSON.parse(readFileSync(found, 'utf8'))).version;
}
