import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverToAll } from '../../src/lib/delivery/deliver-to-all.ts';
import type { FileParcel, Target } from '../../src/lib/delivery/target.ts';

/** One file as the recipient has it. */
export interface Received {
  readonly fileName: string;
  readonly content: Buffer;
}

/** A target with a place of its own, and eyes at that place. */
export interface TargetUnderTest {
  readonly target: Target;
  /** Every finished file at the place. */
  received(): Promise<Received[]>;
  /** Everything else that lies there: temporary files, half-sent messages. */
  leftovers(): Promise<string[]>;
  close(): Promise<void>;
}

export interface TargetTraits {
  /** Recipients of the target: one file is expected for each. */
  readonly recipients: number;
  /** Delivering again adds nothing at the place; false where the place cannot be asked what it has. */
  readonly repeatable: boolean;
  /** The place is told of files and never gets their content; absent: it gets them. */
  readonly isTold?: true;
}

/** A signal that never aborts. */
const never = (): AbortSignal => new AbortController().signal;

/** What every target must do, whatever the place (docs/delivery.md). */
export function describeTarget(kind: string, open: () => Promise<TargetUnderTest>, traits: TargetTraits): void {
  describe(`target contract: ${kind}`, () => {
    let place: TargetUnderTest;
    let archive: string;

    beforeEach(async () => {
      archive = await mkdtemp(join(tmpdir(), 'bordereau-parcels-'));
      place = await open();
    });
    afterEach(async () => {
      await place.close();
      await rm(archive, { recursive: true, force: true });
    });

    it.skipIf(traits.isTold)('hands over every byte under the given name', async () => {
      const content = Buffer.from([...Array(256).keys(), 13, 10, 46, 13, 10, 10, 13, 0, 46, 10]);
      await deliverToAll(place.target, await parcel(archive, 'export.bin', content), never());
      const received = await place.received();
      expect(received).toHaveLength(traits.recipients);
      for (const file of received) expect(file).toEqual({ fileName: 'export.bin', content });
      expect(await place.leftovers()).toEqual([]);
    });

    it('gives a receipt for each parcel', async () => {
      const sound = await parcel(archive, 'export.csv', Buffer.from('a;b\r\n'));
      for (const recipient of place.target.recipients ?? [null]) {
        const { where } = await place.target.deliver({ ...sound, recipient }, never());
        expect(where).not.toBe('');
      }
    });

    it('keeps accents, spaces and a semicolon in the name', async () => {
      const name = "Fiches clôturées d'août; Côte d’Ivoire 20130725.csv";
      await deliverToAll(place.target, await parcel(archive, name, Buffer.from('a;b\r\n')), never());
      for (const file of await place.received()) expect(file.fileName).toBe(name);
    });

    it('delivers an empty file', async () => {
      await deliverToAll(place.target, await parcel(archive, 'empty.csv', Buffer.alloc(0)), never());
      const received = await place.received();
      expect(received.map(({ content }) => content.length)).toEqual(Array(traits.recipients).fill(0));
    });

    it.skipIf(traits.isTold)('delivers 30 MB under a name with accents and a semicolon', async () => {
      const content = randomBytes(30 * 1024 * 1024);
      await deliverToAll(place.target, await parcel(archive, 'Appels émis; août 2013.xlsx', content), never());
      const received = await place.received();
      expect(received.map((file) => sha256(file.content))).toEqual(Array(traits.recipients).fill(sha256(content)));
    });

    it.runIf(traits.repeatable)('delivers twice as if once', async () => {
      const twice = await parcel(archive, 'export.csv', Buffer.from('a;b\r\n'));
      await deliverToAll(place.target, twice, never());
      await deliverToAll(place.target, twice, never());
      expect(await place.received()).toHaveLength(traits.recipients);
    });

    it('refuses a file that is gone, and leaves nothing', async () => {
      const gone = await parcel(archive, 'export.csv', Buffer.from('a;b\r\n'));
      await rm(gone.artifact.path);
      await expect(deliverToAll(place.target, gone, never())).rejects.toMatchObject({
        code: 'ARTIFACT_MISSING',
        retry: 'permanent',
      });
      await expectNothing(place);
    });

    it('refuses a file that is no longer what its manifest says, and leaves nothing', async () => {
      const changed = await parcel(archive, 'export.csv', Buffer.from('a;b\r\n'));
      await writeFile(changed.artifact.path, 'a;c\r\n');
      await expect(deliverToAll(place.target, changed, never())).rejects.toMatchObject({
        code: 'ARTIFACT_CHANGED',
        retry: 'permanent',
      });
      await expectNothing(place);
    });

    it('does nothing after an abort', async () => {
      const reason = new Error('cancelled');
      const early = await parcel(archive, 'export.csv', Buffer.from('a;b\r\n'));
      await expect(deliverToAll(place.target, early, AbortSignal.abort(reason))).rejects.toBe(reason);
      await expectNothing(place);
    });

    it.skipIf(traits.isTold)('stops in the middle of a file when aborted, and leaves nothing', async () => {
      const reason = new Error('cancelled');
      const empty = await parcel(archive, 'export.csv', Buffer.alloc(0));
      const endless = { ...empty, artifact: { ...empty.artifact, bytes: 64 * 1024 * 1024 } };
      const pipe = await endlessFile(endless.artifact.path);
      const control = new AbortController();
      const delivery = deliverToAll(place.target, endless, control.signal);
      const end = expect(delivery).rejects.toBe(reason);
      await expect.poll(() => place.leftovers(), { timeout: 10_000 }).not.toEqual([]);
      control.abort(reason);
      await pipe.close();
      await end;
      await expectNothing(place);
    });

    it('can be checked without leaving a trace', async () => {
      const { ok, detail } = await place.target.check(never());
      expect({ ok, detail }).toMatchObject({ ok: true, detail: expect.stringMatching(/^[^\n]+$/) });
      await expectNothing(place);
    });
  });
}

/** Puts a named pipe at `path` that gives 64 KiB and then nothing, until it is closed. */
async function endlessFile(path: string): Promise<FileHandle> {
  await rm(path);
  await promisify(execFile)('mkfifo', [path]);
  const pipe = await open(path, 'r+');
  await pipe.write(Buffer.alloc(64 * 1024, 'x'));
  return pipe;
}

async function expectNothing(place: TargetUnderTest): Promise<void> {
  await expect.poll(() => place.leftovers(), { timeout: 10_000 }).toEqual([]);
  expect(await place.received()).toEqual([]);
}

/** A parcel whose file lies in `dir` with exactly this content. */
export async function parcel(
  dir: string,
  fileName: string,
  content: Buffer,
  changes: Partial<FileParcel> = {},
): Promise<FileParcel> {
  const path = join(dir, `${changes.revision ?? 1}-${fileName}`);
  await writeFile(path, content);
  return {
    runId: 'canal/fiches-cloturees/2013-07-25',
    revision: 1,
    artifact: {
      path,
      fileName,
      bytes: content.length,
      sha256: sha256(content),
      contentType: 'text/csv; charset=utf-8',
    },
    mail: { subject: 'Fiches clôturées du 25/07/2013', text: "Bonjour,\n\nVeuillez trouver ci-joint l'export.\n" },
    recipient: null,
    copy: 0,
    supersedes: null,
    mayReplace: (changes.revision ?? 1) > 1,
    ...changes,
  };
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
