import { describe, expect, it } from 'vitest';
import { findRepetition } from '../../../src/text/index.js';

describe('findRepetition', () => {
  it.each([
    ['Er ging die Steuer, die Steuer, die Steuer, die Steuer.', 'words', 'die Steuer', 4, 'Er ging '],
    ['Es war der der der der der Tablete.', 'words', 'der', 5, 'Es war '],
    ['Dort hmmmmmm ist es.', 'letters', 'm', 6, 'Dort h'],
    ['Das ist kalekalekale gut.', 'syllables', 'kale', 3, 'Das ist '],
    ['Die Schobüschobü ist da.', 'syllables', 'Schobü', 2, 'Die '],
    ['Er ging in die Stadt, er ging in die Stadt.', 'words', 'Er ging in die Stadt', 2, ''],
    ['Dass er nicht weiß, dass er sagte, er sagte, er sagte.', 'words', 'er sagte', 3, 'Dass er nicht weiß, dass '],
    [
      'Der Hund ist in der Stadt und die Frau ist in der Stadt wo der Mann ist in der Stadt.',
      'words',
      'ist in der Stadt',
      3,
      'Der Hund ist in der Stadt und die Frau ',
    ],
  ])('%s', (text, kind, unit, times, sound) => {
    const found = findRepetition(text);
    expect(found).toMatchObject({ kind, unit, times });
    expect(text.slice(0, found!.start)).toBe(sound);
  });

  it.each([
    'The dog is here and the cat is there.',
    'It is very, very, very good.',
    'Schifffahrt, Zoo, Schneeeule, hmm … 11111',
    'He said that that was it. No, no, no!',
    'bonbon, Papa, Mama, couscous, tutti frutti, Barbar, beriberi',
    'Day by day and step by step, more and more.',
    '',
    '今天天天气很好',
  ])('nothing: %s', (text) => {
    expect(findRepetition(text)).toBeNull();
  });

  it('allows what the source does', () => {
    expect(findRepetition('Nein, nein, nein, nein, nein!')).not.toBeNull();
    expect(findRepetition('Nein, nein, nein, nein, nein!', 'No, no, no, no, no!')).toBeNull();
    expect(findRepetition('Hahahaha!', 'Hahahaha!')).toBeNull();
    expect(findRepetition('Jaaaaa!', 'Yeeeees!')).toBeNull();
    expect(findRepetition('Der Regen, der Regen, der Regen fällt.', 'The rain, the rain, the rain falls.')).toBeNull();
    expect(
      findRepetition('Der Regen, der Regen, der Regen, der Regen fällt.', 'The rain, the rain falls.'),
    ).not.toBeNull();
  });

  it('takes time by the length of the text', () => {
    for (const part of ['a', 'ab', 'ab ', 'Wort ', 'the dog is ', 'aab']) {
      expect(findRepetition(part.repeat(40_000 / part.length), 'x')).not.toBeNull();
    }
  });
});
