import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settingRules } from '../../src/lib/config/settings-schema.ts';
import { readSettings } from '../../src/lib/config/settings.ts';
import { parseSmtpUrl } from '../../src/lib/delivery/mail/smtp-server.ts';
import { readCompose, serviceOf } from './compose.ts';

const rules: Readonly<Record<string, { readonly about: string; readonly secret?: boolean }>> = settingRules;
const compose = readCompose();
const names = Object.keys(compose.services);
const own = names.filter((name) => serviceOf(compose, name).build !== undefined);
const of = (name: string): ReturnType<typeof serviceOf> => serviceOf(compose, name);

describe.each(names)('service %s', (name) => {
  const service = of(name);

  it('can change nothing but its volumes and /tmp, and gain no rights', () => {
    expect(service).toMatchObject({ read_only: true, init: true, cap_drop: ['ALL'] });
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect(service.tmpfs.some((mount) => mount.startsWith('/tmp'))).toBe(true);
  });

  it('has bounds for memory, processes and logs', () => {
    expect(service.deploy.resources.limits.memory).toMatch(/^\d+[mg]$/);
    expect(service.deploy.resources.limits.pids).toBeGreaterThan(0);
    expect(service.logging?.options).toMatchObject({ 'max-size': '10m', 'max-file': '5' });
  });

  it('names its image with a version, or builds it', () => {
    expect(service.build !== undefined || /:v?\d/.test(service.image)).toBe(true);
  });

  it('publishes ports on the loopback address only', () => {
    for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('is given each secret it reads, and only those', () => {
    const texts = [...Object.values(service.environment), ...(service.command ?? [])].join('\n');
    const read = [...texts.matchAll(/\/run\/secrets\/(\w+)/g)].map(([, secret]) => secret);
    expect(new Set(read)).toEqual(new Set(service.secrets));
    for (const secret of service.secrets) expect(compose.secrets[secret]?.file).toBe(`secrets/${secret}`);
  });

  it('starts a program itself, not through a shell that would keep its signals', () => {
    const [program, , script = ''] = service.command ?? [];
    expect(program !== 'sh' || /^exec /m.test(script)).toBe(true);
  });

  it('waits for what it needs to be healthy or done, and needs nothing of another profile', () => {
    for (const [needed, { condition, required }] of Object.entries(service.depends_on)) {
      expect(condition).not.toBe('service_started');
      expect(required === false || (of(needed).profiles ?? []).every((each) => service.profiles?.includes(each))).toBe(
        true,
      );
    }
  });
});

describe.each(own)('service %s of our own', (name) => {
  const service = of(name);

  it('has no secret in its environment, and only settings that exist', () => {
    for (const variable of Object.keys(service.environment)) {
      const setting = variable.replace(/_FILE$/, '');
      if (/^SOURCE_\w+_URL$/.test(setting)) continue;
      expect(Object.keys(rules), variable).toContain(setting);
      expect(variable.endsWith('_FILE'), variable).toBe(rules[setting]?.secret === true);
    }
  });

  it('has longer to stop than its shutdown takes', () => {
    const graceS = Number.parseInt(service.stop_grace_period ?? '0', 10);
    const timeoutS = service.environment['SHUTDOWN_TIMEOUT_S'] ?? settingRules.SHUTDOWN_TIMEOUT_S.fallback;
    expect(graceS).toBeGreaterThan(Number(timeoutS));
  });

  it('runs the command line with node', () => {
    expect(service.command?.slice(0, 2)).toEqual(['node', 'dist/src/cli.js']);
  });
});

describe('networks', () => {
  const neighbours = (name: string): string[] =>
    names.filter(
      (other) => other !== name && of(other).networks.some((network) => of(name).networks.includes(network)),
    );

  it('keep Redis where nothing goes in or out', () => {
    expect(of('redis')).toMatchObject({ networks: ['queue'], ports: [] });
    expect(compose.networks['queue']?.internal).toBe(true);
  });

  it('give databases and mail to the workers, not to the board or the scheduler', () => {
    expect(neighbours('mariadb')).toContain('worker');
    expect(of('board').networks).not.toContain('outside');
    expect(of('scheduler').networks).toEqual(['queue']);
    expect(neighbours('mariadb')).not.toContain('board');
  });
});

describe('redis', () => {
  const command = of('redis').command?.join(' ') ?? '';

  it('loses no accepted job, evicts none, and is protected by a password', () => {
    expect(command).toContain('--appendonly yes --appendfsync always');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(command).toContain('requirepass');
    expect(of('redis').volumes).toContain('redis:/data');
  });

  it('has room for its maxmemory and the rewrite of its log', () => {
    const maxMemory = Number(/--maxmemory (\d+)mb/.exec(command)?.[1]);
    expect(Number.parseInt(of('redis').deploy.resources.limits.memory, 10)).toBeGreaterThanOrEqual(2 * maxMemory);
  });
});

it('the archive is a named volume of everyone who reads or writes it', () => {
  for (const name of ['scheduler', 'worker', 'board']) {
    expect(of(name).volumes.some((volume) => volume.startsWith(`archive:${of(name).environment['ARCHIVE_DIR']}`))).toBe(
      true,
    );
  }
  expect(compose.volumes).toHaveProperty('archive');
});

it('without a profile, what starts is the product alone', () => {
  expect(names.filter((name) => of(name).profiles === undefined)).toEqual(['redis', 'scheduler', 'worker', 'board']);
});

describe('the first step, make-secrets.sh', () => {
  const dir = mkdtempSync(join(tmpdir(), 'bordereau-secrets-'));
  const secret = (name: string): string => readFileSync(join(dir, 'secrets', name), 'utf8');
  const make = (): string => {
    const script = fileURLToPath(new URL('../../scripts/make-secrets.sh', import.meta.url));
    return spawnSync('sh', [script, dir], { encoding: 'utf8' }).stdout;
  };
  const said = make();
  afterAll(() => rmSync(dir, { recursive: true }));

  it('writes every secret once, in a folder closed to others', () => {
    const files = Object.values(compose.secrets).map(({ file }) => basename(file));
    expect(said.trim().split('\n')).toHaveLength(files.length);
    expect(new Set(readdirSync(join(dir, 'secrets')))).toEqual(new Set(files));
    expect(statSync(join(dir, 'secrets')).mode & 0o777).toBe(0o700);
    const url = secret('redis_url');
    expect(url).toMatch(/^redis:\/\/:[0-9a-f]{48}@redis:6379$/);
    expect(make()).toBe('');
    expect(secret('redis_url')).toBe(url);
  });

  it.each(own)('makes the settings of %s ones that it accepts', (name) => {
    const entries = Object.entries(of(name).environment);
    const here = entries.map(([key, value]) => [key, value.replace('/run/secrets', join(dir, 'secrets'))]);
    expect(readSettings(Object.fromEntries(here))).toMatchObject({ archiveDir: expect.any(String) });
  });

  it('leads to the mail catcher of the demo profile, and to a database for every source of an operation', async () => {
    expect(parseSmtpUrl(secret('smtp_url'))).toMatchObject({ host: 'mail', port: 1025, encryption: 'none' });
    for (const source of await sourcesOfOperations()) {
      expect(secret(`source_${source}_url`)).toMatch(/^mysql:\/\/bordereau:[0-9a-f]{48}@mariadb:3306\/\w+$/);
      expect(of('worker').environment).toHaveProperty(`SOURCE_${source.toUpperCase()}_URL_FILE`);
    }
  });
});

async function sourcesOfOperations(): Promise<string[]> {
  const folder = fileURLToPath(new URL('../../exports', import.meta.url));
  const loaded = readdirSync(folder).map((name): Promise<unknown> => import(join(folder, name, 'operation.ts')));
  const operations = z
    .array(z.object({ default: z.object({ sources: z.array(z.string()) }) }))
    .parse(await Promise.all(loaded));
  return operations.flatMap((each) => each.default.sources);
}
