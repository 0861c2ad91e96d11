import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../../src/text/wordSpans.js';

const words = (text: string) => splitWords(text).map(({ start, end }) => text.slice(start, end));

describe('the words of a text', () => {
  it('are Unicode’s words, single marks and single Chinese characters', () => {
    expect(words('He didn’t pay 3.14 €, “no”!')).toEqual([
      'He',
      'didn’t',
      'pay',
      '3.14',
      '€',
      ',',
      '“',
      'no',
      '”',
      '!',
    ]);
    expect(words('今天天气很好。BERT模型')).toEqual(['今', '天', '天', '气', '很', '好', '。', 'BERT', '模', '型']);
    expect(words(' \n\t')).toEqual([]);
  });

  it('cover all but white space, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let from = 0;
        for (const { start, end } of splitWords(text)) {
          expect(text.slice(from, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          from = end;
        }
        expect(text.slice(from).trim()).toBe('');
      }),
    );
  });
});
