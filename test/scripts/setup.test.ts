import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Checkout, type Ended } from './checkout.ts';

const APT_INSTALL =
  'env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends';

let checkout: Checkout;

beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => {
  checkout.remove();
});

/** Runs set-up on a machine whose root folder is the checkout and whose programs are the fake ones. */
function setUp(level = 'run'): Ended {
  const machine = JSON.stringify({
    root: checkout.root,
    serverFolders: [],
    policyFile: join(checkout.root, 'policy-rc.d'),
  });
  return checkout.node(`
    import { setUp } from './scripts/setup.mjs';
    import { orExit } from './scripts/lib/say.mjs';
    orExit(() => setUp('${level}', ${machine}));
  `);
}

/** A machine with apt-get, of which this user is root, and whose `apt-get install` runs `script`. */
function rootWithApt(script: string): void {
  checkout.program('id', 'echo 0');
  checkout.program('env', 'shift; exec "$@"');
  checkout.program('install', '/bin/cat >"$4"');
  checkout.program('rm', '/bin/rm "$@"');
  checkout.program('apt-get', `case "$*" in *install*) ${script} ;; esac`);
}

const fakeRedis = (): string => `printf '#!/bin/sh' >"${join(checkout.bin, 'redis-server')}"
  /bin/chmod 755 "${join(checkout.bin, 'redis-server')}"`;

