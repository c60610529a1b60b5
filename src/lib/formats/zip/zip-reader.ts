import { Readable } from 'node:stream';
import { createInflateRaw, crc32 } from 'node:zlib';
import { BordereauError } from '../../errors/bordereau-error.ts';
import { brokenArchive } from './broken-archive.ts';
import type { ByteSource } from './byte-source.ts';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_BYTES,
  DEFLATED,
  END_OF_DIRECTORY,
  END_OF_DIRECTORY_BYTES,
  LOCAL_HEADER,
  LOCAL_HEADER_BYTES,
  STORED,
  type ZipEntry,
} from './zip-records.ts';

const READ_BYTES = 256 * 1024;
const INFLATED_BYTES = 256 * 1024;

/** From `version needed` to the lengths of name and extra: the same in both headers of an entry. */
const FACTS_BYTES = LOCAL_HEADER_BYTES - 4;

/** An entry as the directory has it. */
export interface DirectoryEntry extends ZipEntry {
  /** The bytes that its local header must repeat. */
  readonly facts: Buffer;
}

/** The directory of an archive without comment, in its order. Throws ProofFailed for anything a strict reader refuses. */
export async function readZipDirectory(source: ByteSource): Promise<DirectoryEntry[]> {
  const end = await source.read(source.size - END_OF_DIRECTORY_BYTES, END_OF_DIRECTORY_BYTES);
  if (end.length < END_OF_DIRECTORY_BYTES || end.readUInt32LE(0) !== END_OF_DIRECTORY) {
    throw brokenArchive('the end of the archive', 'no directory', 'the end record of a ZIP');
  }
  const bytes = end.readUInt32LE(12);
  const position = end.readUInt32LE(16);
  const directory = await source.read(position, bytes);
  const entries: DirectoryEntry[] = [];
  let at = 0;
  while (at < directory.length) {
    const entry = readCentralHeader(directory, at);
    at += CENTRAL_HEADER_BYTES + entry.name.length;
    entries.push(entry);
  }
  const promised = end.readUInt16LE(10);
  if (entries.length !== promised) {
    throw brokenArchive('the directory', `${entries.length} entries`, `${promised} as its end record says`);
  }
  return entries;
}

/** The bytes of an entry, inflated, in parts; its local header, sizes and checksum are checked on the way. */
export async function* entryBytes(source: ByteSource, entry: DirectoryEntry): AsyncGenerator<Buffer> {
  const start = await checkLocalHeader(source, entry);
  const parts = entry.method === DEFLATED ? inflatedBytes(source, start, entry) : storedBytes(source, start, entry);
  let crc = 0;
  let size = 0;
  for await (const part of parts) {
    crc = crc32(part, crc);
    size += part.length;
    yield part;
  }
  if (size !== entry.size) throw brokenArchive(entry.name, `${size} bytes`, `${entry.size} as the directory says`);
  if (crc !== entry.crc) throw brokenArchive(entry.name, 'another checksum', 'the CRC-32 of the directory');
}

async function* storedBytes(source: ByteSource, start: number, entry: ZipEntry): AsyncGenerator<Buffer> {
  for (let done = 0; done < entry.compressedSize; done += READ_BYTES) {
    yield await source.read(start + done, Math.min(READ_BYTES, entry.compressedSize - done));
  }
}

async function* inflatedBytes(source: ByteSource, start: number, entry: ZipEntry): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: INFLATED_BYTES });
  const stored = Readable.from(storedBytes(source, start, entry), { objectMode: false });
  stored.on('error', (error) => inflate.destroy(error));
  stored.pipe(inflate);
  try {
    yield* inflate;
  } catch (cause) {
    if (cause instanceof BordereauError) throw cause;
    throw brokenArchive(entry.name, 'compressed bytes that cannot be read', 'a whole deflate stream', cause);
  } finally {
    stored.destroy();
  }
  if (inflate.bytesWritten !== entry.compressedSize) {
    throw brokenArchive(
      entry.name,
      `${inflate.bytesWritten} compressed bytes`,
      `${entry.compressedSize} as the directory says`,
    );
  }
}

function readCentralHeader(directory: Buffer, at: number): DirectoryEntry {
  const rest = directory.length - at;
  if (rest < CENTRAL_HEADER_BYTES || directory.readUInt32LE(at) !== CENTRAL_HEADER) {
    throw brokenArchive('the directory', 'something else', 'one header after another');
  }
  const nameBytes = directory.readUInt16LE(at + 28);
  const extraBytes = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  if (extraBytes > 0 || rest < CENTRAL_HEADER_BYTES + nameBytes) {
    throw brokenArchive('the directory', 'extra fields or a cut name', 'plain headers');
  }
  const name = directory.toString('latin1', at + CENTRAL_HEADER_BYTES, at + CENTRAL_HEADER_BYTES + nameBytes);
  const facts = directory.subarray(at + 6, at + 6 + FACTS_BYTES);
  return {
    name,
    facts,
    method: methodOf(facts, name),
    crc: facts.readUInt32LE(10),
    compressedSize: facts.readUInt32LE(14),
    size: facts.readUInt32LE(18),
    position: directory.readUInt32LE(at + 42),
  };
}

/** The local header must say byte for byte what the directory says; returns where the entry's bytes begin. */
export async function checkLocalHeader(source: ByteSource, { name, position, facts }: DirectoryEntry): Promise<number> {
  const length = LOCAL_HEADER_BYTES + name.length;
  const header = await source.read(position, length);
  if (header.length < length || header.readUInt32LE(0) !== LOCAL_HEADER) {
    throw brokenArchive(name, 'no header', 'its header where the directory says');
  }
  const sameName = header.toString('latin1', LOCAL_HEADER_BYTES) === name;
  if (!sameName || !header.subarray(4, LOCAL_HEADER_BYTES).equals(facts)) {
    throw brokenArchive(name, 'a header that differs from the directory', 'the same facts in both');
  }
  return position + length;
}

function methodOf(facts: Buffer, name: string): ZipEntry['method'] {
  const method = facts.readUInt16LE(4);
  if (method !== STORED && method !== DEFLATED) throw brokenArchive(name, `method ${method}`, 'stored or deflated');
  return method;
}
