import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './say.mjs';

/** Refuses a Node.js older than package.json's `engines.node` (of the form `>=20.19`). */
export function checkNodeVersion(root, version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const least = engines.node.replace(/^>=/, '');
  const [leastMajor, leastMinor] = numbers(least);
  const [major, minor] = numbers(version);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw new SetupError(`Node.js ${least} or newer is needed, this is ${version}: install it from https://nodejs.org`);
}

function numbers(version) {
  return version.split('.').map(Number);
}
