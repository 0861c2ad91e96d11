import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../../../src/host/features/translate/detectLanguage.js';
import { arrangePairs, rememberPair } from '../../../../../src/host/features/translate/languages.js';
import { languageName } from '../../../../../src/wording/languageName.js';
import { paragraphAround } from '../../../../../src/host/editor/paragraph.js';

const known = ['English', 'German', 'French', 'Spanish', 'Romanian'];

describe('guessLanguage', () => {
  it.each([
    ['The children sat on the bank of the river and watched the boats.', 'English'],
    ['Where is the train station?', 'English'],
    ['Die Kinder saßen am Ufer und schauten den Booten zu.', 'German'],
    ['Wo ist der Bahnhof?', 'German'],
    ['Les enfants étaient assis au bord de la rivière.', 'French'],
    ['Où est la gare ? Je ne sais pas.', 'French'],
    ['Los niños se sentaron en la orilla del río.', 'Spanish'],
    ['¿Dónde está la estación?', 'Spanish'],
    ['Copiii stăteau pe malul râului și priveau bărcile.', 'Romanian'],
    ['Unde este gara? Nu știu.', 'Romanian'],
  ])('%s is %s', (text, language) => {
    expect(detectLanguage(text, known)).toBe(language);
  });

  it('says nothing about what it cannot tell', () => {
    expect(detectLanguage('', known)).toBeNull();
    expect(detectLanguage('1234 !?', known)).toBeNull();
    expect(detectLanguage('Xyzzy plugh.', known)).toBeNull();
    expect(detectLanguage('今天天气很好', known)).toBeNull();
  });

  it('answers with a language of the list only', () => {
    expect(detectLanguage('今天天气很好', ['English', 'Chinese'])).toBe('Chinese');
    expect(detectLanguage('Wo ist der Bahnhof?', ['English', 'French'])).not.toBe('German');
  });
});

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
