import { describe, expect, it } from 'vitest';
import { factsOf, missingFacts, toNotation } from '../../../src/text/facts.js';

/** The keys of a text's facts, with what they stand for. */
const keys = (text: string, language: string): string[] => factsOf(text, language).map(({ key }) => key);

describe('facts of a text', () => {
  it.each<[string, string, string[]]>([
    ['en', 'We have 25 students and 1,234.56 litres.', ['number 25', 'measure 1234.56 l']],
    ['en', 'I paid $45.50 for 12 kg of apples on 3 May 2021.', ['money 45.5 USD', 'measure 12 kg', 'date 2021 3 5']],
    ['de', 'Ich zahlte 45,50 $ für 12 kg Äpfel am 3. Mai 2021.', ['money 45.5 USD', 'measure 12 kg', 'date 2021 3 5']],
    ['fr', 'Le 3 mai 2021, 1\u202f234,56 euros, 5 % de plus.', ['date 2021 3 5', 'money 1234.56 EUR', 'percentage 5']],
    ['fr', 'Il a 12 345 habitants et 3,5 millions d’euros.', ['number 12345', 'money 3500000 EUR']],
    ['es', 'El 3 de mayo de 2021 costó 1.234,56 euros.', ['date 2021 3 5', 'money 1234.56 EUR']],
    ['ro', 'Pe 3 mai 2021 a costat 19,99 lei, 25 de copii.', ['date 2021 3 5', 'money 19.99 RON', 'number 25']],
    ['de-CH', 'Das kostet CHF 1’234.50.', ['money 1234.5 CHF']],
    ['en', '3–5 days, 10-20 km, -5 °C', ['number 3 + number 5', 'number 10 + measure 20 km', 'measure -5 °C']],
    ['en', 'Call 555-0173 or +49 30 123456.', ['code 5550173', 'code 4930123456']],
    ['fr', 'Appelez le 01 23 45 67 89.', ['code 0123456789']],
    ['en', 'At 2:30 pm, 14:30, 9 a.m. and 12 am.', ['time 14:30', 'time 14:30', 'time 9:00', 'time 0:00']],
    ['en', '11:45 PM, 8:30 p.m. and 12:30 am.', ['time 23:45', 'time 20:30', 'time 0:30']],
    ['en', 'At 12:30:45, or 1:05:09 pm.', ['time 12:30:45', 'time 13:05:09']],
    ['es', 'A las 8:30 p. m.', ['time 20:30']],
    ['ro', 'La 9 am mers acasă.', ['number 9']],
    ['fr', 'À 14 h 30 et 9h05.', ['time 14:30', 'time 9:05']],
    ['de', 'Um 14.30 Uhr, 9 Uhr und 14:30 Uhr.', ['time 14:30', 'time 9:00', 'time 14:30']],
    ['en', 'Version 2.0, v1.2.3 and 10.4.1 are out.', ['version 2.0', 'version 1.2.3', 'version 10.4.1']],
    [
      'en',
      '2021-11-30, 03/07/2024, May 3rd, July 2020',
      ['date 2021 11 30', 'date 2024 3 7', 'date 3 5', 'date 2020 7'],
    ],
    ['de', 'Am 30.11.2021 und am 3.7. war es.', ['date 2021 11 30', 'date 3 7']],
    ['en', 'the 1st, 2nd and 21st of 100', ['ordinal 1', 'ordinal 2', 'ordinal 21', 'number 100']],
    ['de', 'im 2. Stock', ['ordinal 2']],
    ['fr', 'le 1er, la 2e et le 3ème', ['ordinal 1', 'ordinal 2', 'ordinal 3']],
    ['es', 'el 1.º y la 2ª', ['ordinal 1', 'ordinal 2']],
    ['ro', 'al 2-lea, a 3-a', ['ordinal 2', 'ordinal 3']],
    ['en', 'MP3, A4, 4K, 5G and 221B', ['code MP3', 'code A4', 'code 4K', 'code 5G', 'code 221B']],
    ['en', 'Louis XIV and Chapter IV', []],
    [
      'en',
      'in the 1990s, agent 007, 3:2, 1/2, 1½ cups',
      ['number 1990', 'code 007', 'code 3:2', 'code 1/2', 'number 1.5'],
    ],
    [
      'en',
      '5km, 10GB, 8 GB, $5 million, £3k',
      ['measure 5 km', 'measure 10 GB', 'measure 8 GB', 'money 5000000 USD', 'money 3000 GBP'],
    ],
    ['de', '5 Mio. Euro, 2 Milliarden', ['money 5000000 EUR', 'number 2000000000']],
    ['en', 'twenty-five dogs, three cats', ['number 25', 'number 3']],
    ['de', 'fünfundzwanzig Hunde, drei Katzen, zweihundertfünf', ['number 25', 'number 3', 'number 205']],
    ['fr', 'quatre-vingt-dix-neuf chiens, vingt et un chats', ['number 99', 'number 21']],
    ['es', 'veinticinco perros, treinta y un gatos', ['number 25', 'number 31']],
    ['ro', 'douăzeci și cinci de câini', ['number 25']],
    ['zh', '二十五只狗，二〇二一年，5公斤', ['number 25', 'number 2021', 'measure 5 kg']],
    ['en', 'two hundred and five, five thousand, two million', ['number 205', 'number 5000', 'number 2000000']],
    ['fr', 'deux cents, trois mille cinq', ['number 200', 'number 3005']],
    ['es', 'doscientos cinco, mil, tres mil', ['number 205', 'number 1000', 'number 3000']],
    ['zh', '2021年5月3日14点30分', ['date 2021 3 5', 'time 14:30']],
    ['en', 'no digits at all', []],
  ])('%s: %s', (language, text, expected) => {
    expect(keys(text, language)).toEqual(expected);
    for (const fact of factsOf(text, language)) expect(text.slice(fact.start, fact.end)).toBe(fact.text);
  });
});

