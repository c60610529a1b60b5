import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { bytesInMemory } from '../../../../src/lib/formats/zip/byte-source.ts';
import { BLOCK_BYTES } from '../../../../src/lib/formats/zip/deflated-entry.ts';
import { FileSink } from '../../../../src/lib/formats/zip/file-sink.ts';
import { entryBytes, readZipDirectory } from '../../../../src/lib/formats/zip/zip-reader.ts';
import { ZipWriter } from '../../../../src/lib/formats/zip/zip-writer.ts';
import { newPath, removeWorkbooks } from '../workbooks/build.ts';

afterEach(removeWorkbooks);

/** Writes the entries block by block, as sheets are. */
async function zipOf(entries: ReadonlyMap<string, Buffer>): Promise<{ path: string; bytes: Buffer }> {
  const path = await newPath('archive.zip');
  const file = await open(path, 'w+');
  const zip = new ZipWriter(new FileSink(file));
  for (const [name, content] of entries) {
    const entry = await zip.openEntry(name);
    for (let at = 0; at < content.length; at += BLOCK_BYTES) {
      const length = content.copy(await entry.nextBlock(), 0, at);
      entry.push(length);
    }
    await zip.closeEntry(entry);
  }
  await zip.finish();
  await file.close();
  return { path, bytes: await readFile(path) };
}

const contents = new Map([
  ['empty.xml', Buffer.alloc(0)],
  ['small.xml', Buffer.from('<a>é</a>')],
  ['folder/large.xml', Buffer.from('<row>0123456789</row>'.repeat(400_000))],
  ['random.bin', randomBytes(3 * BLOCK_BYTES + 17)],
]);

test('entries compressed in parallel blocks come back whole, through our reader and unzip', async () => {
  const { path, bytes } = await zipOf(contents);
  const source = bytesInMemory(bytes);
  const directory = await readZipDirectory(source);
  expect(directory.map(({ name }) => name)).toEqual([...contents.keys()]);
  for (const entry of directory) {
    const parts: Buffer[] = [];
    for await (const part of entryBytes(source, entry)) parts.push(part);
    expect(Buffer.concat(parts).equals(contents.get(entry.name)!)).toBe(true);
  }
  expect(execFileSync('unzip', ['-tq', path], { encoding: 'utf8' })).toContain('No errors');
});

test('X20 sizes stand in the local headers, without a data descriptor or ZIP64', async () => {
  const { bytes } = await zipOf(contents);
  for (const { name, position, compressedSize, size } of await readZipDirectory(bytesInMemory(bytes))) {
    expect({ name, version: bytes.readUInt16LE(position + 4), flags: bytes.readUInt16LE(position + 6) }).toEqual({
      ...{ name, version: 20, flags: 0 },
    });
    expect([bytes.readUInt32LE(position + 18), bytes.readUInt32LE(position + 22)]).toEqual([compressedSize, size]);
  }
});

test('X21 the same entries give the same bytes', async () => {
  const [first, second] = [await zipOf(contents), await zipOf(contents)];
  expect(second.bytes.equals(first.bytes)).toBe(true);
});

test('an entry that was stopped takes no more blocks', async () => {
  const file = await open(await newPath('archive.zip'), 'w+');
  const zip = new ZipWriter(new FileSink(file));
  const entry = await zip.openEntry('a.xml');
  await entry.nextBlock();
  entry.push(BLOCK_BYTES);
  await zip.abort();
  await expect(entry.nextBlock()).rejects.toMatchObject({ code: 'WRITING_STOPPED' });
  await expect(zip.openEntry('b.xml')).rejects.toMatchObject({ code: 'WRITING_STOPPED' });
  await file.close();
});
