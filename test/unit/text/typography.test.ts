import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTypography, plainTypography } from '../../../src/text/index.js';

describe('plainTypography', () => {
  it.each([
    ['“I don’t know,” he said.', '"I don\'t know," he said.'],
    ['‘I don’t know,’ he said.', "'I don't know,' he said."],
    ['»Komm!«, sagte er. »Nein.«', '"Komm!", sagte er. "Nein."'],
    ['„Komm!“ und ‚geh‘', '"Komm!" und \'geh\''],
    ['«\u00a0Viens\u00a0!\u00a0» dit-il.', '"Viens !" dit-il.'],
    ['« Viens » dit-il.', '"Viens" dit-il.'],
    ['«sí “no” sí»', '"sí \'no\' sí"'],
    ['„da «nu» da” și „nu”', '"da \'nu\' da" și "nu"'],
    ['She laughed… and then—nothing.', 'She laughed... and then - nothing.'],
    ['Ana — my sister — came', 'Ana - my sister - came'],
    ['Ana —mi hermana— vino.', 'Ana - mi hermana - vino.'],
    ['— Where are you?\n—Here.', '- Where are you?\n- Here.'],
    ['“I mean—” she said', '"I mean -" she said'],
    ['3–5 days, the London–Paris train', '3-5 days, the London-Paris train'],
    ['−5\u00a0°C, 1\u202f234', '-5 °C, 1 234'],
    ['ex\u00adam\u00adple', 'example'],
    ['exam-\nple and well-\nknown Karl-\nMarx', 'example and well-known Karl-Marx'],
    ['non‑breaking ﬁn', 'non-breaking fin'],
    ['nothing "here" - it\'s plain...', 'nothing "here" - it\'s plain...'],
  ])('%s', (text, plain) => {
    expect(plainTypography(text).text).toBe(plain);
    // Nothing is left to do.
    expect(plainTypography(plain).text).toBe(plain);
  });

  it('tells what was there', () => {
    const none = {
      doubleQuotes: false,
      singleQuotes: false,
      apostrophes: false,
      dashes: false,
      dialogue: null,
      ranges: false,
      ellipses: false,
      spaces: false,
    };
    expect(plainTypography('"It\'s" - plain...').marks).toEqual(none);
    expect(plainTypography('It’s').marks).toEqual({ ...none, apostrophes: true });
    expect(plainTypography('‘So’').marks).toEqual({ ...none, singleQuotes: true });
    expect(plainTypography('“So”').marks).toEqual({ ...none, doubleQuotes: true, apostrophes: true });
    expect(plainTypography("“So it's”").marks).toEqual({ ...none, doubleQuotes: true });
    expect(plainTypography('— So…').marks).toEqual({ ...none, dialogue: '— ', ellipses: true });
    expect(plainTypography('a – b, 3–5\u00a0m').marks).toEqual({ ...none, dashes: true, ranges: true, spaces: true });
  });

  it('knows where everything was', () => {
    const text = '“She…” he said—so\u00ad: ‘no’.';
    const plain = plainTypography(text);
    for (const word of ['She', 'he', 'said', 'so', 'no']) {
      const at = plain.text.indexOf(word);
      expect(text.slice(plain.sourceOffset(at), plain.sourceOffset(at + word.length))).toBe(word);
    }
    expect(plain.sourceOffset(0)).toBe(0);
    expect(plain.sourceOffset(plain.text.length)).toBe(text.length);
  });
});

