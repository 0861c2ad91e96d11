import { describe, expect, test } from 'vitest';
import { commonNounsFor, genderOf } from '../../../../src/engine/translation/commonNouns.js';

describe('a noun’s gender', () => {
  test.each([
    ['Gebäude', 'de', 'n'],
    ['Zeitung', 'de', 'f'],
    ['Maschine', 'de', 'f'],
    ['Mädchen', 'de', 'n'],
    ['Wauwau', 'de', null],
    ['bâtiment', 'fr', 'm'],
    ['station', 'fr', 'f'],
    ['edificio', 'es', 'm'],
    ['máquina', 'es', 'f'],
    ['problema', 'es', 'm'],
    ['house', 'en', null],
    ['Baum', 'de', null],
    ['Museum', 'de', 'n'],
    ['Moment', 'de', null],
    ['Geschichte', 'de', null],
    ['maison', 'fr', 'f'],
    ['eau', 'fr', null],
    ['château', 'fr', 'm'],
    ['page', 'fr', null],
    ['voyage', 'fr', 'm'],
    ['cama', 'es', null],
    ['mano', 'es', null],
    ['avión', 'es', 'm'],
    ['canción', 'es', 'f'],
  ])('%s (%s): %s', (noun, language, expected) => expect(genderOf(noun, language)).toBe(expected));
});

describe('nouns that stand for a term', () => {
  const nouns = (before: string, source: string, target: string, from: string, to: string) =>
    commonNounsFor(before, { source, target }, { from, to }).map((noun) => `${noun.source} ${noun.target}`);

  test('have its gender', () => {
    expect(nouns('The ', 'house', 'Gebäude', 'English', 'German')).toEqual(['book Buch', 'house Haus']);
    expect(nouns('I see the old ', 'Engine', 'Maschine', 'en', 'de')).toEqual(['lamp Lampe', 'school Schule']);
    expect(nouns('Die ', 'Zeitung', 'newspaper', 'de', 'en')).toEqual(['Lampe lamp', 'Schule school']);
  });

  test('begin like it where an article asks for it', () => {
    expect(nouns('A ', 'thing', 'ordination', 'en', 'fr')).toEqual(['school école']);
    expect(nouns('Ich habe eine ', 'Zeitung', 'article', 'de', 'en')).toEqual([]);
  });

  test.each([
    ['without an article', 'In ', 'house', 'Gebäude', 'en', 'de'],
    ['of a gender that is not certain', 'The ', 'dog', 'Wauwau', 'en', 'de'],
    ['of more than one', 'The ', 'houses', 'Gebäude', 'en', 'de'],
    ['where articles are endings', 'The ', 'house', 'clădire', 'en', 'ro'],
  ])('there are none %s', (_, before, source, target, from, to) => {
    expect(nouns(before, source, target, from, to)).toEqual([]);
  });
});
