import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inflect, readingsOf, type Form } from '../../../../src/engine/betterWords/inflection.js';
import { Thesaurus, type PartOfSpeech } from '../../../../src/engine/betterWords/thesaurus.js';

const file = path.resolve(import.meta.dirname, '../../../../models/wordnet/english.txt');
const thesaurus = new Thesaurus(readFileSync(file, 'utf8'));

const FORMS: readonly [lemma: string, part: PartOfSpeech, form: Form, ...expected: string[]][] = [
  ['child', 'noun', 'plural', 'children'],
  ['woman', 'noun', 'plural', 'women'],
  ['wolf', 'noun', 'plural', 'wolves'],
  ['brother', 'noun', 'plural', 'brothers'],
  ['potato', 'noun', 'plural', 'potatoes'],
  ['city', 'noun', 'plural', 'cities'],
  ['day', 'noun', 'plural', 'days'],
  ['box', 'noun', 'plural', 'boxes'],
  ['church', 'noun', 'plural', 'churches'],
  ['speak', 'verb', 'past', 'spoke', 'spoken'],
  ['work', 'verb', 'past', 'worked', 'wrought'],
  ['walk', 'verb', 'past', 'walked'],
  ['hit', 'verb', 'past', 'hit'],
  ['stop', 'verb', 'past', 'stopped'],
  ['like', 'verb', 'past', 'liked'],
  ['carry', 'verb', 'past', 'carried'],
  ['play', 'verb', 'past', 'played'],
  ['stop', 'verb', 'ing', 'stopping'],
  ['lie', 'verb', 'ing', 'lying'],
  ['make', 'verb', 'ing', 'making'],
  ['see', 'verb', 'ing', 'seeing'],
  ['sing', 'verb', 'ing', 'singing'],
  ['bring', 'verb', 'past', 'brought'],
  ['go', 'verb', 'third', 'goes'],
  ['wash', 'verb', 'third', 'washes'],
  ['try', 'verb', 'third', 'tries'],
  ['say', 'verb', 'third', 'says'],
  ['big', 'adjective', 'comparative', 'bigger'],
  ['happy', 'adjective', 'superlative', 'happiest'],
  ['good', 'adjective', 'comparative', 'better'],
  ['good', 'adjective', 'superlative', 'best'],
  ['large', 'adjective', 'comparative', 'larger'],
  ['simple', 'adjective', 'superlative', 'simplest'],
  ['beautiful', 'adjective', 'comparative', 'more beautiful'],
  ['difficult', 'adjective', 'superlative', 'most difficult'],
];

describe('inflect', () => {
  it.each(FORMS)('%s (%s), %s: %s', (lemma, part, form, ...expected) => {
    expect(inflect({ lemma, part, form }, thesaurus).sort()).toEqual(expected.sort());
  });

  it.each(FORMS.filter(([, , , first]) => !first!.includes(' ')))('%s (%s), %s: is read again', (...one) => {
    const [lemma, part, form, ...words] = one;
    for (const word of words) expect(readingsOf(word, thesaurus)).toContainEqual({ lemma, part, form });
  });
});

describe('readingsOf', () => {
  it('knows all that a word may be', () => {
    const readings = readingsOf('walks', thesaurus);
    expect(readings).toContainEqual({ lemma: 'walk', part: 'verb', form: 'third' });
    expect(readings).toContainEqual({ lemma: 'walk', part: 'noun', form: 'plural' });
  });

  it.each(['xyzzy', '', 'の', '天气', "don't"])('has none for %j', (word) => {
    expect(readingsOf(word, thesaurus)).toEqual([]);
  });
});
