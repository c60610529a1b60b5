import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib/root.mjs';
import { orExit, say, SetupError } from './lib/say.mjs';

/** What is compiled, or copied when it is not TypeScript (queries, pages, styles). */
const SOURCE_FOLDERS = ['src', 'exports'];
/** Other files whose change asks for a new build. */
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', 'scripts/build.mjs'];
const DIST = join(ROOT, 'dist');
/** Holds the digest of the inputs that dist was built from; written last. */
const STAMP = '.built-from';

/**
 * Compiles the project into dist, unless dist was built from the very same inputs. The new dist replaces the old one as
 * a whole: no output of a deleted source stays, and a failed build leaves the old one. Throws a SetupError.
 */
export function build() {
  const sources = SOURCE_FOLDERS.filter((folder) => existsSync(join(ROOT, folder))).flatMap(filesUnder);
  const inputs = digest([...SETTINGS, ...sources]);
  if (builtFrom() === inputs) return;
  const next = `${DIST}.${process.pid}`;
  try {
    compile(next);
    for (const asset of sources.filter((path) => !path.endsWith('.ts'))) cpSync(join(ROOT, asset), join(next, asset));
    writeFileSync(join(next, STAMP), inputs);
    rmSync(DIST, { recursive: true, force: true });
    renameSync(next, DIST);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

function compile(outDir) {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) throw new SetupError('the compiler is not installed: run  npm ci');
  say('building');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', outDir], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new SetupError('the build failed: see the errors above');
}

/** The files of a folder of the project, sorted, as paths from the project's root. */
function filesUnder(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  return hash.digest('hex');
}

function builtFrom() {
  const stamp = join(DIST, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) orExit(build);
