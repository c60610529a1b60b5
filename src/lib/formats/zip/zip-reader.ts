import { Readable } from 'node:stream';
import { createInflateRaw, crc32 } from 'node:zlib';
import { ProofFailed } from '../../errors/format-errors.ts';
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
const INFLATED_BYTES = 1024 * 1024;

/** The directory of an archive without comment, in its order. Throws ProofFailed for anything a strict reader refuses. */
export async function readZipDirectory(source: ByteSource): Promise<ZipEntry[]> {
  const end = await source.read(source.size - END_OF_DIRECTORY_BYTES, END_OF_DIRECTORY_BYTES);
  if (end.length < END_OF_DIRECTORY_BYTES || end.readUInt32LE(0) !== END_OF_DIRECTORY) {
    throw broken('the end of the archive', 'no directory', 'the end record of a ZIP');
  }
  const bytes = end.readUInt32LE(12);
  const position = end.readUInt32LE(16);
  const directory = await source.read(position, bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at < directory.length) {
    const entry = readCentralHeader(directory, at);
    at += CENTRAL_HEADER_BYTES + entry.name.length;
    entries.push(entry);
  }
  const promised = end.readUInt16LE(10);
  if (entries.length !== promised) {
    throw broken('the directory', `${entries.length} entries`, `${promised} as its end record says`);
  }
  return entries;
}

/** The bytes of an entry, inflated, in parts; its local header, sizes and checksum are checked on the way. */
export async function* entryBytes(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  const start = await checkLocalHeader(source, entry);
  const parts = entry.method === DEFLATED ? inflatedBytes(source, start, entry) : storedBytes(source, start, entry);
  let crc = 0;
  let size = 0;
  for await (const part of parts) {
    crc = crc32(part, crc);
    size += part.length;
    yield part;
  }
  if (size !== entry.size) throw broken(entry.name, `${size} bytes`, `${entry.size} as the directory says`);
  if (crc !== entry.crc) throw broken(entry.name, 'another checksum', 'the CRC-32 of the directory');
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
    throw broken(entry.name, 'compressed bytes that cannot be read', 'a whole deflate stream', cause);
  } finally {
    stored.destroy();
  }
  if (inflate.bytesWritten !== entry.compressedSize) {
    throw broken(
      entry.name,
      `${inflate.bytesWritten} compressed bytes`,
      `${entry.compressedSize} as the directory says`,
    );
  }
}

function readCentralHeader(directory: Buffer, at: number): ZipEntry {
  const rest = directory.length - at;
  if (rest < CENTRAL_HEADER_BYTES || directory.readUInt32LE(at) !== CENTRAL_HEADER) {
    throw broken('the directory', 'something else', 'one header after another');
  }
  const nameBytes = directory.readUInt16LE(at + 28);
  const extraBytes = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  if (extraBytes > 0 || rest < CENTRAL_HEADER_BYTES + nameBytes) {
    throw broken('the directory', 'extra fields or a cut name', 'plain headers');
  }
  const name = directory.toString('latin1', at + CENTRAL_HEADER_BYTES, at + CENTRAL_HEADER_BYTES + nameBytes);
  return { name, ...readFacts(directory, at + 6, name), position: directory.readUInt32LE(at + 42) };
}

async function checkLocalHeader(source: ByteSource, entry: ZipEntry): Promise<number> {
  const length = LOCAL_HEADER_BYTES + entry.name.length;
  const header = await source.read(entry.position, length);
  if (header.length < length || header.readUInt32LE(0) !== LOCAL_HEADER) {
    throw broken(entry.name, 'no header', 'its header where the directory says');
  }
  const nameBytes = header.readUInt16LE(26);
  const name = header.toString('latin1', LOCAL_HEADER_BYTES, LOCAL_HEADER_BYTES + nameBytes);
  const local = readFacts(header, 4, entry.name);
  const same =
    name === entry.name &&
    local.method === entry.method &&
    local.crc === entry.crc &&
    local.compressedSize === entry.compressedSize &&
    local.size === entry.size;
  if (!same) throw broken(entry.name, 'a header that differs from the directory', 'the same facts in both');
  return entry.position + length + header.readUInt16LE(28);
}

function readFacts(header: Buffer, at: number, name: string): Omit<ZipEntry, 'name' | 'position'> {
  const method = header.readUInt16LE(at + 4);
  if (method !== STORED && method !== DEFLATED) throw broken(name, `method ${method}`, 'stored or deflated');
  return {
    method,
    crc: header.readUInt32LE(at + 10),
    compressedSize: header.readUInt32LE(at + 14),
    size: header.readUInt32LE(at + 18),
  };
}

function broken(what: string, got: string, expected: string, cause?: unknown): ProofFailed {
  return new ProofFailed({
    where: `the archive of the workbook, ${what}`,
    got,
    expected,
    next: 'The file is built again; if it happens again, check the disk.',
    cause,
  });
}
