import { describe, expect, it } from 'vitest';
import { articleBefore, articleLike } from '../../../src/text/articles.js';
import { articleOf } from '../../../src/text/spelling.js';

describe('articleOf', () => {
  it.each([
    'apple',
    'enormous',
    'hour',
    'honest',
    'heir',
    'umbrella',
    'uncle',
    'uninteresting',
    'unimportant',
    'ugly',
    'idea',
    'émigré',
    'outing',
  ])('an %s', (word) => expect(articleOf(word)).toBe('an'));
  it.each([
    'house',
    'unit',
    'university',
    'unique',
    'useful',
    'user',
    'European',
    'one',
    'once',
    'giant',
    'hotel',
    'year',
    'ubiquitous',
    'utopia',
  ])('a %s', (word) => expect(articleOf(word)).toBe('a'));
});

describe('articleBefore', () => {
  it.each([
    ['It is a ', { start: 6, article: 'a', space: ' ' }],
    ['An  ', { start: 0, article: 'An', space: '  ' }],
    ['(a ', { start: 1, article: 'a', space: ' ' }],
    ['It is the ', null],
    ['banana ', null],
    ['a', null],
    ['x-a ', null],
    ['a\n', null],
  ])('%j', (text, expected) => expect(articleBefore(text)).toEqual(expected));
});

it('articleLike keeps capitals', () => {
  expect(articleLike('a', 'an')).toBe('an');
  expect(articleLike('A', 'an')).toBe('An');
  expect(articleLike('AN', 'a')).toBe('A');
});