describe('localTypography', () => {
  const like = plainTypography('“‘It’s’ — so…” 3–5\u00a0m').marks;

  it.each([
    ['en', '"I don\'t know," he said.', '“I don’t know,” he said.'],
    ['de', '"Ich weiß nicht", sagte er.', '„Ich weiß nicht“, sagte er.'],
    ['de', '"Er sagte \'ja\' und ging."', '„Er sagte ‚ja‘ und ging.“'],
    ['de-CH', '"Ja", sagte er.', '«Ja», sagte er.'],
    ['fr', '"L\'homme", dit-il.', '«\u00a0L’homme\u00a0», dit-il.'],
    ['fr', '"Il dit \'oui\' !"', '«\u00a0Il dit “oui”\u00a0!\u00a0»'],
    ['es', '"No sé", dijo \'él\'.', '«No sé», dijo «él».'],
    ['es', 'Ana - mi hermana - vino.', 'Ana —mi hermana— vino.'],
    ['ro', '"Nu \'știu\'", spuse.', '„Nu «știu»”, spuse.'],
    ['de', 'Sie kam - und ging...', 'Sie kam – und ging…'],
    ['en', 'She came - and went.', 'She came—and went.'],
    ['de', 'in 3-5 Tagen, 555-0173, E-Mail', 'in 3–5 Tagen, 555-0173, E-Mail'],
    ['en', "the dogs' bowls, '90s, rock 'n' roll", 'the dogs’ bowls, ’90s, rock ’n’ roll'],
    ['en', 'a 5.5" screen, 5\'10" tall', 'a 5.5" screen, 5\'10" tall'],
    ['German', '"Ja"', '„Ja“'],
  ])('%s: %s', (language, text, expected) => {
    expect(localTypography(text, language, like)).toBe(expected);
  });

  it('adds nothing that the source had not', () => {
    const straight = plainTypography('"It\'s" - so...').marks;
    const text = "\"C'est\" - 'oui'...";
    expect(localTypography(text, 'fr', straight)).toBe(text);
    expect(localTypography('"C\'est"...', 'fr', { ...straight, ellipses: true })).toBe('"C\'est"…');
  });

  it('writes dialogues with the dash of the source', () => {
    expect(localTypography('- Viens !\n- Où ?', 'fr', plainTypography('— Come!\n— Where?').marks)).toBe(
      '— Viens !\n— Où ?',
    );
    expect(localTypography('- ¿Vienes?', 'es', plainTypography('—Come!').marks)).toBe('—¿Vienes?');
    expect(localTypography('- one\n- two', 'en', like)).toBe('- one\n- two');
  });

  const marked: Readonly<Record<string, (inner: string) => string[]>> = {
    en: (inner) => [`“${inner}”`, `“so ‘${inner}’ it is”`, `it’s ${inner}`, `${inner}—${inner}`, `${inner}…`],
    de: (inner) => [`„${inner}“`, `„so ‚${inner}‘ ist es“`, `geht’s ${inner}`, `${inner} – ${inner}`, `${inner}…`],
    fr: (inner) => [
      `«\u00a0${inner}\u00a0»`,
      `«\u00a0si “${inner}” oui\u00a0»`,
      `l’${inner}`,
      `${inner} – ${inner}`,
      `${inner}…`,
    ],
    es: (inner) => [`«${inner}»`, `«sí “${inner}” no»`, `${inner}…`],
    ro: (inner) => [`„${inner}”`, `„da «${inner}» nu”`, `l’${inner}`, `${inner} – ${inner}`, `${inner}…`],
  };
  const word = fc.constantFrom('dog', 'Haus', 'été', 'año', 'știe', '25', 'AB');

  it.each(Object.keys(marked))('%s: there and back again', (language) => {
    const part = word.chain((inner) => fc.constantFrom(inner, ...marked[language]!(inner)));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const text = `${parts.join(', ')}.`;
        const { text: plain, marks } = plainTypography(text);
        const back = localTypography(plain, language, marks);
        expect(plainTypography(back).text).toBe(plain);
        expect(back).toBe(text);
      }),
    );
  });

  it('any text: plain stays plain, places are in order', () => {
    const character = fc.constantFrom(
      'a',
      'B',
      '1',
      ' ',
      '"',
      "'",
      '“',
      '”',
      '‘',
      '’',
      '«',
      '»',
      '—',
      '–',
      '-',
      '…',
      '.',
      '\n',
      '\u00a0',
      '\u00ad',
    );
    fc.assert(
      fc.property(fc.array(character, { maxLength: 30 }), (characters) => {
        const source = characters.join('');
        const { text, sourceOffset } = plainTypography(source);
        expect(text).not.toMatch(/[“”‘’«»—–…\u00a0\u00ad]/u);
        let last = 0;
        for (let at = 0; at <= text.length; at++) {
          const place = sourceOffset(at);
          expect(place).toBeGreaterThanOrEqual(last);
          expect(place).toBeLessThanOrEqual(source.length);
          last = place;
        }
      }),
    );
  });
});
