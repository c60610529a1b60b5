const UTF16 = 1;
const LATIN1 = 0;

/** True when the text needs two bytes a character. */
export const isWide = (text: string): boolean => /[\u0100-\uFFFF]/.test(text);

/** A text with its length in front, in one or two bytes. Source: [MS-XLS] 2.5.240, 2.5.294. */
export function biffString(text: string, lengthBytes: 1 | 2): Buffer {
  const wide = isWide(text);
  const head = Buffer.alloc(lengthBytes + 1);
  head.writeUIntLE(text.length, 0, lengthBytes);
  head[lengthBytes] = wide ? UTF16 : LATIN1;
  return Buffer.concat([head, Buffer.from(text, wide ? 'utf16le' : 'latin1')]);
}
