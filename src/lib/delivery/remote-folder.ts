import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { TargetContended, TargetUnavailable } from '../errors/delivery-errors.ts';
import { artifactStream } from './artifact-stream.ts';
import { factsOf, isArtifact, laidReceipt, nameTaken, readsBackOtherwise } from './laid-file.ts';
import type { FileParcel, Receipt } from './target.ts';

/** One folder of somebody else's server, over one connection. Names are those of its entries; errors are typed. */
export interface RemoteFolder {
  /** Bytes of the file of that name; null: nothing has it. */
  size(name: string): Promise<number | null>;
  read(name: string): AsyncIterable<Buffer>;
  /** Writes a file anew, over one of that name; resolves when the server says it has every byte. */
  write(name: string, content: Readable): Promise<void>;
  /** Gives `from` the name `to`, which nothing had a moment ago. */
  rename(from: string, to: string): Promise<void>;
  /** Gives `from` the name `to` in place of the file that has it, in one step where the server can. */
  replace(from: string, to: string): Promise<void>;
  /** Removes a file; nothing of that name is as good. */
  remove(name: string): Promise<void>;
}

/** What a folder is called. */
export interface FolderNames {
  /** In errors, which name no server. */
  readonly where: string;
  /** In receipts: its whole address. */
  readonly place: string;
}

/**
 * Lays the parcel's file into the folder: written under a hidden name, read back and compared, then named. The same file
 * again is left alone; another file of that name is replaced only where the parcel may.
 */
export async function layFile(
  folder: RemoteFolder,
  names: FolderNames,
  parcel: FileParcel,
  signal: AbortSignal,
): Promise<Receipt> {
  const { fileName, bytes } = parcel.artifact;
  const [where, final] = [`${names.where}, ${fileName}`, `${names.place}/${fileName}`];
  const there = await folder.size(fileName);
  if (there === bytes && isArtifact(await factsOf(folder.read(fileName), signal), parcel)) {
    return laidReceipt(final, parcel, 'already there');
  }
  if (there !== null && !parcel.mayReplace) throw nameTaken(where);
  const temporary = `.${fileName}.part`;
  await orRemove(folder, temporary, signal, async () => {
    await folder.write(temporary, artifactStream(parcel.artifact, signal));
    const written = await factsOf(folder.read(temporary), signal);
    if (!isArtifact(written, parcel)) throw readsBackOtherwise(where, written, parcel);
    if ((await folder.size(fileName)) !== there) {
      throw new TargetContended({ where, got: 'a file that appeared or changed meanwhile' });
    }
    signal.throwIfAborted();
    await (there === null ? folder.rename(temporary, fileName) : folder.replace(temporary, fileName));
  });
  return laidReceipt(final, parcel, there === null ? 'new' : 'replaced');
}

/** Tries in a folder what delivering needs: to write, to read back, to rename. Leaves nothing behind. */
export async function tryRemoteFolder(folder: RemoteFolder, signal: AbortSignal): Promise<void> {
  const [first, second] = [`.bordereau-check-${randomUUID()}`, `.bordereau-check-${randomUUID()}`];
  await orRemove(folder, first, signal, async () => {
    await folder.write(first, Readable.from([Buffer.from('bordereau')]));
    await factsOf(folder.read(first), signal);
    await folder.rename(first, second);
  });
  await folder.remove(second);
}

/** A broken connection leaves the file: the next attempt writes over it. */
async function orRemove(
  folder: RemoteFolder,
  name: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isBroken = error instanceof TargetUnavailable && !signal.aborted;
    if (!isBroken) await folder.remove(name).catch(() => {});
    throw error;
  }
}
