/** A CSV reader of the tests' own, by RFC 4180: fields in quotes may hold anything, with `""` for a quote. */
export function parseCsv(text: string, delimiter: string, recordEnd: string): string[][] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at, delimiter, recordEnd);
      record.push(field.value);
      at = field.end;
      if (!text.startsWith(delimiter, at)) break;
      at += delimiter.length;
    }
    if (!text.startsWith(recordEnd, at)) throw new Error(`no record end at ${at}`);
    at += recordEnd.length;
    records.push(record);
  }
  return records;
}

function quotedField(text: string, start: number): { value: string; end: number } {
  let end = text.indexOf('"', start + 1);
  while (text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end === -1) throw new Error(`no closing quote for ${start}`);
  return { value: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}

function plainField(text: string, start: number, delimiter: string, recordEnd: string): { value: string; end: number } {
  const ends = [text.indexOf(delimiter, start), text.indexOf(recordEnd, start)].filter((end) => end !== -1);
  const end = Math.min(...ends, text.length);
  const value = text.slice(start, end);
  if (/["\r\n]/.test(value)) throw new Error(`a quote or a line break in a plain field at ${start}`);
  return { value, end };
}