describe('a machine that lacks nothing', () => {
  it('is left alone, without a word', () => {
    checkout.program('redis-server');
    checkout.program('apt-get');
    expect(setUp()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(checkout.calls).toEqual([]);
  });

  it('needs no MariaDB to run, and needs it to test', () => {
    checkout.program('redis-server');
    expect(setUp('run').code).toBe(0);
    expect(setUp('test').stderr).toContain('missing: mariadbd, mariadb-install-db, chromium');
  });
});

describe('a program that is missing', () => {
  it('is installed by root with apt-get, and no service starts meanwhile', () => {
    rootWithApt(`/bin/cp "${checkout.root}/policy-rc.d" "${checkout.root}/policy-seen"; ${fakeRedis()}`);
    const { code, stdout, stderr } = setUp();
    expect(stderr.split('\n')).toEqual([
      'bordereau: installing redis-server with apt-get (their services are not started)',
      'bordereau: installed redis-server',
      '',
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(checkout.calls).toContain(`${APT_INSTALL} redis-server`);
    expect(checkout.read('policy-seen')).toContain('exit 101');
    expect(checkout.has('policy-rc.d')).toBe(false);
  });

  it('is installed with sudo where sudo asks no question', () => {
    rootWithApt(fakeRedis());
    checkout.program('id', 'echo 1000');
    checkout.program('sudo', 'shift; [ "$1" = true ] || exec "$@"');
    expect(setUp().code).toBe(0);
    expect(checkout.calls).toContain(`sudo -n ${APT_INSTALL} redis-server`);
    expect(checkout.has('policy-rc.d')).toBe(false);
  });

  it('is looked for in fresh lists of packages when the first try fails', () => {
    rootWithApt(`[ -e "${checkout.root}/updated" ] || exit 100; ${fakeRedis()}`);
    checkout.program('env', `shift; case "$*" in *update) : >"${checkout.root}/updated" ;; esac; exec "$@"`);
    expect(setUp().code).toBe(0);
    expect(checkout.calls.filter((call) => call.startsWith('apt-get')).map((call) => call.split(' ')[5])).toEqual([
      'install',
      'update',
      'install',
    ]);
  });

  it('is named with the command that installs it when this user may not', () => {
    checkout.program('id', 'echo 1000');
    checkout.program('sudo', 'exit 1');
    checkout.program('apt-get');
    const { code, stderr } = setUp();
    expect(code).toBe(1);
    expect(stderr).toContain('missing: redis-server');
    expect(stderr).toContain('sudo apt-get install --no-install-recommends redis-server');
    expect(stderr).toContain('docker compose --profile demo up');
    expect(checkout.calls).toEqual(['id -u', 'sudo -n true']);
  });

  it('is left to the person where Homebrew is the installer', () => {
    checkout.program('brew');
    const { code, stderr } = setUp('test');
    expect(code).toBe(1);
    expect(stderr).toContain('brew install redis mariadb chromium unzip libxml2');
    expect(checkout.calls).toEqual([]);
  });
});

describe('an apt-get that fails', () => {
  it('stops the set-up with its last words, and the service policy is gone', () => {
    rootWithApt('echo "E: no space left" >&2; exit 100');
    const { code, stderr } = setUp();
    expect(code).toBe(1);
    expect(stderr).toContain('apt-get failed:\nbordereau: E: no space left');
    expect(checkout.has('policy-rc.d')).toBe(false);
  });

  it('is not believed when the program is still missing afterwards', () => {
    rootWithApt('exit 0');
    const { code, stderr } = setUp();
    expect(code).toBe(1);
    expect(stderr).toContain('installed, yet not found:');
  });

  it("keeps the machine's own service policy", () => {
    rootWithApt('exit 100');
    checkout.write('policy-rc.d', 'the administrator wrote this');
    expect(setUp().code).toBe(1);
    expect(checkout.read('policy-rc.d')).toBe('the administrator wrote this');
  });

  it('removes the service policy that a killed set-up left', () => {
    rootWithApt(`/bin/kill -9 $PPID`);
    expect(setUp().code).toBeNull();
    expect(checkout.has('policy-rc.d')).toBe(true);
    rootWithApt(fakeRedis());
    expect(setUp().code).toBe(0);
    expect(checkout.has('policy-rc.d')).toBe(false);
  });
});

describe('the npm packages', () => {
  const left = { version: '1.0.0', integrity: 'sha512-left' };
  const installs = (): boolean => {
    checkout.program('redis-server');
    checkout.program('npm');
    expect(setUp().code).toBe(0);
    return checkout.calls.some((call) => call.startsWith('npm ci '));
  };

  it('are installed when node_modules is missing', () => {
    writeFileSync(join(checkout.root, 'node_modules/.package-lock.json'), '{"packages":{}}');
    checkout.lock('package-lock.json', { 'node_modules/left': left });
    expect(installs()).toBe(true);
  });

  it('are installed when a version or a checksum is another, or one is too many', () => {
    checkout.lock('package-lock.json', { 'node_modules/left': left });
    checkout.lock('node_modules/.package-lock.json', { 'node_modules/left': { ...left, integrity: 'sha512-else' } });
    expect(installs()).toBe(true);
    checkout.remove();
    checkout = new Checkout();
    checkout.lock('node_modules/.package-lock.json', { 'node_modules/left': left });
    expect(installs()).toBe(true);
  });

  it('are left alone when they are what the lockfile says, packages for other systems apart', () => {
    checkout.lock('package-lock.json', {
      'node_modules/left': left,
      'node_modules/for-windows': { version: '2.0.0', optional: true },
    });
    checkout.lock('node_modules/.package-lock.json', { 'node_modules/left': left });
    expect(installs()).toBe(false);
  });

  it('stop the set-up when npm fails', () => {
    checkout.lock('package-lock.json', { 'node_modules/left': left });
    checkout.program('npm', 'exit 7');
    const { code, stderr } = setUp('modules');
    expect(code).toBe(1);
    expect(stderr).toContain('npm ci failed');
  });
});

describe('Node.js', () => {
  it.each(['18.20.8', '20.18.3'])('%s is refused, with the least version named', (version) => {
    const { stderr } = checkout.node(`
      import { checkNodeVersion } from './scripts/lib/node-version.mjs';
      import { orExit } from './scripts/lib/say.mjs';
      orExit(() => checkNodeVersion('.', '${version}'));
    `);
    expect(stderr).toContain(`Node.js 20.19 or newer is needed, this is ${version}`);
  });

  it.each(['20.19.0', '22.1.0'])('%s is accepted', (version) => {
    const code = `import { checkNodeVersion } from './scripts/lib/node-version.mjs'; checkNodeVersion('.', '${version}');`;
    expect(checkout.node(code)).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

it('an unknown level is refused with those that exist', () => {
  const { code, stderr } = checkout.node(`
    process.argv[1] = new URL('scripts/setup.mjs', 'file://${checkout.root}/').pathname;
    process.argv[2] = 'tests';
    await import('./scripts/setup.mjs');
  `);
  expect(code).toBe(1);
  expect(stderr).toContain('unknown level "tests": modules, run, test, oracles');
});
