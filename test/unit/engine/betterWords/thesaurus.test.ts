import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Thesaurus } from '../../../../src/engine/betterWords/thesaurus.js';
import { nearWords, oppositeWords, weighReadings } from '../../../../src/engine/betterWords/forms.js';

const file = path.resolve(import.meta.dirname, '../../../../models/wordnet/english.txt');
const english = new Thesaurus(readFileSync(file, 'utf8'));

describe('the file', () => {
  it('is small enough to ship', () => {
    expect(statSync(file).size).toBeLessThan(2_000_000);
  });

  it('says whose it is', () => {
    expect(readFileSync(file, 'utf8').split('\n')[0]).toContain('Princeton University');
    expect(readFileSync(path.join(path.dirname(file), 'LICENSE'), 'utf8')).toContain('WordNet 3.0 Copyright 2006');
  });
});

describe('related words', () => {
  const small = new Thesaurus(
    [
      '# title',
      'a good &1',
      'a fine2 superb',
      'a bad',
      'n thing',
      'n tool device2 @3',
      'n saw @4',
      'n axe @4',
      '! a good bad',
    ].join('\n'),
  );

  it('are synonyms, similar, broader, narrower and siblings', () => {
    expect(small.related('tool', 'noun')).toEqual(
      new Map([
        ['device', { relation: 'synonym', ranks: [1, 2] }],
        ['saw', { relation: 'narrower', ranks: [1, 1] }],
        ['axe', { relation: 'narrower', ranks: [1, 1] }],
        ['thing', { relation: 'broader', ranks: [1, 1] }],
      ]),
    );
    expect(small.related('saw', 'noun').get('axe')).toEqual({ relation: 'sibling', ranks: [1, 1] });
    expect(small.related('good', 'adjective').get('fine')).toEqual({ relation: 'similar', ranks: [1, 2] });
    expect(small.related('superb', 'adjective').get('good')?.relation).toBe('similar');
  });

  it('have opposites, directly and by what they are similar to', () => {
    expect([...small.opposites('good', 'adjective')]).toEqual(['bad']);
    expect([...small.opposites('superb', 'adjective')]).toEqual(['bad']);
    expect([...small.opposites('bad', 'adjective')].sort()).toEqual(['fine', 'good', 'superb']);
  });

  it('are none for what it does not have', () => {
    expect(small.related('nothing', 'noun').size).toBe(0);
    expect(small.has('good', 'noun')).toBe(false);
    expect(new Thesaurus('').related('a', 'noun').size).toBe(0);
  });

  it.each([
    ['buy', 'verb', 'purchase'],
    ['beautiful', 'adjective', 'lovely'],
    ['quickly', 'adverb', 'rapidly'],
    ['cafe', 'noun', 'restaurant'],
    ['angry', 'adjective', 'furious'],
    ['error', 'noun', 'mistake'],
  ] as const)('%s (%s): %s', (lemma, part, near) => {
    expect([...english.related(lemma, part).keys()]).toContain(near);
  });
});

describe('a reading', () => {
  const fitting = (...texts: string[]) => texts.map((text) => ({ text, probability: 1 / texts.length }));

  it('is weighed by what else would fit', () => {
    const [verb] = weighReadings('walks', fitting('runs', 'becomes', 'drives', 'asks'), english);
    expect(verb).toMatchObject({ part: 'verb', form: 'third' });
    const [noun] = weighReadings('walks', fitting('trips', 'journeys', 'children', 'runs'), english);
    expect(noun).toMatchObject({ part: 'noun', form: 'plural' });
  });

  it('gives near words and opposites in its form', () => {
    const readings = weighReadings('bought', fitting('went', 'made', 'had', 'drank'), english);
    expect(nearWords(readings, english).map(({ text }) => text)).toContain('purchased');
    expect(oppositeWords(readings, english)).toContain('sold');
  });

  it('leaves out what is a degree of another word', () => {
    const readings = weighReadings('biggest', fitting('oldest', 'best', 'smallest'), english);
    const near = nearWords(readings, english).map(({ text }) => text);
    expect(near).toContain('largest');
    expect(near).not.toContain('most larger');
  });

  it('is found without accents and capitals', () => {
    expect(weighReadings('Café', [], english)[0]).toMatchObject({ lemma: 'cafe', part: 'noun' });
  });
});
