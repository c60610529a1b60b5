import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest } from '../../src/lib/did-you-mean.ts';

describe('closest', () => {
  it.each([
    ['segmnet', ['from', 'segment', 'to'], 'segment'],
    ['Form', ['from', 'to'], 'from'],
    ['inter', ['interval', 'outer'], 'interval'],
    ['t', ['to', 'x'], 'to'],
    ['welcome-cal', ['welcome-call', 'welcome-mail'], 'welcome-call'],
  ])('suggests for %j among %j: %j', (word, candidates, expected) => {
    expect(closest(word, candidates)).toBe(expected);
  });

  it('suggests nothing when no candidate is near', () => {
    expect(closest('segment', ['from', 'to', 'zone'])).toBeUndefined();
    expect(closest('segment', [])).toBeUndefined();
  });

  it('finds the word itself among any candidates', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (others, word) => {
        expect(closest(word, [...others, word])?.toLowerCase()).toBe(word.toLowerCase());
      }),
    );
  });

  it('forgives one swap of neighbours, wherever it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,12}$/), fc.nat(), (word, place) => {
        const at = place % (word.length - 1);
        const swapped = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
        expect(closest(swapped, [word])).toBe(word);
      }),
    );
  });
});
