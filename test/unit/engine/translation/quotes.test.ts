import { describe, expect, test } from 'vitest';
import { mendQuotes, quoteParts, readableQuotes } from '../../../../src/engine/translation/quotes.js';
import { plainTypography } from '../../../../src/text/index.js';

/** What a source is read as, and what its translation becomes. */
const mended = (source: string, translation: string, language: string): string | null => {
  const read = readableQuotes(source, plainTypography(source), language);
  return mendQuotes(translation, read.text, read);
};

describe('quotation marks of a translation', () => {
  test.each([
    [
      'a straight one becomes its partner’s like',
      '"I am here," he said.',
      'es',
      '«Estoy aquí," dijo.',
      '«Estoy aquí,» dijo.',
    ],
    ['in Romanian', '"Are you coming?" she asked.', 'ro', '„Vii?" a întrebat.', '„Vii?” a întrebat.'],
    ['before a closing one', 'My "friend" is here.', 'de', 'Mein "Freund“ ist hier.', 'Mein „Freund“ ist hier.'],
    ['all of a kind', 'He said "yes" and "no".', 'de', 'Er sagte „ja“ und "nein".', 'Er sagte „ja“ und „nein“.'],
    ['straight ones stay', 'He said "yes".', 'fr', 'Il a dit "oui".', 'Il a dit "oui".'],
    ['own ones stay', '"Yes," he said.', 'fr', '« Oui », dit-il.', '« Oui », dit-il.'],
    ['the first one was lost', '« Où est-il ? »', 'en', 'Where is he?"', '"Where is he?"'],
    ['both were lost', '"The dog is here."', 'de', 'Der Hund ist hier.', '"Der Hund ist hier."'],
    ['the last one was lost', 'He said: "I am here."', 'de', 'Er sagte: „Ich bin hier.', 'Er sagte: „Ich bin hier.“'],
    ['a stop outside stays outside', 'He said "yes".', 'de', 'Er sagte "ja.', 'Er sagte "ja".'],
    ['a partner in another sentence is not made up', '"I am here.', 'de', '„Ich bin hier.“', '"Ich bin hier.'],
    ['nor a first one', 'I am here," he said.', 'de', '„Ich bin hier“, sagte er.', 'Ich bin hier", sagte er.'],
    [
      'single ones',
      '‘The dog is here,’ he said.',
      'de',
      '„Der Hund ist hier", sagte er.',
      '‚Der Hund ist hier‘, sagte er.',
    ],
    [
      'single straight ones',
      "'The dog is here,' he said.",
      'de',
      '„Der Hund ist hier“, sagte er.',
      "'Der Hund ist hier', sagte er.",
    ],
    ['single ones are a language’s own', '‘It is late.', 'fr', '"Il est tard.', '«\u00a0Il est tard.'],
    ['inches are none', 'It is 15" wide.', 'de', 'Es ist 15" breit.', 'Es ist 15" breit.'],
    ['figures in quotation marks', 'He said "20" to me.', 'de', 'Er sagte "20" zu mir.', 'Er sagte "20" zu mir.'],
    [
      'apostrophes are none',
      "It's the dogs' house.",
      'de',
      'Das ist das Haus der Hunde.',
      'Das ist das Haus der Hunde.',
    ],
  ])('%s: %s', (_, source, language, translation, expected) => {
    expect(mended(source, translation, language)).toBe(expected);
  });

  test.each([
    ['He said "yes" to me.', 'Er sagte ja zu mir.'],
    ['He said "yes" to me.', 'Er sagte "ja zu mir.'],
    ['He said "yes" to me.', 'Er sagte „ja„ zu mir.'],
    ['The dog is here.', '"Der Hund" ist hier.'],
    ['"He said \'yes\' to me," she said.', '"Er sagte ja zu mir", sagte sie.'],
    ['She said, "The house is old."', 'Sie sagte, dass es alt ist.'],
  ])('are not certain: %s → %s', (source, translation) => {
    expect(mended(source, translation, 'de')).toBeNull();
  });

  test('part a sentence', () => {
    const parts = (text: string, language: string) =>
      quoteParts(text, language).map(({ start, end, target }) => [text.slice(start, end), ...(target ? [target] : [])]);
    expect(parts('“I am here,” said the boy.', 'de')).toEqual([
      ['“', '„'],
      ['I am here'],
      ['”', '“'],
      ['said the boy.'],
    ]);
    expect(parts('He said "good morning" to me.', 'de')).toEqual([
      ['He said'],
      ['"', '"'],
      ['good morning'],
      ['"', '"'],
      ['to me.'],
    ]);
    expect(parts('The dog is here.', 'de')).toEqual([]);
  });
});
