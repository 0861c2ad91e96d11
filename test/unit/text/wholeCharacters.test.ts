import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstBroken, wholeBeginning, wholeCharacters } from '../../../src/text/wholeCharacters.js';

/** Has no half of a pair. */
const isSound = (text: string) => !/\p{Cs}/u.test(text);

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\uFFFD', '\uD83D', '\uDE00', '\u200D', '🇩', '👩', 'a', '字'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 30,
});

describe('what goes into a document', () => {
  it('has no broken characters', () => {
    expect(wholeCharacters('a\uFFFDb\uD83D c\uDE00')).toBe('ab c');
    expect(wholeCharacters('👍🏽 naïve 今天')).toBe('👍🏽 naïve 今天');
    fc.assert(
      fc.property(anyText, (text) => {
        const whole = wholeCharacters(text);
        expect(isSound(whole)).toBe(true);
        expect(whole).not.toContain('\uFFFD');
        if (firstBroken(text) === null) expect(whole).toBe(text);
      }),
    );
  });

  it('keeps those that the user’s text has', () => {
    expect(wholeCharacters('a\uFFFDb', 'x\uFFFD')).toBe('a\uFFFDb');
    expect(wholeCharacters('a\uFFFDb\uD83D', 'x\uFFFD')).toBe('a\uFFFDb');
  });
});

describe('what a model wrote', () => {
  it('ends before what is no character, and with a whole one', () => {
    expect(wholeBeginning('今天\uFFFD天')).toBe('今天');
    expect(wholeBeginning('a 👩\u200D')).toBe('a 👩');
    expect(wholeBeginning('a 👩\u200D👧')).toBe('a 👩\u200D👧');
    expect(wholeBeginning('flag 🇩🇪🇫')).toBe('flag 🇩🇪');
    expect(wholeBeginning('flag 🇩🇪')).toBe('flag 🇩🇪');
    expect(wholeBeginning('\uD83D')).toBe('');
    fc.assert(
      fc.property(anyText, (text) => {
        const whole = wholeBeginning(text);
        expect(text.startsWith(whole)).toBe(true);
        expect(isSound(whole)).toBe(true);
        expect(whole).not.toMatch(/\uFFFD|\u200D$/);
        expect(wholeBeginning(whole)).toBe(whole);
      }),
    );
  });
});
