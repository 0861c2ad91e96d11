import { describe, expect, it } from 'vitest';
import {
  arrangePairs,
  directionsOf,
  likeliestSource,
  nameAmong,
  rememberPair,
} from '../../../../../src/host/features/translate/languages.js';
import { languageName } from '../../../../../src/wording/languageName.js';
import { paragraphAround } from '../../../../../src/host/editor/paragraph.js';

const pairs = ['German', 'French'].flatMap((language) => [
  { from: 'English', to: language },
  { from: language, to: 'English' },
]);

describe('arrange', () => {
  it('begins with the text’s language', () => {
    const { from, pairs: first, others } = arrangePairs(pairs, [], 'German');
    expect(from).toBe('German');
    expect(first).toEqual([pairs[1]]);
    expect(others).toEqual([pairs[0], pairs[2], pairs[3]]);
  });

  it('begins with English when nobody can tell, or with what the model knows', () => {
    expect(arrangePairs(pairs, [], null).from).toBe('English');
    expect(arrangePairs([{ from: 'French', to: 'German' }], [], null).from).toBe('French');
  });

  it('takes out what was used last, if it suits the text and the model', () => {
    const recent = [pairs[2]!, pairs[1]!, { from: 'English', to: 'Klingon' }];
    const found = arrangePairs(pairs, recent, 'English');
    expect(found.recent).toEqual([pairs[2]]);
    expect(found.pairs).toEqual([pairs[0]]);
  });
});

describe('directions', () => {
  it('go through English where a model knows both languages with it', () => {
    expect(directionsOf(pairs)).toEqual([
      ...pairs,
      { from: 'German', to: 'French', through: 'English' },
      { from: 'French', to: 'German', through: 'English' },
    ]);
    const direct = [...pairs, { from: 'German', to: 'French' }];
    expect(directionsOf(direct)).toEqual([...direct, { from: 'French', to: 'German', through: 'English' }]);
    expect(directionsOf([{ from: 'German', to: 'French' }])).toEqual([{ from: 'German', to: 'French' }]);
    expect(directionsOf([])).toEqual([]);
  });

  it('keep their way when they are remembered', () => {
    const { recent } = arrangePairs(directionsOf(pairs), [{ from: 'German', to: 'French' }], 'German');
    expect(recent).toEqual([{ from: 'German', to: 'French', through: 'English' }]);
  });
});

describe('the source', () => {
  it('is the likeliest of the languages that the model knows', () => {
    expect(likeliestSource(pairs, ['nl', 'de', 'en'])).toBe('German');
    expect(likeliestSource(pairs, ['ru'])).toBeNull();
    expect(nameAmong(['English', 'Portuguese'], 'pt')).toBe('Portuguese');
    expect(nameAmong(['English'], 'pt')).toBeNull();
  });
});

describe('remember', () => {
  it('puts the latest first, once, and forgets the oldest', () => {
    const [a, b, c, d] = pairs as [(typeof pairs)[0], (typeof pairs)[0], (typeof pairs)[0], (typeof pairs)[0]];
    expect(rememberPair([a, b, c], b)).toEqual([b, a, c]);
    expect(rememberPair([a, b, c], d)).toEqual([d, a, b]);
  });
});

describe('languageName', () => {
  it('speaks the user’s language, and keeps what it does not know', () => {
    expect(languageName('German', 'en')).toBe('German');
    expect(languageName('German', 'zh-cn')).toBe('德语');
    expect(languageName('Klingon', 'en')).toBe('Klingon');
    expect(languageName('nl', 'en')).toBe('Dutch');
    expect(languageName('ru', 'zh-cn')).toBe('俄语');
  });
});

describe('paragraphAround', () => {
  const text = 'one\ntwo\n\nthree\nfour\n  \nfive';
  const at = (place: number) => {
    const { start, end } = paragraphAround(text, place);
    return text.slice(start, end);
  };

  it('takes the lines up to the next empty ones', () => {
    expect(at(0)).toBe('one\ntwo');
    expect(at(5)).toBe('one\ntwo');
    expect(at(11)).toBe('three\nfour');
    expect(at(text.length)).toBe('five');
  });

  it('is empty on an empty line', () => {
    expect(at(8)).toBe('');
    expect(paragraphAround('', 0)).toEqual({ start: 0, end: 0 });
  });

  it('leaves the carriage return of the last line outside', () => {
    const windows = 'one\r\ntwo\r\n\r\nthree';
    const { start, end } = paragraphAround(windows, 1);
    expect(windows.slice(start, end)).toBe('one\r\ntwo');
  });
});
