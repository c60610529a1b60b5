/** What the ZIP directory says of one entry. Source: PKWARE APPNOTE 6.3.10, without ZIP64. */
export interface ZipEntry {
  /** Path inside the archive, ASCII. */
  readonly name: string;
  readonly method: typeof STORED | typeof DEFLATED;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly position: number;
}

export const STORED = 0;
export const DEFLATED = 8;

export const LOCAL_HEADER = 0x0403_4b50;
export const CENTRAL_HEADER = 0x0201_4b50;
export const END_OF_DIRECTORY = 0x0605_4b50;
export const LOCAL_HEADER_BYTES = 30;
export const CENTRAL_HEADER_BYTES = 46;
export const END_OF_DIRECTORY_BYTES = 22;

/** First size a ZIP without ZIP64 cannot say. */
export const ZIP_LIMIT_BYTES = 0xffff_ffff;

const VERSION_NEEDED = 20;
/** 1980-01-01 00:00:00, the first moment of DOS time: the same rows give the same bytes (formats.md X21). */
const FIXED_DATE = 0x0021;
const FIXED_TIME = 0;

/** The header that stands before an entry's bytes. */
export function localHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name, 'latin1');
  const header = Buffer.alloc(LOCAL_HEADER_BYTES + name.length);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  writeFacts(header, 4, entry, name.length);
  name.copy(header, LOCAL_HEADER_BYTES);
  return header;
}

/** The entry's record in the directory at the archive's end. */
export function centralHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name, 'latin1');
  const header = Buffer.alloc(CENTRAL_HEADER_BYTES + name.length);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(VERSION_NEEDED, 4);
  writeFacts(header, 6, entry, name.length);
  header.writeUInt32LE(entry.position, 42);
  name.copy(header, CENTRAL_HEADER_BYTES);
  return header;
}

/** The record that closes the archive and says where its directory is. */
export function endOfDirectory(entries: number, directoryPosition: number, directoryBytes: number): Buffer {
  const record = Buffer.alloc(END_OF_DIRECTORY_BYTES);
  record.writeUInt32LE(END_OF_DIRECTORY, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryPosition, 16);
  return record;
}

/** The fields that both headers share, from `version needed` to the two name lengths. */
function writeFacts(header: Buffer, at: number, entry: ZipEntry, nameBytes: number): void {
  header.writeUInt16LE(VERSION_NEEDED, at);
  header.writeUInt16LE(entry.method, at + 4);
  header.writeUInt16LE(FIXED_TIME, at + 6);
  header.writeUInt16LE(FIXED_DATE, at + 8);
  header.writeUInt32LE(entry.crc, at + 10);
  header.writeUInt32LE(entry.compressedSize, at + 14);
  header.writeUInt32LE(entry.size, at + 18);
  header.writeUInt16LE(nameBytes, at + 22);
}
