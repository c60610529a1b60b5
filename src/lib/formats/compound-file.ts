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

/** Loaded when it is first needed: few files are compound ones, and every process and proof would pay for it. */
async function compoundFiles(): Promise<CompoundFiles> {
  const { default: library } = await import('@e965/xlsx');
  return library.CFB;
}

/** The library signs its files with a stream that no program expects. */
const SIGNATURE_STREAM = '/\u0001Sh33tJ5';

/** A compound file ([MS-CFB]) with these streams, by path. */
export async function compoundFile(streams: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const CFB = await compoundFiles();
  const file = CFB.utils.cfb_new({ root: 'R' });
  CFB.utils.cfb_del(file, SIGNATURE_STREAM);
  for (const [path, bytes] of streams) CFB.utils.cfb_add(file, path, bytes);
  return CFB.write(file, { type: 'buffer' });
}

/** The bytes of a stream of a compound file; undefined when there is none, or the file is none. */
export async function readStream(bytes: Buffer, path: string): Promise<Buffer | undefined> {
  const CFB = await compoundFiles();
  try {
    return CFB.find(CFB.read(bytes, { type: 'buffer' }), path)?.content;
  } catch {
    return undefined;
  }
}
