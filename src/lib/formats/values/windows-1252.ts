import iconv from 'iconv-lite';

/** The 256 characters of windows-1252 by byte; the five bytes it leaves free read U+FFFD. Not Node's `latin1` (formats.md B3). */
const CHARACTERS: readonly string[] = iconv.decode(Buffer.from([...Array(256).keys()]), 'win1252').split('');

/** The byte of each character that windows-1252 has. */
export const WINDOWS_1252: ReadonlyMap<string, number> = new Map(
  CHARACTERS.flatMap((character, byte) => (character === '\uFFFD' ? [] : [[character, byte]])),
);

/** As MySQL's `latin1`: windows-1252, whose five free bytes are the control characters of the same number. */
const MYSQL_LATIN1: ReadonlyMap<string, number> = new Map(
  CHARACTERS.map((character, byte) => [character === '\uFFFD' ? String.fromCharCode(byte) : character, byte]),
);

const fatalUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Undoes UTF-8 bytes that were stored as latin1: `SÃ©nÃ©gal` becomes `Sénégal`. A text that was never doubled, or only
 * in part, comes back as it is (formats.md B7).
 */
export function repairUtf8InLatin1(text: string): string {
  const bytes: number[] = [];
  for (const character of text) {
    const byte = MYSQL_LATIN1.get(character);
    if (byte === undefined) return text;
    bytes.push(byte);
  }
  try {
    return fatalUtf8.decode(Uint8Array.from(bytes));
  } catch {
    return text;
  }
}
