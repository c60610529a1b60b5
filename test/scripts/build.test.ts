import { readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Checkout, type Ended, projectFile } from './checkout.ts';

let checkout: Checkout;

beforeEach(() => {
  checkout = new Checkout();
  checkout.copy('tsconfig.json');
  checkout.copy('tsconfig.build.json');
  for (const name of ['typescript', '@types']) {
    symlinkSync(projectFile(`node_modules/${name}`), join(checkout.root, 'node_modules', name));
  }
  checkout.write('src/cli.ts', "import { one } from './one.ts';\nexport const two: number = one + 1;\n");
  checkout.write('src/one.ts', 'export const one = 1;\n');
  checkout.write('exports/canal/rows.sql', 'SELECT 1');
});
afterEach(() => {
  checkout.remove();
});

const build = (): Ended => checkout.node("process.argv[1] = 'scripts/build.mjs'; await import('./scripts/build.mjs');");

function built(): string[] {
  const entries = readdirSync(join(checkout.root, 'dist'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

it('compiles the sources and takes the queries along', () => {
  expect(build()).toEqual({ code: 0, stdout: '', stderr: 'bordereau: building\n' });
  expect(checkout.read('dist/src/cli.js')).toContain("from './one.js'");
  expect(checkout.read('dist/exports/canal/rows.sql')).toBe('SELECT 1');
});

it('does nothing, without a word, when nothing changed', () => {
  build();
  const before = statSync(join(checkout.root, 'dist')).ino;
  expect(build()).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(statSync(join(checkout.root, 'dist')).ino).toBe(before);
});

it('builds again when a query changed', () => {
  build();
  checkout.write('exports/canal/rows.sql', 'SELECT 2');
  build();
  expect(checkout.read('dist/exports/canal/rows.sql')).toBe('SELECT 2');
});

it('leaves no output of a source that is gone', () => {
  checkout.write('exports/canal/old.ts', 'export const old = 1;\n');
  build();
  expect(checkout.has('dist/exports/canal/old.js')).toBe(true);
  rmSync(join(checkout.root, 'exports/canal/old.ts'));
  build();
  expect(built().filter((path) => path.includes('old'))).toEqual([]);
});

it('keeps what was built when the sources no longer compile, says why, and tries again next time', () => {
  build();
  const before = built();
  checkout.write('src/one.ts', "export const one: number = 'one';\n");
  for (const attempt of ['first', 'second']) {
    const { code, stderr } = build();
    expect(code, attempt).toBe(1);
    expect(stderr).toContain('src/one.ts(1,14): error TS2322');
    expect(stderr).toContain('bordereau: the build failed');
  }
  expect(built()).toEqual(before);
  expect(readdirSync(checkout.root).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
});

it('says what to run when the compiler is not installed', () => {
  rmSync(join(checkout.root, 'node_modules'), { recursive: true });
  const { code, stderr } = build();
  expect(code).toBe(1);
  expect(stderr).toContain('npm ci');
});
