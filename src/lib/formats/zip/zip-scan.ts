import { Readable } from 'node:stream';
import { createInflateRaw, crc32 } from 'node:zlib';
import { BordereauError } from '../../errors/bordereau-error.ts';
import type { ByteSource, GrowingBytes } from './byte-source.ts';
import { brokenArchive } from './broken-archive.ts';
import { checkLocalHeader, type DirectoryEntry } from './zip-reader.ts';
import { LOCAL_HEADER, LOCAL_HEADER_BYTES, type ZipEntry } from './zip-records.ts';

/** Buffers that wait in the inflater grow old and are collected late: small ones keep the memory flat. */
const READ_BYTES = 64 * 1024;
const INFLATED_BYTES = 128 * 1024;

/** What the bytes of an entry are, found without believing its header. */
export type ScannedEntry = Pick<ZipEntry, 'name' | 'position' | 'crc' | 'compressedSize' | 'size'>;

/** Takes the inflated bytes of one entry. */
export type TakePart = (part: Buffer) => void;

/**
 * Reads the deflated entries of an archive from its first byte to where they end, also while it is being written: sizes
 * and checksums, which headers get last, are measured. Throws ProofFailed, FileFault, and what `open` throws.
 */
export async function scanZip(source: GrowingBytes, open: (name: string) => TakePart): Promise<ScannedEntry[]> {
  const entries: ScannedEntry[] = [];
  let position = 0;
  for (;;) {
    const header = await source.read(position, LOCAL_HEADER_BYTES);
    if (header.length < LOCAL_HEADER_BYTES || header.readUInt32LE(0) !== LOCAL_HEADER) return entries;
    const afterHeader = position + LOCAL_HEADER_BYTES;
    const nameBytes = await source.read(afterHeader, header.readUInt16LE(26));
    const name = nameBytes.toString('latin1');
    const start = afterHeader + nameBytes.length;
    const entry = { name, position, ...(await scanEntry(source, start, name, open(name))) };
    entries.push(entry);
    position = start + entry.compressedSize;
  }
}

/** Throws ProofFailed unless the finished archive's headers say what its entries were found to be. */
export async function holdToDirectory(
  source: ByteSource,
  scanned: readonly ScannedEntry[],
  directory: readonly DirectoryEntry[],
): Promise<void> {
  for (const [i, entry] of directory.entries()) {
    await checkLocalHeader(source, entry);
    const found = scanned[i];
    if (found === undefined || found.position !== entry.position) {
      throw brokenArchive(entry.name, 'other bytes', 'the entry where the directory says');
    }
    for (const fact of ['compressedSize', 'size', 'crc'] as const) {
      if (found[fact] === entry[fact]) continue;
      throw brokenArchive(entry.name, `${FACTS[fact]} ${found[fact]}`, `${entry[fact]} as the directory says`);
    }
  }
  if (scanned.length === directory.length) return;
  throw brokenArchive('the directory', `${directory.length} entries`, `the ${scanned.length} of the archive`);
}

const FACTS = { compressedSize: 'compressed size', size: 'size', crc: 'checksum' } as const;

async function scanEntry(
  source: GrowingBytes,
  start: number,
  name: string,
  take: TakePart,
): Promise<Pick<ScannedEntry, 'crc' | 'compressedSize' | 'size'>> {
  const inflate = createInflateRaw({ chunkSize: INFLATED_BYTES });
  const compressed = Readable.from(bytesFrom(source, start), { objectMode: false });
  compressed.on('error', (error) => inflate.destroy(error));
  compressed.pipe(inflate);
  let crc = 0;
  let size = 0;
  try {
    for await (const part of inflate) {
      const bytes: Buffer = part;
      crc = crc32(bytes, crc);
      size += bytes.length;
      take(bytes);
    }
  } catch (cause) {
    if (cause instanceof BordereauError) throw cause;
    throw brokenArchive(name, 'compressed bytes that cannot be read', 'a whole deflate stream', cause);
  } finally {
    compressed.destroy();
  }
  return { crc, size, compressedSize: inflate.bytesWritten };
}

/** Everything from `position` on; whoever reads knows where to stop. */
async function* bytesFrom(source: GrowingBytes, position: number): AsyncGenerator<Buffer> {
  for (let at = position; ;) {
    const bytes = await source.read(at, READ_BYTES, 1);
    if (bytes.length === 0) return;
    yield bytes;
    at += bytes.length;
  }
}
