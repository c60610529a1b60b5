import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { say, SetupError } from './say.mjs';

const QUIET = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=120'];
const POLICY_MARK = '# Made by scripts/setup.mjs of Bordereau, removed when it ends.';
const POLICY = `#!/bin/sh\n${POLICY_MARK}\nexit 101\n`;

/** What stands before a command to run it as root: nothing, sudo without a question, or undefined: no right to. */
export function rootPrefix() {
  if (output('id', ['-u']) === '0') return [];
  return output('sudo', ['-n', 'true']) === undefined ? undefined : ['sudo', '-n'];
}

/**
 * Installs Debian packages without a question and without starting the services they bring. The lists of packages are
 * fetched only when the first try fails. Throws a SetupError with apt-get's last words.
 */
export function aptInstall(packages, prefix, machine) {
  const install = [...prefix, ...QUIET, 'install', '--no-install-recommends', ...packages];
  withoutServices(prefix, machine.policyFile, () => {
    say(`installing ${packages.join(', ')} with apt-get (their services are not started)`);
    if (run(install).status === 0) return;
    say('fetching the lists of packages (apt-get update), then trying once more');
    run([...prefix, ...QUIET, 'update']);
    const { status, said } = run(install);
    if (status !== 0) throw new SetupError(`apt-get failed:\n${lastLines(said)}`);
  });
}

/** Holds Debian's "start no service" policy while `work` runs, unless the machine has a policy of its own. */
function withoutServices(prefix, policyFile, work) {
  if (existsSync(policyFile) && !readFileSync(policyFile, 'utf8').includes(POLICY_MARK)) return work();
  // A handler makes a signal wait for the end of `work`, so the policy never outlives this process.
  const interrupted = (signal) => process.exit(signal === 'SIGINT' ? 130 : 143);
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    run([...prefix, 'install', '-m', '755', '/dev/stdin', policyFile], POLICY);
    return work();
  } finally {
    run([...prefix, 'rm', '-f', policyFile]);
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

function run([command, ...args], input = '') {
  const { status, stdout, stderr } = spawnSync(command, args, { input, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

function output(command, args) {
  const { status, stdout } = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

function lastLines(text) {
  return text.trim().split('\n').slice(-10).join('\n');
}