describe('facts that differ', () => {
  const difference = (source: string, from: string, target: string, to: string) => {
    const { missing, added } = missingFacts(source, from, target, to);
    return [missing.map(({ text }) => text), added.map(({ text }) => text)];
  };

  it.each<[string, string, string, string]>([
    ['en', 'We have 25 students.', 'de', 'Wir haben 25 Schüler.'],
    ['en', 'We have three dogs.', 'de', 'Wir haben 3 Hunde.'],
    ['en', 'We have 3 dogs.', 'fr', 'Nous avons trois chiens.'],
    ['en', 'One of them has 5 dogs.', 'es', 'Uno de ellos tiene cinco perros.'],
    ['en', 'one day', 'de', 'eines Tages'],
    ['en', '19.99 euros', 'de', '19,99 Euro'],
    ['de', '1.234,56 km', 'en', '1,234.56 kilometres'],
    ['en', '3–5 days', 'de', '3 bis 5 Tage'],
    ['en', 'between 3 and 5 kg', 'de', '3–5 kg'],
    ['en', 'at 2:30 pm', 'de', 'um 14.30 Uhr'],
    ['en', 'at 2 pm', 'fr', 'à 14 h'],
    ['en', 'for 3 hours', 'fr', 'pendant 3 h'],
    ['en', 'May 3, 2021', 'de', '3. Mai 2021'],
    ['en', '03/07/2024', 'de', '03.07.2024'],
    ['en', 'the 19th century', 'fr', 'le XIXe siècle'],
    ['en', 'the third floor', 'de', 'im 3. Stock'],
    ['en', 'the 3rd floor', 'fr', 'le troisième étage'],
    ['en', '50%', 'fr', '50\u00a0%'],
    ['en', '$5 million', 'de', '5 Millionen Dollar'],
    ['en', '2 billion', 'es', '2 mil millones'],
    ['ro', '20 de lei', 'de', '20 Lei'],
    ['ro', '1 leu', 'en', '1 leu'],
    ['en', 'Call 555-0173.', 'ro', 'Sunați la 555-0173.'],
    ['en', 'twenty five', 'zh', '二十五'],
    ['en', 'the twenty-first century', 'de', 'das 21. Jahrhundert'],
    ['en', 'his fiftieth birthday', 'de', 'sein fünfzigster Geburtstag'],
    ['en', 'the 30th time', 'fr', 'la trentième fois'],
    ['en', 'at 8 o’clock', 'de', 'um 8 Uhr'],
    ['en', '1,000,000 people', 'fr', '1 000 000 de personnes'],
    ['en', '20 °C', 'es', '20 ºC'],
    ['en', 'a million people', 'de', 'eine Million Menschen'],
    ['en', '100 grams', 'ro', '100 de grame'],
    ['en', '20 percent', 'ro', '20 la sută'],
    ['en', 'two brothers and one sister', 'fr', 'deux frères et une sœur'],
  ])('none: %s %s → %s %s', (from, source, to, target) => {
    expect(difference(source, from, target, to)).toEqual([[], []]);
    expect(difference(target, to, source, from)).toEqual([[], []]);
  });

  it.each<[string, string, string, string, string[], string[]]>([
    ['en', 'We have 25 students.', 'de', 'Wir haben 18 Schüler.', ['25'], ['18']],
    ['en', '$45.50 for 12 kg', 'de', '3:50 um 321', ['$45.50', '12 kg'], ['3:50', '321']],
    ['en', '3–5 days', 'de', '315 Tage', ['3–5'], ['315']],
    ['en', '1,234,567', 'de', '1,2367', ['1,234,567'], ['1,2367']],
    ['en', 'Call 555-0173.', 'de', '55173', ['555-0173'], ['55173']],
    ['de', '19,99 Euro', 'en', '1999 euros', ['19,99 Euro'], ['1999 euros']],
    ['en', 'It costs £20.', 'de', 'Es kostete 20.', ['£20'], ['20']],
    ['en', '1,234 km', 'de', '1,234 km', ['1,234 km'], ['1,234 km']],
    ['en', '1.234 kg', 'de', '1.234 kg', ['1.234 kg'], ['1.234 kg']],
    ['en', '1.234 kg', 'fr', '1.234 kg', ['1.234 kg'], ['1.234 kg']],
    ['de', '1,234 kg', 'en', '1,234 kg', ['1,234 kg'], ['1,234 kg']],
    ['en', 'twenty dogs', 'de', 'Hunde', ['twenty'], []],
    ['en', 'They have 3 and 3.', 'de', 'Sie haben 3.', ['3'], []],
    ['en', 'the dog', 'de', 'die 7 Hunde', [], ['7']],
    ['en', 'on 3 May', 'de', 'am 4. Mai', ['3 May'], ['4. Mai']],
    ['en', 'MP3 files', 'de', 'MP4-Dateien', ['MP3'], ['MP4']],
    ['en', 'at 11:45 PM', 'de', 'um 11:45 Uhr', ['11:45 PM'], ['11:45 Uhr']],
    ['en', 'at 5 pm', 'de', 'um 5 Uhr', ['5 pm'], ['5 Uhr']],
    ['en', 'at 12:30:45', 'de', 'um 12:30 Uhr', ['12:30:45'], ['12:30 Uhr']],
    ['de', 'um 15 Uhr', 'en', 'at 3 o’clock', ['15 Uhr'], ['3 o’clock']],
  ])('%s %s → %s %s', (from, source, to, target, missing, added) => {
    expect(difference(source, from, target, to)).toEqual([missing, added]);
  });
});

