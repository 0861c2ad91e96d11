import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchWords, type MatchedSide } from '../../../src/attention/matchWords.js';

/** A text's words at its spaces. */
const side = (text: string, subjectAt: number | null = 0): MatchedSide => ({
  text,
  subjectAt,
  words: [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  })),
});
const special = (text: string) => ({ text, start: null, end: null });

describe('matching words', () => {
  it('goes by place in the same text, so that each occurrence finds itself', () => {
    expect(matchWords(side('the dog saw the cat'), side('the dog saw the cat'))).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
  });

  it('counts places behind a prefix', () => {
    const prefix = 'translate English to German: ';
    expect(matchWords(side('the dog'), side(`${prefix}the dog`, prefix.length))).toEqual([
      [0, 4],
      [1, 5],
    ]);
  });

  it('leaves out pieces that another tokenizer cut elsewhere', () => {
    const whole = side('a hippopotamus slept');
    const cut: MatchedSide = {
      ...whole,
      words: [
        { text: 'a', start: 0, end: 1 },
        { text: 'hippo', start: 2, end: 7 },
        { text: '##potamus', start: 7, end: 14 },
        { text: 'slept', start: 15, end: 20 },
      ],
    };
    expect(matchWords(whole, cut)).toEqual([
      [0, 0],
      [2, 3],
    ]);
  });

  it('goes by equal words in order in two texts', () => {
    const one = side('She sat on the bank of the river');
    const other = side('He sat down on the old bank near the river');
    // sat, on, the, bank, the, river
    expect(matchWords(one, other)).toEqual([
      [1, 1],
      [2, 3],
      [3, 4],
      [4, 6],
      [6, 8],
      [7, 9],
    ]);
  });

  it('matches special tokens by their names only', () => {
    const one = {
      text: 'a',
      subjectAt: 0,
      words: [special('[CLS]'), { text: 'a', start: 0, end: 1 }, special('[SEP]')],
    };
    const other = { text: 'a', subjectAt: 0, words: [{ text: 'a', start: 0, end: 1 }, special('</s>')] };
    expect(matchWords(one, one)).toHaveLength(3);
    expect(matchWords(one, other)).toEqual([[1, 0]]);
  });

  it('finds as many as the other way round, rising, of equal words', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [one, other] = [side(a), side(b)];
        const pairs = matchWords(one, other);
        expect(matchWords(other, one)).toHaveLength(pairs.length);
        pairs.forEach(([i, j], at) => {
          expect(one.words[i]?.text).toBe(other.words[j]?.text);
          const before = pairs[at - 1];
          if (before) expect(i > before[0] && j > before[1]).toBe(true);
        });
      }),
    );
  });
});
