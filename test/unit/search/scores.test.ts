import { describe, expect, it } from 'vitest';
import { Collection } from '../../../src/search/collection.js';
import { fused, ranksIn } from '../../../src/search/fusion.js';
import { keyOf, VectorMemory } from '../../../src/search/vectorMemory.js';
import { roundVector, VectorTable } from '../../../src/search/vectors.js';
import { WordIndex } from '../../../src/search/wordIndex.js';

const weighted = (scores: readonly number[], weight = 1) => ({ scores, weight });

describe('scores in standard deviations', () => {
  it('are added', () => {
    // Mean 2 and deviation √2/√3 … by hand: (1, 2, 3) → (−1.2247, 0, 1.2247); (0, 0, 3) → (−0.7071, −0.7071, 1.4142).
    const lists = [
      [1, 2, 3],
      [0, 0, 3],
    ] as const;
    const sums = fused([weighted(lists[0]), weighted(lists[1])]);
    [-1.9319, -0.7071, 2.639].forEach((sum, at) => expect(sums[at]).toBeCloseTo(sum, 4));
    const halved = fused([weighted(lists[0], 0.5), weighted(lists[1])]);
    [-1.3195, -0.7071, 2.0266].forEach((sum, at) => expect(halved[at]).toBeCloseTo(sum, 4));
  });

  it('let a first that is far ahead win over a rank', () => {
    const [words, meaning] = [
      [9, 1, 0, 0, 0, 0],
      [0.81, 0.84, 0.83, 0.8, 0.8, 0.8],
    ];
    const sums = fused([weighted(words), weighted(meaning)]);
    expect(sums.indexOf(Math.max(...sums))).toBe(0);
  });

  it('of a list that tells nothing do not count', () => {
    expect([...fused([weighted([5, 5, 5]), weighted([1, 2, 3])])]).toEqual([...fused([weighted([1, 2, 3])])]);
    expect([...fused([])]).toEqual([]);
  });

  it('have ranks, equal ones the same', () => {
    expect(ranksIn([3, 1, 3, 2], [3, 2, 1])).toEqual([1, 3, 4]);
    expect(ranksIn([], [])).toEqual([]);
  });
});

describe('vectors in 8 bit', () => {
  const next = (() => {
    let state = 5;
    return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
  })();
  const unit = () => {
    const vector = Float64Array.from({ length: 384 }, next);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };

  it('keep cosines to a few thousandths, however many there are', () => {
    const table = new VectorTable(384, 2);
    const vectors = Array.from({ length: 50 }, unit);
    // A vector's own length does not count.
    vectors.forEach((vector, at) => expect(table.add(roundVector(vector.map((value) => 7 * value)))).toBe(at));
    const question = unit();
    const products = table.products(question);
    expect(products).toHaveLength(50);
    vectors.forEach((vector, at) => {
      const exact = vector.reduce((sum, value, place) => sum + value * question[place]!, 0);
      expect(Math.abs(products[at]! - exact)).toBeLessThan(0.004);
    });
  });

  it('of zeros are zero', () => {
    expect(roundVector([0, 0])).toEqual({ scale: 0, codes: new Int8Array(2) });
    const table = new VectorTable(2);
    table.add(roundVector([0, 0]));
    expect([...table.products([1, 0])]).toEqual([0]);
  });
});

