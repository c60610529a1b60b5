import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say, SetupError } from './say.mjs';

/**
 * Installs the packages of package-lock.json when node_modules is missing or holds others. A node_modules that is a
 * link belongs to another checkout and is left as it is.
 */
export function installModules(root) {
  if (isLink(join(root, 'node_modules')) || modulesMatchLock(root)) return;
  say('installing the npm packages of package-lock.json (npm ci)');
  const { status } = spawnSync('npm', ['ci', '--include=dev', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new SetupError('npm ci failed (see above); run it by hand, then try again');
}

/** Whether npm's own record of node_modules holds the versions and checksums of package-lock.json. */
export function modulesMatchLock(root) {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  delete wanted[''];
  const missing = Object.entries(wanted).some(([path, { optional }]) => !(path in installed) && !optional);
  const foreign = Object.entries(installed).some(([path, entry]) => !isSame(entry, wanted[path]));
  return !missing && !foreign;
}

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : undefined;
}

function isSame(installed, wanted) {
  return wanted !== undefined && installed.version === wanted.version && installed.integrity === wanted.integrity;
}

function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
