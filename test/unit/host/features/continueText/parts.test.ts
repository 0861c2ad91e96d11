import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPart } from '../../../../../src/host/features/continueText/parts.js';

/** Has no half of a pair. */
const isSound = (text: string) => !/\p{Cs}/u.test(text);

describe('what is taken at once', () => {
  it.each([
    [' there was a', ' there'],
    ['there, was', 'there,'],
    ['\n\nThen he', '\n\nThen'],
    ['今天天气很好。', '今天'],
    [' “No,” she', ' “No,”'],
    [' 👩‍👧 and', ' 👩‍👧'],
    ['word', 'word'],
    ['  ', '  '],
  ])('a word of %j', (text, word) => {
    expect(firstPart(text, 'word')).toBe(word);
  });

  it.each([
    [' and went home. Then he slept.', ' and went home.'],
    [' said “no.” Then', ' said “no.”'],
    ['去公园。然后', '去公园。'],
    [' and went', ' and went'],
    ['\n\nThen he left. She', '\n\nThen he left.'],
  ])('a sentence of %j', (text, sentence) => {
    expect(firstPart(text, 'sentence')).toBe(sentence);
  });

  it('is a beginning with whole characters, and not empty', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(text, fc.constantFrom('word' as const, 'sentence' as const), (text, part) => {
        const piece = firstPart(text, part);
        return text.startsWith(piece) && piece !== '' && isSound(piece);
      }),
    );
  });
});
