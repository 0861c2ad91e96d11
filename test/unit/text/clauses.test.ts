import { describe, expect, it } from 'vitest';
import { splitAtClauses } from '../../../src/text/index.js';

const split = (text: string, most: number): string[] =>
  Array.from(
    splitAtClauses(text, (stretch) => Math.min(stretch.length, most)),
    ({ start, end }) => text.slice(start, end),
  );

describe('splitAtClauses', () => {
  it('leaves what fits', () => {
    expect(split(' One, two. ', 20)).toEqual(['One, two.']);
    expect(split('', 5)).toEqual([]);
  });

  it('takes as many clauses as fit, then conjunctions, then words', () => {
    const text = 'One two three, four five six; seven and eight — nine, 1,000 ten.';
    expect(split(text, 30)).toEqual(['One two three, four five six;', 'seven and eight — nine,', '1,000 ten.']);
    expect(split(text, 14)).toEqual([
      'One two three,',
      'four five six;',
      'seven',
      'and eight —',
      'nine,',
      '1,000 ten.',
    ]);
    expect(split('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });

  it('gives what cannot be cut as it is', () => {
    expect(split('Donaudampfschiff fährt', 8)).toEqual(['Donaudampfschiff', 'fährt']);
    expect(split('Donaudampfschiff', 8)).toEqual(['Donaudampfschiff']);
  });

  it('knows Chinese marks', () => {
    expect(split('今天天气很好，我们去公园，然后回家吃饭', 12)).toEqual(['今天天气很好，', '我们去公园，然后回家吃饭']);
  });
});
