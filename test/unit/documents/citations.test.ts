import { describe, expect, test } from 'vitest';
import { findInert } from '../../../src/documents/inertPatterns.js';

const held = (text: string): string[] => findInert(text).map(({ start, end }) => text.slice(start, end));

describe('citations', () => {
  test.each([
    '[@smith2020, p. 5]',
    '[@doe99 p. 12]',
    '[see @smith2020, ch. 2; -@doe99, pp. 33-35, 38]',
    '[3, p. 5]',
    '[3, 4, pp. 5–7]',
    '(Smith, 2020, p. 5)',
    '(Smith 2020: 5)',
    '(van Dyk & Doe, 2020)',
    '(Müller et al., 2020a, pp. 5–7)',
    '(see Smith, 2020, p. 5; Doe, 1999)',
    '(2020, p. 5)',
    '(p. 9)',
    '(vgl. Müller, 2020, S. 5 f.)',
  ])('%s is held out whole', (citation) => {
    expect(held(`It is good ${citation}.`)).toEqual([citation]);
    expect(held(`Berg ${citation} says it is good.`)).toEqual([citation]);
  });

  test.each([
    'He was born here (Berlin, 1990).',
    'It was cold (May 2020, 5 people).',
    'Read on (pages 5–7).',
    'We are here (Anna and Tom).',
    'It is good (see the house).',
    'We have two (of 5, p. 5 is lost',
  ])('%s is prose', (text) => expect(held(text)).toEqual([]));

  test('are looked for in time that grows with the text', () => {
    const text = `(${'Anna, '.repeat(2000)}`.repeat(20) + `[${'@anna; '.repeat(5000)}`;
    const began = performance.now();
    findInert(text);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
