import { PassThrough, type Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { Client } from 'basic-ftp';
import { TargetUnavailable } from '../../errors/delivery-errors.ts';
import { serverName, trustedAuthority } from '../authority.ts';
import { type FtpsStep, ftpsError, replyOf } from './ftps-errors.ts';
import type { FtpsServer } from './ftps-server.ts';
import type { RemoteFolder } from '../remote-folder.ts';

const SETUP_MS = 30_000;
/** The server has no such file, or does not let us see it: RFC 959 has one reply for both. */
const NO_FILE = 550;

/** The folder `path` of an FTPS server. A connection that a stopped transfer ended is opened again. */
export class FtpsFolder implements RemoteFolder {
  readonly #client: Client;
  readonly #where: string;
  readonly #server: FtpsServer;
  readonly #path: string;

  constructor(client: Client, where: string, server: FtpsServer, path: string) {
    this.#client = client;
    this.#where = where;
    this.#server = server;
    this.#path = path;
  }

  /** Connects, encrypts, logs in and goes to the folder. */
  async enter(): Promise<void> {
    const { host, port, user, password, caFile, setting, silenceMs } = this.#server;
    const authority = await trustedAuthority(setting, caFile);
    await this.#try('connect', () => this.#client.connect(host, port));
    await this.#try('encrypt', () =>
      Promise.race([
        this.#client.useTLS({ host, ...serverName(host), minVersion: 'TLSv1.2', ...authority }),
        this.#late(Math.min(SETUP_MS, silenceMs)),
      ]),
    );
    await this.#try('log in', () => this.#client.login(user, password));
    await this.#try('enter', () => this.#client.useDefaultSettings());
    await this.#try('enter', () => this.#client.cd(this.#path));
  }

  size(name: string): Promise<number | null> {
    return this.#try('look', () => this.#client.size(name).catch(nullIfMissing));
  }

  async *read(name: string): AsyncGenerator<Buffer> {
    const parts = new PassThrough();
    const download = this.#client.downloadTo(parts, name).catch((error: unknown) => {
      parts.destroy(ftpsError(this.#where, this.#server.setting, 'read', error));
    });
    try {
      yield* parts;
    } finally {
      // Left early: what the server still says of this file must not be taken for its answer to the next request.
      if (!parts.readableEnded) this.#client.close();
      await download;
    }
  }

  async write(name: string, content: Readable): Promise<void> {
    await this.#try('write', () => this.#client.uploadFrom(content, name));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#try('rename', () => this.#client.rename(from, to));
  }

  /** Servers differ: most rename over a file in one step, the others say that it is there. */
  async replace(from: string, to: string): Promise<void> {
    try {
      await this.#client.rename(from, to);
    } catch (error) {
      if (replyOf(error) === undefined) throw ftpsError(this.#where, this.#server.setting, 'rename', error);
      await this.remove(to);
      await this.rename(from, to);
    }
  }

  async remove(name: string): Promise<void> {
    if (this.#client.closed) await this.enter();
    await this.#try('remove', () => this.#client.remove(name).catch(nullIfMissing));
  }

  async #try<Answer>(step: FtpsStep, work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      throw ftpsError(this.#where, this.#server.setting, step, error);
    }
  }

  /** The client has no time limit of its own for the handshake. */
  async #late(ms: number): Promise<never> {
    await setTimeout(ms, undefined, { ref: false });
    throw new TargetUnavailable({ where: this.#where, got: `no TLS within ${ms} ms` });
  }
}

function nullIfMissing(error: unknown): null {
  if (replyOf(error) === NO_FILE) return null;
  throw error;
}
