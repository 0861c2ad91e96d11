import { describe, expect, it } from 'vitest';
import { isAllCapitals, toCapitals, toSentenceCase } from '../../../src/text/index.js';

describe('isAllCapitals', () => {
  it.each([
    'DO NOT OPEN.',
    'NO',
    'HELLO {name}!',
    'STRAßE',
    'ÉTÉ',
    'YOU HAVE %d',
    '<b>STOP</b>',
    'SEE https://a.org/b',
    'ДА',
  ])('%s', (text) => {
    expect(isAllCapitals(text)).toBe(true);
  });
  it.each(['Do not open.', 'I', 'A', '', '12', '{name}', 'NASA and ESA', 'iPhone', '天气', '%d %s', 'a5'])(
    'not: %s',
    (text) => {
      expect(isAllCapitals(text)).toBe(false);
    },
  );
});

describe('toSentenceCase', () => {
  it.each([
    ['DO NOT OPEN THE DOOR.', 'en', 'Do not open the door.'],
    ['STOP! I AM HERE. SO AM I.', 'en', 'Stop! I am here. So am I.'],
    ["I'M HERE AND I'LL STAY", 'en', "I'm here and I'll stay"],
    ['HELLO {NAME}, YOU HAVE %D AND %d.', 'en', 'Hello {NAME}, you have %D and %d.'],
    ['{name} IS HERE. GO.', 'en', '{name} is here. Go.'],
    ['CHAPTER IV: THE U.S. ARMY', 'en', 'Chapter IV: the U.S. army'],
    ['“GO!” SHE SAID', 'en', '“Go!” she said'],
    ['ÖFFNEN SIE DIE TÜR', 'de', 'Öffnen sie die tür'],
    ['¿DÓNDE ESTÁS?', 'es', '¿Dónde estás?'],
    ['<b>STOP</b> NOW', 'en', '<b>Stop</b> now'],
    ['MP3 FILES', 'en', 'MP3 files'],
    ['“GO.” SHE LEFT. J. R. R. TOLKIEN TOO.', 'en', '“Go.” She left. J. R. R. tolkien too.'],
    // mixed: what is in capitals is an acronym
    ['the NASA guide', 'en', 'The NASA guide'],
    ['Read the NASA guide', 'en', 'Read the NASA guide'],
    ['{name} is here', 'en', '{name} is here'],
  ])('%s', (text, language, expected) => {
    expect(toSentenceCase(text, language)).toBe(expected);
  });
});

describe('toCapitals', () => {
  it.each([
    ['Do not open.', 'en', 'DO NOT OPEN.'],
    ['Die Straße', 'de', 'DIE STRASSE'],
    ["L'été à Noël", 'fr', "L'ÉTÉ À NOËL"],
    ['Bună, {name}! Ai %d mesaje: https://a.org/b', 'ro', 'BUNĂ, {name}! AI %d MESAJE: https://a.org/b'],
    ['<b class="x">ja</b> &amp; nein', 'de', '<b class="x">JA</b> &amp; NEIN'],
    ['Use `config.json` now', 'en', 'USE `config.json` NOW'],
  ])('%s', (text, language, expected) => {
    expect(toCapitals(text, language)).toBe(expected);
  });

  it('follows the source in ß', () => {
    expect(toCapitals('Die Straße', 'de', 'GROẞ')).toBe('DIE STRAẞE');
  });
});
