import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { weighReadings } from '../../../../src/engine/betterWords/forms.js';
import { Thesaurus } from '../../../../src/engine/betterWords/thesaurus.js';

const file = path.resolve(import.meta.dirname, '../../../../models/wordnet/english.txt');
const thesaurus = new Thesaurus(readFileSync(file, 'utf8'));

/** @param fitting words with their shares of what is said: "responsible 0.5, waiting 0.2" */
const weighed = (word: string, fitting: string) =>
  weighReadings(
    word,
    fitting.split(', ').map((one) => {
      const [text = '', probability] = one.split(' ');
      return { text, probability: Number(probability) };
    }),
    thesaurus,
  );

describe('the readings of a word', () => {
  it.each([
    ['walks', 'goes 0.3, becomes 0.2, runs 0.1', 'verb third'],
    ['walks', 'trees 0.3, houses 0.2, runs 0.1', 'noun plural'],
    // An adjective fits better than any verb, but "looking" is hardly ever one.
    ['looking', 'responsible 0.22, waiting 0.1, hoping 0.05, praying 0.04, famous 0.01', 'verb ing'],
    ['caring', 'responsible 0.22, waiting 0.1, hoping 0.05, praying 0.04, famous 0.01', 'verb ing'],
    ['interesting', 'good 0.4, important 0.2, beautiful 0.1, changing 0.02', 'adjective base'],
    ['boring', 'good 0.4, important 0.2, beautiful 0.1, changing 0.02', 'adjective base'],
    ['tired', 'happy 0.4, hungry 0.2, asked 0.1', 'adjective base'],
    ['broken', 'old 0.4, empty 0.2, closed 0.1, sold 0.1', 'adjective base'],
    ['light', 'heavy 0.3, big 0.2, small 0.2', 'adjective base'],
    ['light', 'house 0.3, tree 0.2, dog 0.2', 'noun base'],
    ['well', 'badly 0.3, quickly 0.3, often 0.1', 'adverb base'],
  ])('%s, where %s fit: %s', (word, fitting, expected) => {
    const [first] = weighed(word, fitting);
    expect(`${first?.part} ${first?.form}`).toBe(expected);
  });

  it('have weights that sum to 1, none of them zero', () => {
    const weights = weighed('runs', 'goes 0.3, trees 0.2').map(({ weight }) => weight);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...weights)).toBeGreaterThan(0);
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  });

  it('count by their senses where nothing that fits tells them apart', () => {
    const found = weighed('looking', '– 1');
    const senses = found.map(({ lemma, part }) => thesaurus.sensesOf(lemma, part));
    expect(found.map(({ part }) => part)).toEqual(['verb', 'noun', 'adjective']);
    found.forEach(({ weight }, at) => expect(weight / found[0]!.weight).toBeCloseTo(senses[at]! / senses[0]!, 9));
  });

  it('of a word that the thesaurus does not know are none', () => {
    expect(weighed('glorp', 'good 1')).toEqual([]);
    expect(thesaurus.sensesOf('glorp', 'noun')).toBe(0);
  });
});