describe('toNotation', () => {
  it.each([
    ['1,234.56', 'en', 'de', '1.234,56'],
    ['1.234,56', 'de', 'en', '1,234.56'],
    ['1,234,567', 'en', 'fr', '1\u202f234\u202f567'],
    ['1 234,56', 'fr', 'en', '1,234.56'],
    ['1\u00a0234,56', 'French', 'es', '1.234,56'],
    ['19.99', 'en', 'ro', '19,99'],
    ['$45.50', 'en', 'de', '$45,50'],
    ['-5.5 %', 'en', 'de', '-5,5 %'],
    ['0.125', 'en', 'de', '0,125'],
    ['1,234', 'en', 'de', '1.234'],
    ['1.234', 'en', 'de', '1,234'],
    ['1.234', 'en', 'fr', '1,234'],
    ['1,234', 'de', 'en', '1.234'],
    ['1.234', 'de', 'en', '1,234'],
    ['1,234', 'fr', 'en', '1.234'],
    ['1,234', 'es', 'en', '1.234'],
    ['1.234', 'ro', 'en', '1,234'],
    ['1’234.50', 'de-CH', 'en', '1,234.50'],
    // as they are
    ['1.234', 'fr', 'en', '1.234'],
    ['2021', 'en', 'de', '2021'],
    ['12345', 'en', 'de', '12345'],
    ['2.0.1', 'en', 'de', '2.0.1'],
    ['555-0173', 'en', 'de', '555-0173'],
    ['3.5.2020', 'de', 'en', '3.5.2020'],
    ['1,5,2', 'en', 'de', '1,5,2'],
    ['A4.5', 'en', 'de', 'A4.5'],
    ['14:30', 'en', 'de', '14:30'],
    ['none', 'en', 'de', 'none'],
  ])('%s from %s to %s', (number, from, to, expected) => {
    expect(toNotation(number, from, to)).toBe(expected);
  });
});
