#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// A checkout has its sources: what runs is always what they say. An installed copy has only what was built.
if (existsSync(here('../tsconfig.build.json'))) {
  const { build } = await import('../scripts/build.mjs');
  const { orExit } = await import('../scripts/lib/say.mjs');
  orExit(build);
}
process.argv[1] = here('../dist/src/cli.js');
await import('../dist/src/cli.js');
