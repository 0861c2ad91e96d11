import { expect, it } from 'vitest';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { shuffledTags } from '../../../../src/engine/training/names/nameControl.js';

/** Words of one token, but for the fourth, which has two; specials at both ends. */
const token = (at: number) => ({ id: at, at, start: 2 * at, end: 2 * at + 1 });
const words = [[[token(1)], [token(2)], [token(3)], [token(4), token(5)], [token(6)], [token(7)]]];
/** A name of two words with the first label, beside one of one word with the second. */
const classes = [[-100, 1, 2, 0, 3, 4, 0, 0, -100]];

it('names put at other words keep their labels and their numbers of words', () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 200; seed++) {
    const told = shuffledTags({ classes, words }, 0, new Random(seed, 0));
    seen.add(told.join());
    expect([told[0], told[8]]).toEqual([-100, -100]);
    const byWord = words[0]!.map((word) => told[word[0]!.at]!);
    expect([...byWord].sort()).toEqual([0, 0, 0, 1, 2, 3]);
    expect(byWord[byWord.indexOf(1) + 1]).toBe(2);
    // A further token of a word goes on with what the word is.
    expect(told[5]).toBe(Math.ceil(told[4]! / 2) * 2);
  }
  // Five parts in an order by chance, of which three are the same.
  expect(seen.size).toBe(20);
});
