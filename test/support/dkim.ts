import { createHash, createVerify, type KeyObject } from 'node:crypto';

/** What a receiver makes of the DKIM signature of a message, by RFC 6376 (relaxed/relaxed, rsa-sha256 alone). */
export function verifyDkim(
  raw: Buffer,
  publicKey: KeyObject,
): { tags: Map<string, string>; body: boolean; head: boolean } {
  const text = raw.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const headers = text.slice(0, end).split(/\r\n(?![ \t])/);
  const signature = headers.find((header) => /^dkim-signature:/i.test(header)) ?? '';
  const tags = tagsOf(signature);
  const bodyHash = createHash('sha256')
    .update(relaxedBody(text.slice(end + 4)), 'latin1')
    .digest('base64');
  const names = (tags.get('h') ?? '').toLowerCase().split(':');
  const signedHeaders = names.map((name) => takeLast(headers, name.trim())).filter((header) => header !== null);
  const ownHeader = relaxedHeader(signature.replace(/([;\s]b=)[^;]*/, '$1'));
  const verify = createVerify('RSA-SHA256');
  verify.update(`${signedHeaders.map((header) => `${relaxedHeader(header)}\r\n`).join('')}${ownHeader}`, 'latin1');
  return {
    tags,
    body: bodyHash === tags.get('bh'),
    head: verify.verify(publicKey, tags.get('b') ?? '', 'base64'),
  };
}

function tagsOf(header: string): Map<string, string> {
  const list = header.slice(header.indexOf(':') + 1).split(';');
  const pairs = list.map((tag) => tag.split(/=(.*)/s).map((part) => part.replaceAll(/\s+/g, '')));
  return new Map(pairs.filter(([name]) => name !== '').map(([name = '', value = '']) => [name, value]));
}

/** RFC 6376, 5.4.2: of headers of the same name the last one first, each once. */
function takeLast(headers: string[], name: string): string | null {
  const index = headers.findLastIndex((header) => header.toLowerCase().startsWith(`${name}:`));
  return index === -1 ? null : (headers.splice(index, 1)[0] ?? null);
}

/** RFC 6376, 3.4.2. */
function relaxedHeader(header: string): string {
  const colon = header.indexOf(':');
  const value = header
    .slice(colon + 1)
    .replaceAll(/\r\n/g, '')
    .replaceAll(/[ \t]+/g, ' ')
    .trim();
  return `${header.slice(0, colon).toLowerCase().trimEnd()}:${value}`;
}

/** RFC 6376, 3.4.4. */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''));
  const text = lines.join('\r\n').replace(/(\r\n)*$/, '');
  return text === '' ? '' : `${text}\r\n`;
}
