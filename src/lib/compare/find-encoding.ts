export type CsvEncoding = 'utf-8' | 'utf-16le' | 'windows-1252';

/**
 * The encoding of a text: UTF-16 where a byte order mark says so, UTF-8 where every byte agrees with it, else
 * windows-1252, which is what French Windows programs write. Reads to the end unless it is told earlier.
 */
export async function findEncoding(bytes: AsyncIterable<Buffer>): Promise<CsvEncoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  try {
    for await (const part of bytes) {
      if (first && part[0] === 0xff && part[1] === 0xfe) return 'utf-16le';
      first = false;
      decoder.decode(part, { stream: true });
    }
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}
