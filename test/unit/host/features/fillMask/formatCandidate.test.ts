import { describe, expect, it } from 'vitest';
import {
  applyCaseOf,
  articleApart,
  formatCandidate,
  withArticle,
} from '../../../../../src/host/features/fillMask/formatCandidate.js';

/** The sentence with its first [MASK] filled. */
function filled(sentence: string, candidate: string, starts = false): string {
  const start = sentence.indexOf('[MASK]');
  const { start: from, end, text } = formatCandidate(sentence, { start, end: start + 6 }, candidate, starts);
  return sentence.slice(0, from) + text + sentence.slice(end);
}

describe('fitWord', () => {
  it.each([
    ['a word in the middle', 'a cup of [MASK] in', 'tea', false, 'a cup of tea in'],
    ['a capital at the start', '[MASK] is good.', 'tea', true, 'Tea is good.'],
    ['a capital for I', 'and [MASK] said', 'i', false, 'and I said'],
    ['the case a cased model chose', '[MASK] is good.', 'iPhone', true, 'iPhone is good.'],
    ['capitals among capitals', 'A CUP OF [MASK] PLEASE', 'tea', false, 'A CUP OF TEA PLEASE'],
    ['a continuation after a space', 'They were play [MASK] football.', '##ing', false, 'They were playing football.'],
    ['a continuation without one', 'They were play[MASK] football.', '##ing', false, 'They were playing football.'],
    ['a continuation with nothing before it', '[MASK] football', '##ing', true, 'ing football'],
    ['a closing mark', 'Hello [MASK] world', ',', false, 'Hello, world'],
    ['an opening bracket', 'a word [MASK] an aside)', '(', false, 'a word (an aside)'],
    ['a word run into both neighbours', 'cup of[MASK]in the', 'tea', false, 'cup of tea in the'],
    ['a word before an ending', 'two [MASK]s of', 'cup', false, 'two cups of'],
    ['a word after a beginning', 'he is un[MASK] now', 'happy', false, 'he is unhappy now'],
    ['Chinese without spaces', '今天[MASK]天气很好', '的', false, '今天的天气很好'],
    ['Chinese beside Latin letters', '我用[MASK]写字', 'word', false, '我用word写字'],
    ['a word beside marks', '“[MASK],” she said', 'yes', true, '“Yes,” she said'],
  ])('puts in %s', (_, sentence, candidate, starts, expected) => {
    expect(filled(sentence, candidate, starts)).toBe(expected);
  });

  it('gives a replacement the case of what stood there', () => {
    const fit = (sentence: string, word: string, candidate: string) => {
      const start = sentence.indexOf(word);
      return formatCandidate(sentence, { start, end: start + word.length }, candidate, false, word).text;
    };
    expect(fit('Tea is good', 'Tea', 'coffee')).toBe('Coffee');
    expect(fit('GOOD TEA', 'TEA', 'coffee')).toBe('COFFEE');
    expect(fit('good tea', 'tea', 'coffee')).toBe('coffee');
  });
});

describe('inCaseOf', () => {
  it('keeps capitals that the word brings along', () => {
    expect(applyCaseOf('tea', 'McDonald')).toBe('McDonald');
  });

  it('takes one capital letter for a capital, not for shouting', () => {
    expect(applyCaseOf('A', 'the')).toBe('The');
  });

  it('leaves scripts without case alone', () => {
    expect(applyCaseOf('天气', '空气')).toBe('空气');
  });
});

describe('an article that changes with the word', () => {
  it.each([
    ['I ate an [MASK] at noon.', 'sandwich', ['a', 'sandwich']],
    ['I ate an **[MASK]** at noon.', 'sandwich', ['a', 'sandwich']],
    ['It is a [MASK].', 'apple', ['an', 'apple']],
    ['I ate an [MASK] at noon.', 'apple', ['apple']],
  ])('%s, %s: is an edit of its own', (sentence, word, texts) => {
    const start = sentence.indexOf('[MASK]');
    const gap = { start, end: start + 6 };
    const one = withArticle(sentence, formatCandidate(sentence, gap, word, false), 0);
    const edits = articleApart(sentence, one);
    expect(edits.map(({ text }) => text)).toEqual(texts);
    expect(edits.at(-1)).toMatchObject(gap);
    const apply = (text: string, edit: { start: number; end: number; text: string }) =>
      text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    expect(edits.reduceRight(apply, sentence)).toBe(apply(sentence, one));
  });
});
