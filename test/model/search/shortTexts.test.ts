/* Short texts: no common word outweighs meaning there, and a name or a code is found although no model knows it. */
import { afterAll, describe, expect, it } from 'vitest';
import { localEngine } from '../engineOf.js';
import { type Asked, SHORT_TEXTS } from './shortTexts.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const ask = (name: string, text: string, query: string, mode: 'both' | 'meaning' | 'words' = 'both') =>
  engine.call('search', { documents: [{ name, text }], query, mode, topK: 100 });

const placeOf = ({ results }: Awaited<ReturnType<typeof ask>>, answer: string) =>
  results.findIndex(({ text }) => text.startsWith(answer)) + 1;

/** How many of the questions have their sentence first by meaning alone, and by words and meaning. */
async function firsts(of: 'asked' | 'named') {
  const first = { meaning: 0, both: 0 };
  for (const { name, text, ...questions } of SHORT_TEXTS) {
    for (const [query, answer] of questions[of]) {
      for (const mode of ['meaning', 'both'] as const) {
        const place = placeOf(await ask(name, text, query, mode), answer);
        expect(place).toBeGreaterThan(0);
        if (place === 1) first[mode] += 1;
      }
    }
  }
  return first;
}

describe('in short texts', () => {
  it('a question in other words finds by words and meaning what it finds by meaning, but once', async () => {
    const { meaning, both } = await firsts('asked');
    expect(meaning).toBeGreaterThanOrEqual(20);
    expect(both).toBeGreaterThanOrEqual(meaning - 1);
  });

  it('a question with a name, a code or a rare word finds more by words and meaning than by meaning', async () => {
    const { meaning, both } = await firsts('named');
    expect(both).toBeGreaterThan(meaning);
    expect(both).toBeGreaterThanOrEqual(30);
  });

  // Of each the words “the”, “of”, “was” … put another sentence first before.
  it.each<readonly [file: string, ...Asked]>([
    ['three.txt', 'the trade of bread grain', 'The miller'],
    ['five.md', 'the lad was in tears', 'The boy wept'],
    ['twelve.txt', 'what was it that the wind did to the building?', 'One night there was'],
    ['twelve.txt', 'which piece of jewellery was there in the meadow?', 'He found a ring'],
    ['twelve.txt', 'what was the reward of the young man for it?', 'He was given'],
  ])('%s: %s', async (file, query, answer) => {
    const { text } = SHORT_TEXTS.find(({ name }) => name === file)!;
    expect(placeOf(await ask(file, text, query), answer)).toBe(1);
  });

  it('words count as much as meaning where they are all there, and next to nothing where only common ones are', async () => {
    const { text } = SHORT_TEXTS.find(({ name }) => name === 'thirty.txt')!;
    const weight = async (query: string, mode?: 'words') => (await ask('a.txt', text, query, mode)).wordWeight;
    expect(await weight('ginger')).toBe(1);
    expect(await weight('the zoology of the zebra')).toBeLessThan(0.2);
    expect(await weight('zebra')).toBe(0);
    expect(await weight('ginger', 'words')).toBeNull();
  });
});
