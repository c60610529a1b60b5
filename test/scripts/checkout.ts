import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The full path of a file of the project itself. */
export function projectFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A small checkout in a temporary folder: the project's own scripts, and a machine of fake programs to run them on. */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), 'bordereau-checkout-'));
  readonly bin = join(this.root, 'fake-bin');

  constructor() {
    this.copy('scripts');
    mkdirSync(this.bin);
    this.write('package.json', JSON.stringify({ type: 'module', engines: { node: '>=20.19' } }));
    this.lock('package-lock.json', {});
    this.lock('node_modules/.package-lock.json', {});
  }

  /** Copies a file or folder of the project to the same place here. */
  copy(path: string): void {
    cpSync(projectFile(path), join(this.root, path), { recursive: true });
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Writes npm's record of packages: those that are wanted, or those that are installed. */
  lock(path: string, packages: Record<string, object>): void {
    this.write(path, JSON.stringify({ packages: { ...(path === 'package-lock.json' && { '': {} }), ...packages } }));
  }

  /** A program on the fake PATH. It notes each call in the file `calls`, then does what `script` says. */
  program(name: string, script = ''): void {
    const file = join(this.bin, name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >>"${join(this.root, 'calls')}"\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** The calls of the fake programs, oldest first. */
  get calls(): string[] {
    return this.has('calls') ? this.read('calls').trim().split('\n') : [];
  }

  /** Runs a line of JavaScript, as a module in the checkout, with nothing but the fake programs on the PATH. */
  node(code: string): Ended {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: this.root,
      env: { PATH: this.bin },
      encoding: 'utf8',
    });
    return { code: status, stdout, stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
