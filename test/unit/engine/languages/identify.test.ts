import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Identifier, loadIdentifier } from '../../../../src/engine/languages/identifier.js';
import { proseOf } from '../../../../src/engine/languages/proseOf.js';

let identify: Identifier;
beforeAll(async () => {
  identify = await loadIdentifier();
}, 60_000);

const LINES = readFileSync(new URL('lines.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t') as [language: string, source: string, text: string]);

const KNOWN = ['en', 'de', 'fr', 'es', 'ro', 'zh'];

describe('the language of a text', () => {
  it.each([
    ['The children sat on the bank of the river and watched the boats.', 'en'],
    ['Die Kinder saßen am Ufer und schauten den Booten zu.', 'de'],
    ['Les enfants étaient assis au bord de la rivière.', 'fr'],
    ['Los niños se sentaron en la orilla del río.', 'es'],
    ['Copiii stăteau pe malul râului și priveau bărcile.', 'ro'],
    ['I bambini sedevano sulla riva del fiume e guardavano le barche.', 'it'],
    ['De kinderen zaten aan de oever van de rivier en keken naar de boten.', 'nl'],
    ['Дети сидели на берегу реки и смотрели на лодки.', 'ru'],
    ['Діти сиділи на березі річки і дивилися на човни.', 'uk'],
    ['孩子们坐在河边看船。', 'zh'],
    ['今天天气很好', 'zh'],
    ['子供たちは川岸に座っていた。', 'ja'],
    ['아이들이 강가에 앉아 있었다.', 'ko'],
    ['Τα παιδιά κάθονταν στην όχθη.', 'el'],
  ])('is told: %s', (text, language) => {
    expect(identify(text).language).toBe(language);
  });

  it.each([
    '',
    '1234 !?',
    'OK.',
    'Xyzzy plugh.',
    'Tom',
    'npm install',
    '`Die Kinder saßen am Ufer und schauten den Booten zu.`',
    'https://example.com/die/kinder/sassen/am/ufer',
    '[MASK] [MASK]',
    '😀😀',
    '\uD83D',
  ])('is not told where nothing says it: %s', (text) => {
    expect(identify(text).language).toBeNull();
  });

  it('has its likeliest ones where it is not told', () => {
    expect(identify('Danke.').candidates[0]?.language).toBe('de');
    expect(identify('Bonne nuit.').candidates[0]?.language).toBe('fr');
  });

  it('is that of the words, whatever stands between them', () => {
    expect(
      identify('Die `const x = the` Kinder saßen am [MASK] und schauten {name} zu: https://x.org/of').language,
    ).toBe('de');
    expect(proseOf('See [the book](a/b.md) at 10:30, <b>please</b> or write to a@b.org')).toBe(
      'See [the book at please or write to',
    );
  });

  it('is told of any text without a fault, and quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { language, candidates } = identify(text);
        return language === null || candidates[0]?.language === language;
      }),
    );
    const start = performance.now();
    for (const text of ['a'.repeat(1e6), '<'.repeat(1e6), '`'.repeat(1e6), '_/'.repeat(5e5), '字'.repeat(1e6)])
      identify(text);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('of lines that people wrote', () => {
  const found = () => LINES.map(([language, , text]) => ({ right: language, told: identify(text).language, text }));

  it('hardly one of a language that the models know is taken for another', () => {
    const known = found().filter(({ right }) => KNOWN.includes(right));
    const wrong = known.filter(({ right, told }) => told !== null && told !== right);
    expect(wrong.length / known.length).toBeLessThan(0.01);
  });

  it('most of more than four words are told', () => {
    const long = found().filter(({ text, right }) => ['zh', 'ja'].includes(right) || text.split(' ').length > 4);
    expect(long.filter(({ right, told }) => right === told).length / long.length).toBeGreaterThan(0.85);
  });
});
