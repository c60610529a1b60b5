import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../src/embedded/free-port.ts';
import { type Compose, type ComposeService, readCompose, serviceOf } from './compose.ts';
import { CONTEXT, named, readDockerfile } from './dockerfile.ts';

/**
 * The services of docker-compose.yml as processes of this machine: their own commands, environment and health checks.
 * Folders of a container become folders of a temporary one, and the services' host names become the loopback address.
 */
export class Deployment {
  readonly dir = mkdtempSync(join(tmpdir(), 'bordereau-deploy-'));
  readonly #compose: Compose = readCompose();
  readonly #running = new Map<string, ChildProcess>();
  readonly #redisPort: number;
  readonly #boardPort: number;

  private constructor(redisPort: number, boardPort: number) {
    this.#redisPort = redisPort;
    this.#boardPort = boardPort;
    for (const folder of ['app', 'archive', 'folders', 'data']) mkdirSync(join(this.dir, folder));
    execFileSync('sh', [join(CONTEXT, 'scripts/make-secrets.sh'), this.dir]);
    for (const name of readdirSync(join(this.dir, 'secrets'))) this.#rewriteSecret(name);
  }

  static async prepare(): Promise<Deployment> {
    execFileSync(process.execPath, [join(CONTEXT, 'scripts/build.mjs')], { stdio: 'ignore' });
    return new Deployment(await freePort(), await freePort());
  }

  /** Starts a service's command with nothing but its own environment. */
  start(name: string): void {
    mkdirSync(join(this.dir, 'tmp', name), { recursive: true });
    const [program = '', ...args] = this.#command(name);
    const log = openSync(this.#log(name), 'w');
    const options = { cwd: join(this.dir, 'app'), env: this.#environment(name) };
    this.#running.set(name, spawn(program, args, { ...options, stdio: ['ignore', log, log] }));
    closeSync(log);
  }

  /** Runs a service's health check once; rejects when it says the service is not well. */
  async check(name: string): Promise<void> {
    const [program = '', ...args] = this.#healthCheck(name);
    await promisify(execFile)(program, args, { cwd: join(this.dir, 'app'), env: this.#environment(name) });
  }

  /** Asks a service to stop, as Docker does; gives its exit code. */
  async stop(name: string): Promise<number | null> {
    const child = this.#running.get(name);
    if (child === undefined) throw new Error(`${name} was not started`);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    return child.exitCode;
  }

  /** The answer of Redis to a command, asked with the password of the secret. */
  redis(...command: string[]): string {
    const [, password = ''] = /:([0-9a-f]+)@/.exec(this.secret('redis_url')) ?? [];
    const args = ['-p', String(this.#redisPort), ...command];
    return execFileSync('redis-cli', args, { encoding: 'utf8', env: { ...process.env, REDISCLI_AUTH: password } });
  }

  secret(name: string): string {
    return readFileSync(join(this.dir, 'secrets', name), 'utf8');
  }

  /** What a service has logged. */
  said(name: string): string {
    return readFileSync(this.#log(name), 'utf8');
  }

  /** What the services wrote into the folder of the program, which a container may not change. */
  written(): string[] {
    return readdirSync(join(this.dir, 'app'));
  }

  async remove(): Promise<void> {
    for (const child of this.#running.values()) {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
    }
    rmSync(this.dir, { recursive: true, force: true });
  }

  #command(name: string): string[] {
    const command = (this.#service(name).command ?? []).map((word) => this.#here(word, name));
    if (name !== 'redis') return command.map((word) => (word === 'dist/src/cli.js' ? join(CONTEXT, word) : word));
    return command.map((word) => word.replace(/(noeviction)\s*$/, `$1 --bind 127.0.0.1 --port ${this.#redisPort}`));
  }

  #healthCheck(name: string): string[] {
    const check = this.#service(name).healthcheck?.test ?? ['CMD', ...imageHealthCheck()];
    const words = check[0] === 'CMD-SHELL' ? ['sh', '-c', ...check.slice(1)] : check.slice(1);
    return words.map((word) =>
      this.#here(word, name)
        .replace('dist/src/cli.js', join(CONTEXT, 'dist/src/cli.js'))
        .replace('redis-cli', `redis-cli -p ${this.#redisPort}`),
    );
  }

  #environment(name: string): Record<string, string> {
    const entries = Object.entries(this.#service(name).environment);
    return {
      PATH: process.env['PATH'] ?? '',
      ...Object.fromEntries(entries.map(([key, value]) => [key, this.#here(value, name)])),
    };
  }

  #log(name: string): string {
    return join(this.dir, `${name}.log`);
  }

  #service(name: string): ComposeService {
    return serviceOf(this.#compose, name);
  }

  /** A text of the compose file with this machine's folders, port and address. */
  #here(text: string, name: string): string {
    const places: Readonly<Record<string, string>> = {
      '/run/secrets': join(this.dir, 'secrets'),
      '/archive': join(this.dir, 'archive'),
      '/folders': join(this.dir, 'folders'),
      '/data': join(this.dir, 'data'),
      '/tmp': join(this.dir, 'tmp', name),
      '0.0.0.0': '127.0.0.1',
      '3000': String(this.#boardPort),
    };
    return text.replace(
      /(?<![\w.])(\/run\/secrets|\/archive|\/folders|\/data|\/tmp|0\.0\.0\.0|3000)\b/g,
      (found) => places[found] ?? '',
    );
  }

  /** Redis is ours; a database or mail server is an address of this machine where nothing answers. */
  #rewriteSecret(name: string): void {
    const here = this.secret(name)
      .replace('@redis:6379', `@127.0.0.1:${this.#redisPort}`)
      .replace(/\b(mariadb|mail):\d+/, '127.0.0.1:1');
    writeFileSync(join(this.dir, 'secrets', name), here);
  }
}

function imageHealthCheck(): string[] {
  const [check] = named(readDockerfile().at(-1), 'HEALTHCHECK');
  // The Dockerfile's test holds the exec form, which is JSON.
  return JSON.parse(check?.text.split(' CMD ')[1] ?? '[]') as string[];
}
