import { beforeAll, describe, expect, it } from 'vitest';
import { type Identifier, loadIdentifier } from '../../../../src/engine/languages/identifier.js';
import { doubtsOf } from '../../../../src/engine/translation/doubts.js';

let identify: Identifier;
beforeAll(async () => {
  identify = await loadIdentifier();
}, 60_000);

const GERMAN = 'Ich habe einen Hund und meine Schwester hat eine kleine Katze.';
const doubts = (text: string, language: string) =>
  doubtsOf({ text: GERMAN, language: 'German' }, { text, language }, true, identify);

describe('a translation that looks like another language', () => {
  it('is in doubt', () => {
    expect(doubts(GERMAN, 'English')).toEqual(['language']);
    expect(doubts('I have a dog, and my sister has a small cat.', 'French')).toEqual(['language']);
  });

  it('is not, where it looks as it should, or nobody can tell', () => {
    expect(doubts('I have a dog, and my sister has a small cat.', 'English')).toEqual([]);
    expect(doubts('J’ai un chien et ma sœur a un petit chat.', 'fr')).toEqual([]);
    expect(doubts('Anna Maria Tom Boston Oslo Madrid', 'English')).not.toContain('language');
  });
});

describe('a number in words', () => {
  const differ = (source: string, language: string, target: string, to: string) =>
    doubtsOf({ text: source, language }, { text: target, language: to }, true, identify).includes('facts');

  it.each([
    ['en', 'She is seventeen years old.', 'de', 'Sie ist sieben Jahre alt.'],
    ['en', 'The meeting is in nineteen minutes.', 'fr', 'La réunion est à neuf minutes.'],
    ['fr', 'Il a acheté onze pommes.', 'en', 'He bought apples.'],
    ['fr', 'J’ai soixante-dix livres.', 'en', 'I have many books.'],
    ['en', 'I have a thousand books.', 'es', 'Tengo muchos libros.'],
    ['ro', 'El a cumpărat o sută de mere.', 'en', 'He bought a sweater of apples.'],
    ['en', 'The meeting is in seventy minutes.', 'ro', 'Ședința e în șaptă minute.'],
    ['en', 'He bought apples.', 'de', 'Er kaufte zwölf Äpfel.'],
    ['en', 'She had two cats.', 'de', 'Sie hatte drei Katzen.'],
  ])('from three on is not left out, nor made another one: %s %s → %s %s', (from, source, to, target) => {
    expect(differ(source, from, target, to)).toBe(true);
  });

  it.each([
    ['en', 'She is seventeen years old.', 'de', 'Sie ist siebzehn Jahre alt.'],
    ['en', 'He has seven dogs.', 'de', 'Er hat sieben Hunde.'],
    ['en', 'The two of them laughed.', 'de', 'Die beiden lachten.'],
    ['en', 'He plays tennis three times a week.', 'de', 'Er spielt dreimal pro Woche Tennis.'],
    ['en', 'She took a ten-day trip.', 'de', 'Sie machte eine zehntägige Reise.'],
    ['de', 'Sie wohnten in einem Fünfsternehotel.', 'en', 'They stayed at a five-star hotel.'],
    ['en', 'It’s nine-thirty.', 'es', 'Son las nueve y media.'],
    ['en', 'Call me at six-thirty, please.', 'de', 'Ruf mich bitte um halb sieben an.'],
    ['en', 'Over one hundred people came here.', 'fr', 'Plus d’une centaine de personnes est venue ici.'],
    ['de', 'Tom ist Anfang dreißig.', 'en', 'Tom is in his early thirties.'],
    ['en', 'He earns three times more than me.', 'es', 'Él gana el triple que yo.'],
    ['en', 'The price is two thousand euros.', 'ro', 'Prețul este de două mii de euro.'],
    ['ro', 'Adu-mi și mie una.', 'en', 'Bring one for me, too.'],
    ['de', 'Achtung, der Hund!', 'en', 'Beware of the dog!'],
  ])('may be said in another way: %s %s → %s %s', (from, source, to, target) => {
    expect(differ(source, from, target, to)).toBe(false);
    expect(differ(target, to, source, from)).toBe(false);
  });
});
