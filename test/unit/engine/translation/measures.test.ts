import { describe, expect, test } from 'vitest';
import { contentWords, measureDecoding } from '../../../../src/engine/translation/measures.js';

const words = (text: string, language: string) =>
  contentWords(text, language).map(({ start, end }) => text.slice(start, end));

describe('content words', () => {
  test.each([
    ['English', "I don't have the long black coat of my brother.", ['long', 'black', 'coat', 'brother']],
    ['German', 'Ich habe meinen Mantel in der Schule vergessen.', ['Mantel', 'Schule', 'vergessen']],
    ['French', "J'ai oublié mon manteau à l'école.", ['oublié', 'manteau', 'école']],
    ['Spanish', 'Se me olvidó el abrigo en la escuela.', ['olvidó', 'abrigo', 'escuela']],
    ['Romanian', 'Mi-am uitat haina la şcoală şi în tren.', ['uitat', 'haina', 'şcoală', 'tren']],
    ['English', '3.14 of it', []],
  ])('%s: %s', (language, text, expected) => expect(words(text, language)).toEqual(expected));
});

describe('what the decoding tells', () => {
  const beam = (ids: number[], logProbability: number) => ({
    ids,
    logProbability,
    score: logProbability,
    finish: 'eos' as const,
  });
  const written = (beams: ReturnType<typeof beam>[]) => ({
    source: { ids: [], spans: [], text: 'four' },
    target: { ids: beams[0]!.ids, text: 'eightund' },
    beams,
    from: 'English',
    to: 'German',
  });

  test('is the mean of its tokens, what the beams have in common, and the length', () => {
    const measures = measureDecoding(
      written([beam([1, 2, 3, 4], -2), beam([1, 2, 5, 5], -3), beam([1, 2, 3, 4, 4], -3)]),
    );
    expect(measures.forward).toBe(-0.5);
    expect(measures.agreement).toBeCloseTo((4 / 8 + 8 / 9) / 2);
    expect(measures.length).toBeCloseTo(Math.log(2));
  });

  test('is agreement where there is one beam', () => {
    expect(measureDecoding(written([beam([1], -1)])).agreement).toBe(1);
  });
});
