import { pathToFileURL } from 'node:url';
import { aptInstall, rootPrefix } from './lib/apt.mjs';
import { installModules } from './lib/node-modules.mjs';
import { checkNodeVersion } from './lib/node-version.mjs';
import { isOnPath, LEVELS, missingRequirements } from './lib/programs.mjs';
import { ROOT } from './lib/root.mjs';
import { orExit, say, SetupError } from './lib/say.mjs';

/** What set-up reads of a machine. `serverFolders` are where servers live that a user's PATH may not name. */
const MACHINE = {
  platform: process.platform,
  root: '/',
  serverFolders: ['/usr/local/sbin', '/usr/sbin', '/sbin'],
  policyFile: '/usr/sbin/policy-rc.d',
};

/**
 * Brings this machine to `level`: `modules` (npm packages), `run` (and redis-server), `test` (and what the tests start)
 * or `oracles` (and what some tests compare with). Silent where nothing is missing. Throws a SetupError that says what
 * to install, and how, where it may not install by itself.
 */
export function setUp(level, machine = MACHINE) {
  checkNodeVersion(ROOT);
  installModules(ROOT);
  process.env.PATH = [process.env.PATH, ...machine.serverFolders].join(':');
  const missing = missingRequirements(level, machine);
  if (missing.length === 0) return;
  const packages = missing.map(({ apt }) => apt);
  const prefix = isOnPath('apt-get', machine) ? rootPrefix() : undefined;
  if (prefix === undefined) throw new SetupError(byHand(missing, machine));
  aptInstall(packages, prefix, machine);
  const still = missingRequirements(level, machine);
  if (still.length > 0) throw new SetupError(`installed, yet not found:\n${byHand(still, machine)}`);
  say(`installed ${packages.join(', ')}`);
}

function byHand(missing, machine) {
  const names = missing.map(({ programs, apt }) => programs?.join(', ') ?? apt).join(', ');
  const command = isOnPath('brew', machine)
    ? `brew install ${missing.map(({ brew }) => brew).join(' ')}`
    : `sudo apt-get install --no-install-recommends ${missing.map(({ apt }) => apt).join(' ')}`;
  return [
    `missing: ${names}, and this user may not install packages`,
    `install them, then try again:  ${command}`,
    'or run the product in containers instead:  sh scripts/make-secrets.sh && docker compose --profile demo up',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  orExit(() => {
    const level = process.argv[2] ?? 'run';
    if (!LEVELS.includes(level)) throw new SetupError(`unknown level "${level}": ${LEVELS.join(', ')}`);
    setUp(level);
  });
}
