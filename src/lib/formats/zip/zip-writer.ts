import { WritingStopped } from '../../errors/format-errors.ts';
import { WorkbookLimitExceeded } from '../../errors/workbook-errors.ts';
import { DeflatedEntry } from './deflated-entry.ts';
import type { FileSink } from './file-sink.ts';
import { centralHeader, endOfDirectory, ZIP_LIMIT_BYTES, type ZipEntry } from './zip-records.ts';

/**
 * Writes a ZIP archive entry after entry; sizes are patched into the local headers, so that strict readers find them
 * there. The same calls give the same bytes. An archive that would need ZIP64 is refused: Excel "repairs" one whose
 * headers it does not like (formats.md X20).
 */
export class ZipWriter {
  readonly #sink: FileSink;
  readonly #limitBytes: number;
  readonly #entries: ZipEntry[] = [];
  #open: DeflatedEntry | undefined;
  #stopped = false;

  constructor(sink: FileSink, limitBytes = ZIP_LIMIT_BYTES) {
    this.#sink = sink;
    this.#limitBytes = limitBytes;
  }

  /** Begins an entry; the one before it must be closed. */
  async openEntry(name: string): Promise<DeflatedEntry> {
    if (this.#stopped) throw new WritingStopped({ where: 'writing the workbook', got: 'an abort' });
    this.#open = await DeflatedEntry.open(this.#sink, name, () => this.#checkSize());
    return this.#open;
  }

  async closeEntry(entry: DeflatedEntry): Promise<void> {
    this.#entries.push(await entry.close());
    this.#open = undefined;
    this.#checkSize();
  }

  /** Writes a whole small entry. */
  async add(name: string, bytes: Uint8Array): Promise<void> {
    const entry = await this.openEntry(name);
    await entry.write(bytes);
    await this.closeEntry(entry);
  }

  /** Writes the directory that ends the archive. */
  async finish(): Promise<void> {
    const position = this.#sink.position;
    const directory = Buffer.concat(this.#entries.map(centralHeader));
    await this.#sink.append(directory);
    await this.#sink.append(endOfDirectory(this.#entries.length, position, directory.length));
    this.#checkSize();
  }

  /** Takes no more bytes, and waits until nothing is being compressed or written. */
  async abort(): Promise<void> {
    this.#stopped = true;
    await this.#open?.stop();
  }

  #checkSize(): void {
    if (this.#sink.position < this.#limitBytes) return;
    throw new WorkbookLimitExceeded({
      where: 'the workbook',
      got: `more than ${this.#limitBytes} bytes compressed`,
      expected: 'a file under 4 GiB, the most that Excel opens',
      next: 'Split the export into smaller intervals, or use CSV.',
    });
  }
}
