import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipAround, clipEnd, clipStart, clipWord, graphemes } from '../../../src/text/excerpt.js';

/** A family is one character of eleven UTF-16 units. */
const FAMILY = '👨‍👩‍👧‍👦';

describe('a text that is cut to be shown', () => {
  it('ends and begins between words', () => {
    expect(clipEnd('one two three', 10)).toBe('one two…');
    expect(clipEnd('one two', 7)).toBe('one two');
    expect(clipStart('one two three', 10)).toBe('…two three');
    expect(clipStart('one two three', 9)).toBe('…three');
    expect(clipAround('one two three four five', 8, 5, 7)).toBe('…two three…');
    expect(clipAround('one two', 4, 9, 9)).toBe('one two');
  });

  it('is cut within a word only where the word is longer than the room', () => {
    expect(clipEnd('Donaudampfschifffahrt', 8)).toBe('Donauda…');
    expect(clipStart('Donaudampfschifffahrt', 8)).toBe('…fffahrt');
    expect(clipEnd('河岸上有一家银行', 5)).toMatch(/^河岸上有?…$/);
  });

  it('never has half a character, wherever it is cut', () => {
    const text = `${FAMILY.repeat(3)} e\u0301e\u0301 🇩🇪🇫🇷`;
    const whole = new Set(graphemes(text));
    for (let longest = 2; longest <= text.length + 1; longest++) {
      for (const cut of [clipEnd(text, longest), clipStart(text, longest), clipAround(text, 33, longest, longest)]) {
        expect(graphemes(cut.replaceAll('…', '')).filter((one) => !whole.has(one))).toEqual([]);
      }
      expect(clipEnd(text, longest).length).toBeLessThanOrEqual(longest);
      expect(clipStart(text, longest).length).toBeLessThanOrEqual(longest);
    }
  });

  it('is never longer than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, longest) => {
        for (const cut of [clipEnd(text, longest), clipStart(text, longest)]) {
          expect(cut.length).toBeLessThanOrEqual(longest);
          expect(() => encodeURIComponent(cut)).not.toThrow(); // as it does for half a character
        }
      }),
    );
  });

  it('is counted in characters where it is a label', () => {
    expect(clipWord(FAMILY.repeat(4), 4)).toBe(FAMILY.repeat(4));
    expect(clipWord(FAMILY.repeat(5), 4)).toBe(`${FAMILY.repeat(3)}…`);
    expect(clipWord('abcde', 4)).toBe('abc…');
  });
});
