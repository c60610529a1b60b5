import { describe, expect, it } from 'vitest';
import { openSource } from '../../../src/lib/sources/open-source.ts';

describe('openSource', () => {
  it.each([
    ['mysql://u:p@db.example/canal', 'mysql'],
    ['sqlite:samples', 'sqlite'],
  ])('knows what %s is, and connects to nothing yet', (url, kind) => {
    expect(openSource('canal', url).kind).toBe(kind);
  });

  it.each(['', 'sqlite:', 'postgres://u:s3cret@h/db', 'u:s3cret@h'])('refuses %j without repeating it', (url) => {
    expect(() => openSource('canal', url)).toThrow(expect.objectContaining({ code: 'SOURCE_URL_INVALID' }));
    expect(() => openSource('canal', url)).not.toThrow(/s3cret/);
  });
});
