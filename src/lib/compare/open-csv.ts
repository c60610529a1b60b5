import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { TableUnreadable } from '../errors/compare-errors.ts';
import { systemCode } from '../errors/file-system.ts';
import { findDelimiter } from './find-delimiter.ts';
import { type CsvEncoding, findEncoding } from './find-encoding.ts';
import type { TableFile } from './table-file.ts';

/** Characters that are looked at for the delimiter. */
const SAMPLE_CHARACTERS = 64 * 1024;
const RECORD_ENDS = ['\r\n', '\n', '\r'];

/** Opens a CSV, gzipped when its name says so. Memory does not grow with it. */
export async function openCsv(path: string): Promise<TableFile> {
  const encoding = await readable(path, findEncoding(bytesOf(path)));
  const delimiter = findDelimiter(await readable(path, sampleOf(path, encoding)), RECORD_ENDS);
  return {
    form: `CSV, ${encoding}, ${JSON.stringify(delimiter)}`,
    rows: () => records(path, encoding, delimiter),
  };
}

async function* records(path: string, encoding: CsvEncoding, delimiter: string): AsyncGenerator<readonly string[]> {
  const options = { delimiter, record_delimiter: RECORD_ENDS, relax_column_count: true, relax_quotes: true };
  const parser = Readable.from(texts(path, encoding)).compose(parse({ ...options, skip_empty_lines: true }));
  try {
    for await (const record of parser) yield record as readonly string[];
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The text of the file in parts, without a byte order mark. */
async function* texts(path: string, encoding: CsvEncoding): AsyncGenerator<string> {
  // TextDecoder of Node 20 takes windows-1252 for latin1.
  const decoder = iconv.getDecoder(encoding);
  for await (const part of bytesOf(path)) yield decoder.write(part);
  yield decoder.end() ?? '';
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const stream: AsyncIterable<Buffer> = path.toLowerCase().endsWith('.gz') ? file.compose(createGunzip()) : file;
  yield* stream;
}

async function sampleOf(path: string, encoding: CsvEncoding): Promise<string> {
  let sample = '';
  for await (const text of texts(path, encoding)) {
    sample += text;
    if (sample.length >= SAMPLE_CHARACTERS) return sample.slice(0, sample.lastIndexOf('\n') + 1);
  }
  return sample;
}

async function readable<Result>(path: string, read: Promise<Result>): Promise<Result> {
  try {
    return await read;
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The parser's own message holds cells, so only its code is told. */
function unreadable(path: string, error: unknown): unknown {
  const code = error instanceof CsvError ? error.code : systemCode(error);
  if (code === undefined) return error;
  return new TableUnreadable({ where: path, got: code, expected: 'a CSV', cause: error });
}
