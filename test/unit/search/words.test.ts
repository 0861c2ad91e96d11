import { describe, expect, it } from 'vitest';
import { searchTerms, wordsIn, writtenWords } from '../../../src/search/words.js';

describe('the terms of a text', () => {
  it.each([
    ['English', "Don't the FOXES run?", ['don', 't', 'the', 'foxes', 'run']],
    ['German', 'Große Füchse', ['große', 'fuchse']],
    ['French', 'L’été, à Œdipe', ['l', 'ete', 'a', 'œdipe']],
    ['Spanish', '¿Qué niño?', ['que', 'nino']],
    ['Romanian, with either sign', 'Și ŞI țară ţară', ['si', 'si', 'tara', 'tara']],
    ['numbers and names', 'v2.0 of node_modules in ＡＢＣ', ['v2', '0', 'of', 'node', 'modules', 'in', 'abc']],
    ['nothing', ' …—\n', []],
  ])('in %s', (_, text, terms) => {
    expect(searchTerms(text, 'question')).toEqual(terms);
    expect(searchTerms(text, 'text')).toEqual(terms);
  });

  it('in Chinese are pairs of neighbouring characters, in a text single ones, too', () => {
    expect(searchTerms('狐狸跑，fox了', 'question')).toEqual(['狐狸', '狸跑', 'fox', '了']);
    expect(searchTerms('狐狸跑', 'text')).toEqual(['狐', '狐狸', '狸', '狸跑', '跑']);
    // A character of two units.
    expect(wordsIn('𠮷野', 'question')).toEqual([{ term: '𠮷野', start: 0, end: 3 }]);
  });

  it('are told as they are written, each once, and what touches as one', () => {
    expect(writtenWords('Füchse und FÜCHSE, Füchse', new Set(['fuchse']))).toEqual(['Füchse', 'FÜCHSE']);
    expect(writtenWords('孩子们堆雪人', new Set(['孩子', '堆雪', '雪人']))).toEqual(['孩子', '堆雪人']);
    expect(writtenWords('nothing', new Set(['fox']))).toEqual([]);
  });
});
