import { describe, expect, it } from 'vitest';
import { englishVariantOf } from '../../../src/text/englishVariants.js';
import { hanVariantOf } from '../../../src/text/hanVariants.js';
import { scriptsOf } from '../../../src/text/scripts.js';
import { articleOf, usualCase } from '../../../src/text/spelling.js';

describe('the usual case of a word', () => {
  it.each(
    `Monday Sunday January June September English French Japanese Latin London Paris Rome Boston Germany Spain America
    Africa Europe Tom Mary John Alice Christmas Easter God`.split(/\s+/),
  )('%s', (name) => {
    expect(usualCase(name.toLowerCase(), 'on ')).toBe(name);
  });

  it.each('coffee morning church king school mother the is house bank river doctor park will bill'.split(' '))(
    '%s',
    (word) => {
      expect(usualCase(word, 'the ')).toBe(word);
    },
  );

  it('depends on the word before where a word is a name only sometimes', () => {
    expect(usualCase('may', 'It snowed in ')).toBe('May');
    expect(usualCase('may', 'He ')).toBe('may');
    expect(usualCase('march', 'She was born in ')).toBe('March');
    expect(usualCase('china', 'They come from ')).toBe('China');
  });

  it('knows other capitals', () => {
    expect(usualCase('tv', 'on ')).toBe('TV');
    expect(usualCase('usa', 'the ')).toBe('USA');
  });
});

describe('the article of a word', () => {
  it.each([
    ['an', 'apple egg idea old orange umbrella hour honest uncle ugly hour 8 11 18 unimportant'],
    ['a', 'banana dog university european one useful unit union year 7 12 house hotel'],
  ])('is %s', (article, words) => {
    for (const word of words.split(' ')) expect([word, articleOf(word)]).toEqual([word, article]);
  });
});

describe('how Chinese is written', () => {
  it.each([
    ['我们在学校学习。', 'simplified'],
    ['我們在學校學習。', 'traditional'],
    ['今天', null],
    ['我们我們', null],
    ['no Chinese', null],
  ])('%s', (text, variant) => {
    expect(hanVariantOf(text)).toBe(variant);
  });
});

describe('how English is written', () => {
  it.each([
    ['My favourite colour is', 'British'],
    ['my favorite color is', 'American'],
    ['He realised it in the centre.', 'British'],
    ['My favourite color', null],
    ['Check the meter.', null],
    ['grey', 'British'],
  ])('%s', (text, variant) => {
    expect(englishVariantOf(text)).toBe(variant);
  });
});

describe('the scripts of a text', () => {
  it('are told apart', () => {
    const one = (text: string) => scriptsOf(text);
    expect(one('abc, 12')).toBe(one('é'));
    expect(one('汉字')).toBe(one('カナ'));
    expect(one('汉字 abc')).toBe(one('汉') | one('a'));
    expect(one('да')).not.toBe(one('da'));
    expect(one('ქართული')).not.toBe(0);
    expect(one('12 !')).toBe(0);
  });
});
