import { describe, expect, it } from 'vitest';
import { sentenceAround, splitSentences, type TextSpan } from '../../../src/text/index.js';

const split = (text: string): string[] => splitSentences(text).map(({ start, end }) => text.slice(start, end));

/** The sentence at the `|` in the text. */
function around(marked: string): string {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { start, end } = sentenceAround(text, offset);
  return text.slice(start, end);
}

describe('sentences', () => {
  it.each([
    ['titles', ['Mr. Smith met Dr. Jones.', 'Then he left.']],
    ['initials', ['J. R. R. Tolkien wrote it.', 'So do I.', 'The end.']],
    ['acronyms', ['The U.S. Army came.', 'He lives in the U.S.', 'The weather is nice.']],
    ['examples', ['Go to a city, e.g. Paris or Rome.', 'Stay there.']],
    ['numbers', ['Pi is 3.14 or so.', 'See No. 5 and Fig. 3.', 'No.', "I won't."]],
    ['speech that goes on', ['"Stop!" he said.', '“Why?” asked Tom.', '“Go.”', 'She went.']],
    ['names with marks', ['Yahoo! is a firm.', 'I use Node.js daily.', 'See example.com.']],
    ['dots of omission', ['Wait... what?', 'Well... I think so.', 'He left…', 'The door closed.']],
    ['masks', ['Paris.', '[MASK] is nice.', 'She left.', '_____ was sad.', '[mask] is it!', 'He is ___.']],
    ['reference marks', ['It is so.[1]', 'It was so.[2][3]', 'Yes.']],
    ['German', ['Am 3. Oktober kam Herr Dr. Müller, d.h. um 5 Uhr.', 'Er sagte: „Komm!“ und ging.']],
    ['French', ['« Viens ! » dit-il.', '« Rapide. »', 'M. Dupont est là.']],
    ['surrogate pairs', ['😀 Great!', '𝔗his is 𝒳.', '👍🏽 Yes.']],
  ])('%s', (_, expected) => {
    expect(split(expected.join(' '))).toEqual(expected);
  });

  it('Chinese', () => {
    const expected = ['今天[MASK]天气很好。', '我们去公园吧！', '好吗？', '“好。”', '我……不知道。'];
    expect(split(expected.join(''))).toEqual(expected);
  });

  it('a line break is a space, an empty line an end', () => {
    const text = 'This is\nwrapped. And\r\nthis too.\r\n\r\nno stop\n \nnew one';
    expect(split(text)).toEqual(['This is\nwrapped.', 'And\r\nthis too.', 'no stop', 'new one']);
  });

  it('nothing where there is nothing', () => {
    expect(split('')).toEqual([]);
    expect(split(' \n\t ')).toEqual([]);
    expect(split('no stop')).toEqual(['no stop']);
  });
});

describe('sentenceAround', () => {
  it('at the place, at its end, between two', () => {
    expect(around('One. Tw|o. Three.')).toBe('Two.');
    expect(around('One. Two.| Three.')).toBe('Two.');
    expect(around('One. Two. |Three.')).toBe('Three.');
    expect(around('|  One. Two.')).toBe('One.');
    expect(around('一。|二。')).toBe('二。');
  });

  it('is empty where there is no text', () => {
    expect(sentenceAround(' \n ', 1)).toEqual<TextSpan>({ start: 1, end: 1 });
  });
});
