import XLSX from '@e965/xlsx';

/** What we use of the library's compound files, which its types leave out. */
interface CompoundFiles {
  readonly utils: {
    cfb_new(options: { root: string }): unknown;
    cfb_add(file: unknown, name: string, content: Buffer): unknown;
    cfb_del(file: unknown, name: string): unknown;
  };
  find(file: unknown, name: string): { readonly content: Buffer } | null;
  read(bytes: Buffer, options: { type: 'buffer' }): unknown;
  write(file: unknown, options: { type: 'buffer' }): Buffer;
}

const CFB: CompoundFiles = XLSX.CFB;

/** The library signs its files with a stream that no program expects. */
const SIGNATURE_STREAM = '/\u0001Sh33tJ5';

/** A compound file ([MS-CFB]) with these streams, by path. */
export function compoundFile(streams: ReadonlyMap<string, Buffer>): Buffer {
  const file = CFB.utils.cfb_new({ root: 'R' });
  CFB.utils.cfb_del(file, SIGNATURE_STREAM);
  for (const [path, bytes] of streams) CFB.utils.cfb_add(file, path, bytes);
  return CFB.write(file, { type: 'buffer' });
}

/** The bytes of a stream of a compound file; undefined when there is none, or the file is none. */
export function readStream(bytes: Buffer, path: string): Buffer | undefined {
  try {
    return CFB.find(CFB.read(bytes, { type: 'buffer' }), path)?.content;
  } catch {
    return undefined;
  }
}
