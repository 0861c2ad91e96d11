import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitNearLength } from '../../../src/text/index.js';

const words = (stretch: string): number => stretch.split(/\s+/).filter((word) => word !== '').length;

const split = (text: string, preferred: number, measure = words): string[] =>
  splitNearLength(text, preferred, measure).map(({ start, end }) => text.slice(start, end));

describe('splitNearLength', () => {
  it('leaves what is short enough', () => {
    expect(split(' One, two, three. ', 5)).toEqual(['One, two, three.']);
    expect(split(' ', 5)).toEqual([]);
  });

  it.each<[string, number, string[]]>([
    [
      'clause marks',
      8,
      ['The dog slept in the warm sun,', 'the cat sat on the old wall;', 'nobody said a word about the broken window.'],
    ],
    ['conjunctions', 6, ['The dog slept in the sun', 'and the cat sat on the wall.']],
    ['a relative clause', 7, ['She gave the book to the man', 'who had lived in the house before her.']],
    ['no list', 7, ['They bought apples, pears, plums and nuts there,', 'since the shop was open until late.']],
    ['brackets stay whole', 7, ['He came home (tired, hungry, and very late),', 'but nobody was there to greet him.']],
    ['quotations stay whole', 8, ['“If it rains, we stay at home,” he said,', 'and then he went to bed at once.']],
    ['German', 8, ['Der Hund schlief in der warmen Sonne,', 'weil niemand mit ihm in den Park ging.']],
    ['French', 8, ['Le chien dormait au soleil devant la maison,', 'parce que personne ne voulait sortir avec lui.']],
    ['no piece of two words', 6, ['Yes, of course, the dog is here,', 'and the cat is there, too.']],
    ['prepositions at last', 5, ['The old brown dog slept', 'under the big green kitchen table.']],
  ])('%s', (_, preferred, expected) => {
    expect(split(expected.join(' '), preferred)).toEqual(expected);
  });

  it('Chinese, by characters', () => {
    const text = '今天天气很好，我们去公园，然后回家吃饭，晚上看书。';
    expect(split(text, 12, ({ length }) => length)).toEqual(['今天天气很好，我们去公园，', '然后回家吃饭，晚上看书。']);
  });

  it('leaves whole what has no place to cut it at', () => {
    expect(split('one two three four five six', 2)).toEqual(['one two three four five six']);
  });

  it('keeps every word, in order, and leaves no piece of one or two words of more than four', () => {
    const part = fc.constantFrom('dog', 'cat,', 'and', 'runs;', '(very', 'old)', '“so”', 'in', '—', 'house:', 'x.');
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 5, maxLength: 60 }),
        fc.integer({ min: 3, max: 12 }),
        (parts, preferred) => {
          const text = parts.join(' ');
          const pieces = split(text, preferred);
          expect(pieces.join(' ')).toBe(text);
          if (pieces.length > 1) for (const piece of pieces) expect(words(piece)).toBeGreaterThan(2);
        },
      ),
    );
  });

  it('asks in all about little more than the text', () => {
    for (const part of ['a dog, a cat and a mouse, ', 'word ', 'a, ', '日本、', '( ', '“', 'and ', ', ']) {
      const text = part.repeat(Math.ceil(200_000 / part.length));
      let asked = 0;
      splitNearLength(text, 15, (stretch) => {
        asked += stretch.length;
        return words(stretch);
      });
      expect(asked).toBeLessThanOrEqual(2 * text.length);
    }
  });
});