describe('words', () => {
  it('are scored by BM25+', () => {
    const index = new WordIndex();
    const texts = ['fox hen', 'owl owl hen', 'bear'];
    texts.forEach((text, at) => index.add(at, text));
    const { scores, terms } = index.search('Owl, fox! wolf', 3);
    expect([...terms].sort()).toEqual(['fox', 'owl']);
    // Lv and Zhai: rarity · (d + tf (k + 1) / (tf + k (1 − b + b · length / mean))), with k 1.2, b 0.7, d 0.5.
    const rarity = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5));
    const score = (count: number, length: number) =>
      rarity * (0.5 + (count * 2.2) / (count + 1.2 * (0.3 + (0.7 * length) / (5 / 3))));
    // The library takes different words for the length: 2, 2 and 1.
    expect(scores[0]).toBeCloseTo(score(1, 2), 4);
    expect(scores[1]).toBeCloseTo(score(2, 2), 4);
    expect(scores[2]).toBe(0);
  });

  it('have the scores that they would have had without what was removed, at once', () => {
    const texts = Array.from({ length: 40 }, (_, at) => `tale ${at} of ${at % 7} owls${' and hens'.repeat(at % 5)}`);
    const [changed, fresh] = [new WordIndex(), new WordIndex()];
    texts.forEach((text, at) => changed.add(at, text));
    for (let at = 10; at < 40; at++) changed.remove(at);
    texts.slice(0, 10).forEach((text, at) => fresh.add(at, text));
    for (const question of ['tale 3', 'owls', 'hens and tale 7']) {
      const [now, anew] = [changed.search(question, 40), fresh.search(question, 10)];
      expect([...now.scores.subarray(0, 10)].map((one) => one.toFixed(5))).toEqual(
        [...anew.scores].map((one) => one.toFixed(5)),
      );
      expect([...now.scores.subarray(10)].every((one) => one === 0)).toBe(true);
    }
  });

  it('that stand nearly everywhere count only where there are no others', () => {
    const index = new WordIndex();
    ['the fox', 'the hen', 'the owl'].forEach((text, at) => index.add(at, text));
    expect([...index.search('the fox', 3).terms]).toEqual(['fox']);
    expect([...index.search('the', 3).terms]).toEqual(['the']);
    index.remove(0);
    expect(index.count).toBe(2);
    expect([...index.search('the fox', 3).terms]).toEqual(['the']);
  });

  it('are as rare as few sentences have them, whatever stretches they stand in', () => {
    const index = new WordIndex();
    const sentences = ['the fox ran', 'the hen sat', 'the owl of the oak', 'a fox'];
    index.add(0, sentences.join('. '));
    const numbers = sentences.map((sentence) => index.addSentence(sentence));
    const [the, fox] = numbers[0]!;
    // Three of four sentences have “the”: of a question with other words it tells nothing.
    const { rarities, share, terms } = index.search('the fox and the wolf', 1);
    const rarity = (count: number) => Math.log(1 + (4 - count + 0.5) / (count + 0.5));
    expect(rarities[the!]).toBe(0);
    expect(rarities[fox!]).toBeCloseTo(rarity(2), 5);
    expect([...terms].sort()).toEqual(['fox', 'the']);
    // “and” and “wolf” stand nowhere.
    expect(share).toBeCloseTo(rarity(2) / (rarity(3) + rarity(2) + 2 * rarity(0)), 5);
    expect(index.search('wolf', 1).share).toBe(0);
    expect(index.search('fox', 1).share).toBe(1);
    index.removeSentence(numbers[3]!);
    expect(index.search('fox', 1).rarities[fox!]).toBeCloseTo(Math.log(1 + 2.5 / 1.5), 5);
  });
});

describe('a collection', () => {
  const memory = new VectorMemory(2);
  const at = (text: string) => ({ start: 0, end: text.length });
  const collection = new Collection();
  const put = (key: string, text: string, vector: [number, number] | null) => {
    if (vector) memory.add(keyOf(text), vector);
    collection.set({ key, passages: [at(text)], vectorKeys: [keyOf(text)] }, text);
  };
  const keys = (text: string, mode: 'both' | 'words' | 'meaning', vector: number[] = [1, 0]) =>
    collection.search({ text, vector, mode, most: 9 }, memory).hits.map(({ key }) => key);

  it('finds by words, by meaning and by both; what has no vector yet by its words', () => {
    put('fox', 'The fox ran.', [1, 0]);
    put('hen', 'A hen sat.', [0.8, 0.6]);
    put('new', 'Some owl flew.', null);
    expect(keys('owl hen', 'words').sort()).toEqual(['hen', 'new']);
    expect(keys('owl', 'meaning')[0]).toBe('fox');
    const { hits } = collection.search({ text: 'owl', vector: [1, 0], mode: 'both', most: 9 }, memory);
    expect(hits[0]).toMatchObject({ key: 'new', words: { rank: 1 }, meaning: null });
    expect(hits.find(({ key }) => key === 'fox')).toMatchObject({ words: null, meaning: { rank: 1 } });
    memory.add(keyOf('Some owl flew.'), [0, 1]);
    expect(keys('nothing', 'meaning', [0, 1])[0]).toBe('new');
  });

  it('forgets what is taken out, and takes another text for one that it has', () => {
    put('hen', 'A wolf sat.', [0, 1]);
    collection.delete('fox');
    expect(collection.passages).toBe(2);
    expect(keys('hen fox', 'words')).toEqual([]);
    expect(keys('wolf', 'words')).toEqual(['hen']);
  });

  it('says when it is worn', () => {
    expect(collection.isWorn).toBe(false);
    for (let round = 0; round < 1100; round++) put('same', `Round ${round}.`, null);
    expect(collection.isWorn).toBe(true);
  });
});
