/* Sentence pairs: ranks, differences of words, pairs, and what is said of the numbers, also where they contradict the textbook. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import { mostByWord, mostDoubted } from '../../../../webview-ui/laboratory/experiments/pairs/doubts.js';
import {
  following,
  shareAbove,
  type FollowingResult,
} from '../../../../webview-ui/laboratory/experiments/pairs/following.js';
import { pairs } from '../../../../webview-ui/laboratory/experiments/pairs/pairs.js';
import { replaced, type ReplacedResult } from '../../../../webview-ui/laboratory/experiments/pairs/replaced.js';
import { pairsOf, sentencesOf } from '../../../../webview-ui/laboratory/experiments/pairs/sentencePairs.js';
import { rankedAbove } from '../../../../webview-ui/laboratory/model/ranked.js';
import { changedWords } from '../../../../webview-ui/laboratory/model/wordDifference.js';

const numbers = numbersFor('en');
/** Ordinary spaces, for reading. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const golden = path.resolve(import.meta.dirname, '../../../golden/laboratory/pairs.json');

describe('the share of comparisons that one kind wins', () => {
  const { areas } = JSON.parse(readFileSync(golden, 'utf8')) as {
    areas: { ones: number[]; others: number[]; area: number }[];
  };

  it.each(areas)('is scikit-learn’s area under the ROC curve: $area', ({ ones, others, area }) => {
    expect(rankedAbove(ones, others)).toBeCloseTo(area, 9);
  });

  it('and that of the other kind add up to 1', () => {
    const some = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(some, some, (ones, others) => {
        expect(rankedAbove(ones, others)! + rankedAbove(others, ones)!).toBeCloseTo(1, 9);
        expect(rankedAbove(ones, ones)).toBeCloseTo(0.5, 9);
      }),
    );
    expect(rankedAbove([], [1])).toBeNull();
    expect(rankedAbove([1], [])).toBeNull();
  });
});

describe('changed words', () => {
  it('are those that the original has not, in their order', () => {
    const found = (one: string, other: string) =>
      other.split(' ').filter((_, at) => changedWords(one.split(' '), other.split(' '))[at]);
    expect(found('the cook put the bread', 'The cook put the river')).toEqual(['river']);
    expect(found('a b c', 'a x b c y')).toEqual(['x', 'y']);
    expect(found('a b c', 'a c')).toEqual([]);
    expect(found('a b', 'b a')).toHaveLength(1);
  });

  it('are none in the same words, and all in other ones', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(words, (some) => {
        expect(changedWords(some, some)).toEqual(some.map(() => false));
        expect(
          changedWords(
            some,
            some.map((word) => `${word}x`),
          ),
        ).toEqual(some.map(() => true));
      }),
    );
  });
});

describe('pairs', () => {
  const sentences = ['A one.', 'B two.', 'C three.', 'D four.', 'E five.'];

  it('of a text follow each other, are swapped, no neighbours, or of another text', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const made = pairsOf(sentences, ['X.', 'Y.'], seed);
      expect(made).toHaveLength(16);
      for (const { kind, first, second } of made) {
        const [from, to] = [sentences.indexOf(first), sentences.indexOf(second)];
        if (kind === 'following') expect(to - from).toBe(1);
        else if (kind === 'swapped') expect(from - to).toBe(1);
        else if (kind === 'sameText') expect(Math.abs(from - to)).toBeGreaterThan(1);
        else expect(['X.', 'Y.']).toContain(second);
      }
    }
  });

  it('need four sentences; another text is not needed', () => {
    expect(pairsOf(sentences.slice(0, 3), ['X.'], 1)).toEqual([]);
    expect(new Set(pairsOf(sentences.slice(0, 4), [], 1).map(({ kind }) => kind))).toEqual(
      new Set(['following', 'sameText', 'swapped']),
    );
  });

  it('are of sentences in English and in Chinese', () => {
    expect(sentencesOf('It rained. He went home! Yes.')).toEqual(['It rained.', 'He went home!', 'Yes.']);
    expect(sentencesOf('下雨了。他回家了。')).toEqual(['下雨了。', '他回家了。']);
  });

  const result = (values: number[], model = 'm'): FollowingResult => ({
    sentences: 5,
    pairs: [
      { kind: 'following', first: 'a', second: 'b' },
      { kind: 'otherTopic', first: 'a', second: 'x' },
      { kind: 'sameText', first: 'a', second: 'd' },
      { kind: 'swapped', first: 'b', second: 'a' },
    ],
    found: [{ judge: 'bits', model, values }],
  });

  it('that are told by topic, or by order, whichever it is', () => {
    expect(plain(following.seen(result([5, 1, 6, 5]), numbers))).toBe(
      'How often 1 pairs that follow each other are put above the others, each compared with each, where 50 % is chance. m (bits that the first sentence saves) – another topic: 100.0 %, same text, elsewhere: 0.0 %, the same two, swapped: 50.0 %. The topic is told better than the order by m.',
    );
    expect(following.seen(result([5, 9, 6, 1]), numbers)).toContain('The order is told better than the topic by m.');
    const equal = following.seen(result([5, 1, 1, 1]), numbers);
    expect(equal).not.toContain('told better');
    expect(following.seen({ sentences: 2, pairs: [], found: [] }, numbers)).toContain('The text has 2 sentences: 4');
  });

  it('are checked by the exercise', () => {
    const check = (given: FollowingResult) => pairs.exercise.check(given, numbers).isMet;
    expect(check(result([5, 9, 6, 1]))).toBe(true);
    expect(check(result([5, 9, 6, 5]))).toBe(false);
    expect(check({ ...result([5, 9, 6, 1]), sentences: 4 })).toBe(false);
    expect(check({ sentences: 1, pairs: [], found: [] })).toBe(false);
    expect(shareAbove(result([5, 9, 6, 1]), result([5, 9, 6, 1]).found[0]!, 'otherTopic')).toBe(0);
  });
});

describe('replaced words', () => {
  const result = (values: number[]): ReplacedResult => ({
    words: ['the', 'river', 'was', 'baked'],
    isChanged: [false, true, false, false],
    found: [{ doubter: 'masked', model: 'm', values }],
  });

  it('that are doubted most, and those that are not', () => {
    expect(plain(replaced.seen(result([1, 9, 2, 3]), numbers))).toBe(
      'Put in or elsewhere: “river”, 1 of 4 words. Found as the one that is doubted most, and how often doubted more than a word that stayed: m (surprise from both sides, bits) 1 of 1, 100.0 %.',
    );
    expect(plain(replaced.seen(result([1, 2, 9, 3]), numbers))).toContain('0 of 1, 33.3 %.');
    const same = { ...result([1, 2, 3, 4]), isChanged: [false, false, false, false] };
    expect(replaced.seen(same, numbers)).toContain('has the words of the first, or fewer');
    const all = { ...result([1, 2, 3, 4]), isChanged: [true, true, true, true] };
    expect(replaced.seen(all, numbers)).toContain('4 of 4.');
  });

  it('are found by the highest figure of their tokens; nothing tells of a word without one', () => {
    const words = [
      { start: 0, end: 3 },
      { start: 4, end: 9 },
    ];
    const tokens = [
      { start: null, end: null, probability: null },
      { start: 4, end: 6, probability: 0.2 },
      { start: 6, end: 9, probability: 0.7 },
    ];
    expect(mostByWord(words, tokens)).toEqual([null, 0.7]);
    expect(mostDoubted([1, null, 3, 3, 2], 2)).toEqual(new Set([2, 3]));
  });
});
