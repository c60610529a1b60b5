import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { CONTEXT, type Instruction, readDockerfile } from './dockerfile.ts';

/**
 * Builds the Dockerfile without a container engine, to prove that its steps work: each stage becomes a folder, COPY
 * copies from the context or from another stage's folder, and RUN runs in the stage's working folder (so no RUN may name
 * an absolute path). Then starts the command line from the last stage's folder alone, as a user who may not write there.
 */
function main(): void {
  const target = mkdtempSync(join(tmpdir(), 'bordereau-image-'));
  try {
    const folders = readDockerfile().map(({ name, instructions }, index) => {
      const root = join(target, name || 'image');
      mkdirSync(root);
      const stage = { root, workdir: '/', target };
      for (const instruction of instructions) apply(instruction, stage);
      say(`stage ${index + 1}${name && ` (${name})`}: done`);
      return root;
    });
    tryOut(folders.at(-1) ?? target);
  } finally {
    execFileSync('chmod', ['-R', 'u+w', target]);
    rmSync(target, { recursive: true, force: true });
  }
}

interface BuildStage {
  readonly root: string;
  readonly target: string;
  workdir: string;
}

function apply({ name, options, words, text }: Instruction, stage: BuildStage): void {
  const cwd = join(stage.root, stage.workdir);
  if (name === 'WORKDIR') {
    stage.workdir = text;
    mkdirSync(join(stage.root, text), { recursive: true });
  } else if (name === 'RUN') {
    execFileSync('sh', ['-ec', text], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  } else if (name === 'COPY') {
    const from = options['from'] === undefined ? CONTEXT : join(stage.target, options['from']);
    copy(
      words.slice(0, -1).map((path) => join(from, path)),
      join(stage.root, resolve(stage.workdir, words.at(-1) ?? '')),
    );
  }
}

function copy(sources: readonly string[], to: string): void {
  for (const source of sources) {
    const into = sources.length > 1 || statSync(source).isFile() ? join(to, basename(source)) : to;
    cpSync(source, into, { recursive: true, verbatimSymlinks: true });
  }
}

/** The command line lists its definitions in a folder that holds the image and may not be written to. */
function tryOut(image: string): void {
  chmodSync(join(image, 'app'), 0o555);
  const listed = execFileSync(process.execPath, ['dist/src/cli.js', 'list', '--json'], {
    cwd: join(image, 'app'),
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ARCHIVE_DIR: join(image, 'archive') },
    encoding: 'utf8',
  });
  const exports = z.array(z.unknown()).nonempty().parse(JSON.parse(listed));
  say(`image: lists ${exports.length} exports, as large as ${sizeOf(image)}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sizeOf(folder: string): string {
  return execFileSync('du', ['-sh', folder], { encoding: 'utf8' }).split('\t')[0] ?? '';
}

main();
