import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import type { SFTPWrapper, Stats } from 'ssh2';
import { TargetConflict } from '../../errors/delivery-errors.ts';
import type { RemoteFolder } from '../remote-folder.ts';
import { NO_SUCH_FILE, type SftpStep, sftpStepError, statusOf } from './sftp-errors.ts';

const PART_BYTES = 256 * 1024;

type Request<Answer> = (done: (error: Error | null | undefined, answer: Answer) => void) => void;

/** The folder `path` of an SFTP server. */
export class SftpFolder implements RemoteFolder {
  readonly #sftp: SFTPWrapper;
  readonly #where: string;
  readonly #path: string;

  constructor(sftp: SFTPWrapper, where: string, path: string) {
    this.#sftp = sftp;
    this.#where = where;
    this.#path = path;
  }

  async size(name: string): Promise<number | null> {
    const found = await this.#askIfThere<Stats>('look', (done) => this.#sftp.stat(this.#at(name), done));
    if (found === null || found.isFile()) return found?.size ?? null;
    throw new TargetConflict({ where: this.#where, got: 'a folder of that name', expected: 'none, or a file' });
  }

  async *read(name: string): AsyncGenerator<Buffer> {
    const handle = await this.#ask<Buffer>('open', (done) => this.#sftp.open(this.#at(name), 'r', done));
    try {
      for (let at = 0; ;) {
        const part = Buffer.allocUnsafe(PART_BYTES);
        const bytes = await this.#ask<number>('read', (done) => this.#sftp.read(handle, part, 0, PART_BYTES, at, done));
        if (bytes === 0) return;
        at += bytes;
        yield part.subarray(0, bytes);
      }
    } finally {
      await this.#ask<void>('read', (done) => this.#sftp.close(handle, done));
    }
  }

  async write(name: string, content: Readable): Promise<void> {
    const handle = await this.#ask<Buffer>('open', (done) => this.#sftp.open(this.#at(name), 'w', done));
    try {
      let at = 0;
      for await (const part of content) {
        const bytes: Buffer = part;
        await this.#ask<void>('write', (done) => this.#sftp.write(handle, bytes, 0, bytes.length, at, done));
        at += bytes.length;
      }
    } finally {
      await this.#ask<void>('write', (done) => this.#sftp.close(handle, done));
    }
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#ask<void>('rename', (done) => this.#sftp.rename(this.#at(from), this.#at(to), done));
  }

  async replace(from: string, to: string): Promise<void> {
    if (await this.#renameOver(from, to)) return;
    await this.remove(to);
    await this.rename(from, to);
  }

  async remove(name: string): Promise<void> {
    await this.#askIfThere<void>('remove', (done) => this.#sftp.unlink(this.#at(name), done));
  }

  /** Renames in one step over what is there; false where the server cannot. */
  #renameOver(from: string, to: string): Promise<boolean> {
    return this.#ask<boolean>('rename', (done) => {
      try {
        this.#sftp.ext_openssh_rename(this.#at(from), this.#at(to), (error) => done(error, true));
      } catch {
        done(null, false);
      }
    });
  }

  #at(name: string): string {
    return posix.join(this.#path, name);
  }

  async #askIfThere<Answer>(step: SftpStep, request: Request<Answer>): Promise<Answer | null> {
    return this.#ask<Answer | null>(step, (done) =>
      request((error, result) => (statusOf(error) === NO_SUCH_FILE ? done(null, null) : done(error, result))),
    );
  }

  async #ask<Answer>(step: SftpStep, request: Request<Answer>): Promise<Answer> {
    try {
      return await new Promise((resolve, reject) => {
        request((error, result) => (error ? reject(error) : resolve(result)));
      });
    } catch (error) {
      throw sftpStepError(this.#where, step, error);
    }
  }
}
