const FOUR = 4;
const VERSION = Buffer.from([1, 0, 0, 0]);
const VERSIONS = Buffer.concat([VERSION, VERSION, VERSION]);
const SPACE = 'StrongEncryptionDataSpace';
const TRANSFORM = 'StrongEncryptionTransform';

/** The streams that say how the package is kept: the same in every encrypted workbook. Source: [MS-OFFCRYPTO] 2.1, 2.3.4. */
export const DATA_SPACES: ReadonlyMap<string, Buffer> = new Map([
  ['/\u0006DataSpaces/Version', Buffer.concat([text('Microsoft.Container.DataSpaces'), VERSIONS])],
  ['/\u0006DataSpaces/DataSpaceMap', table(entry(number(1), number(0), text('EncryptedPackage'), text(SPACE)))],
  [`/\u0006DataSpaces/DataSpaceInfo/${SPACE}`, table(text(TRANSFORM))],
  [`/\u0006DataSpaces/TransformInfo/${TRANSFORM}/\u0006Primary`, transform()],
]);

function number(value: number): Buffer {
  const bytes = Buffer.alloc(FOUR);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** UTF-16 with its length in bytes, filled up to a multiple of four. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf16le');
  return Buffer.concat([number(bytes.length), bytes, Buffer.alloc(bytes.length % FOUR)]);
}

/** Its own length, then the parts. */
function entry(...parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([number(FOUR + bytes.length), bytes]);
}

/** The length of its head, the number of its entries, and the one entry. */
function table(only: Buffer): Buffer {
  return Buffer.concat([number(2 * FOUR), number(1), only]);
}

function transform(): Buffer {
  const head = Buffer.concat([number(1), text('{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}')]);
  const name = text('Microsoft.Container.EncryptionTransform');
  return Buffer.concat([entry(head), name, VERSIONS, number(0), number(0), number(0), number(FOUR)]);
}
