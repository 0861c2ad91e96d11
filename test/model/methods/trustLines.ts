/** A line to be translated, and what of it has to come back as it is, in any order. Figures are compared apart. */
export interface TrustLine {
  from: string;
  text: string;
  keeps: readonly string[];
}

const from =
  (language: string) =>
  ([text, ...keeps]: readonly string[]): TrustLine => ({ from: language, text: text!, keeps });

const ENGLISH: readonly (readonly string[])[] = [
  ['Hello {name}, you have %d new messages.', '{name}', '%d'],
  ['Visit https://www.example.com/docs for details.', 'https://www.example.com/docs'],
  ['Read the [user guide](https://example.com/guide) first.', '](https://example.com/guide)'],
  ['This is **very important** for us.', '**', '**'],
  ['Use the `config.json` file.', '`config.json`'],
  ['![A red boat](boat.png)', '![', '](boat.png)'],
  ['The house is very old [3].', '[3]'],
  ['<p class="note">This is <b>important</b>.</p>', '<p class="note">', '<b>', '</b>', '</p>'],
  ['Write to info@example.org today.', 'info@example.org'],
  ['Press Ctrl+C to stop.', 'Ctrl+C'],
  ['We have 25 students in our class.'],
  ['$45.50 for 12 kg of apples on 3 May 2021', '$', 'kg'],
  ['It takes 3–5 days.'],
  ['The city has 1,234,567 people.'],
  ['My number is 555-0173.', '555-0173'],
  ['Type `npm install` and wait.', '`npm install`'],
  ['If $x = 2$, go home.', '$x = 2$'],
  ['Open README.md first.', 'README.md'],
  ['Ask @anna about it.', '@anna'],
  ['Good morning 👋', '👋'],
  ['I paid €35 for it.', '€'],
  ['Rent is $950 a month.', '$'],
  ['We met on 03/07/2024.', '03/07/2024'],
  ['The meeting is on 2021-11-30.', '2021-11-30'],
  ['That is 283.82 euros.'],
  ['It is 1482 kilometres to Berlin.'],
  ['The train leaves at 14:35.'],
  ['About 40% of the people came.', '%'],
  ['Run `make test` in the folder `/usr/local/src` before you start.', '`make test`', '`/usr/local/src`'],
  ['She wrote *three* books and **one** play.', '*', '**'],
  ['See the [first](a.html) and the [second page](b.html).', '](a.html)', '](b.html)'],
  ['This is true.[^1] It is good.', '[^1]'],
  ['| Name | Age |\n| --- | --- |\n| The dog | 3 years |', '| --- | --- |'],
  ['- [ ] Read the book\n- [x] Buy bread', '- [ ] ', '- [x] '],
  ['<!-- Do not show this. -->\nThe dog is here.', '<!-- Do not show this. -->'],
  ['```\nnpm run build\n```\nThe dog is here.', '```\nnpm run build\n```'],
  ['Use version v2.3.1 or 3.0.0 of the program.', 'v2.3.1', '3.0.0'],
  ['The file is in C:\\Users\\anna\\notes.txt now.', 'C:\\Users\\anna\\notes.txt'],
  ['{count, plural, one {# item} other {# items}} in your bag', '{count, plural, one {# item} other {# items}}'],
  ['Click <0>here</0> to go on.', '<0>', '</0>'],
  ['Set MAX_SIZE to 512 in settings.py.', 'MAX_SIZE', 'settings.py'],
  ['The price went from £20 to £35 in 2019.', '£', '£'],
  ['He has 2 dogs, 3 cats and 14 birds.'],
  ['It is %d%% of all %s files.', '%d%%', '%s'],
  ['Only %i%% of the houses are old.', '%i%%'],
  ['Call getUserName() with the --verbose flag.', 'getUserName()', '--verbose'],
  ['Anna: Where are you?\nBen: I am here.', 'Anna: ', '\nBen: '],
  ['*Dr. Smith:* The house is old.', '*Dr. Smith:* '],
  ['The time is 12:30:45.'],
  ['I paid 1 leu.', '1 '],
  ['Louis XIV was a king.', 'Louis XIV '],
  ['Chapter IV is good.', ' IV '],
  ['He is here [@smith2020, p. 5].', '[@smith2020, p. 5].'],
  ['It is good (Smith, 2020, p. 5).', '(Smith, 2020, p. 5).'],
];

const GERMAN: readonly (readonly string[])[] = [
  ['Lies [das Buch](https://example.com/b) heute.', '](https://example.com/b)'],
  ['Ich habe **zwei rote Äpfel** gekauft.', '**', '**'],
  ['Das Brot kostet 3,50 €.', '€'],
  ['Wir haben 25 Schüler in unserer Klasse.'],
  ['Öffne die Datei `config.json` und warte.', '`config.json`'],
  ['Hallo {name}, du hast %d neue Nachrichten.', '{name}', '%d'],
  ['Schreib heute an info@example.org.', 'info@example.org'],
  ['Die Stadt hat 1.234.567 Einwohner.'],
  ['Der Zug fährt um 14:35 Uhr.'],
  ['Das Haus ist sehr alt [3].', '[3]'],
  ['Drücke Strg+C zum Beenden.', 'Strg+C'],
  ['Es kostet 19,99 Euro.'],
];

const FRENCH: readonly (readonly string[])[] = [
  ['Lisez [le livre](https://example.com/b) aujourd’hui.', '](https://example.com/b)'],
  ['J’ai acheté **deux pommes rouges**.', '**', '**'],
  ['Le pain coûte 3,50 €.', '€'],
  ['Nous avons 25 élèves dans notre classe.'],
  ['Ouvrez le fichier `config.json` et attendez.', '`config.json`'],
  ['Bonjour {name}, vous avez %d nouveaux messages.', '{name}', '%d'],
  ['Écrivez à info@example.org.', 'info@example.org'],
  ['La ville a 1 234 567 habitants.'],
  ['Le train part à 14 h 35.'],
  ['La maison est très vieille [3].', '[3]'],
];

const SPANISH: readonly (readonly string[])[] = [
  ['Lee [el libro](https://example.com/b) hoy.', '](https://example.com/b)'],
  ['Compré **dos manzanas rojas**.', '**', '**'],
  ['El pan cuesta 3,50 €.', '€'],
  ['Tenemos 25 alumnos en nuestra clase.'],
  ['Abre el archivo `config.json` y espera.', '`config.json`'],
  ['Hola {name}, tienes %d mensajes nuevos.', '{name}', '%d'],
  ['Escribe a info@example.org.', 'info@example.org'],
  ['La ciudad tiene 1.234.567 habitantes.'],
  ['El tren sale a las 14:35.'],
  ['La casa es muy vieja [3].', '[3]'],
];

const ROMANIAN: readonly (readonly string[])[] = [
  ['Citește [cartea](https://example.com/b) azi.', '](https://example.com/b)'],
  ['Am cumpărat **două mere roșii**.', '**', '**'],
  ['Pâinea costă 3,50 €.', '€'],
  ['Avem 25 de elevi în clasa noastră.'],
  ['Deschide fișierul `config.json` și așteaptă.', '`config.json`'],
  ['Bună {name}, ai %d mesaje noi.', '{name}', '%d'],
  ['Scrie la info@example.org.', 'info@example.org'],
  ['Orașul are 1.234.567 de locuitori.'],
  ['Trenul pleacă la 14:35.'],
  ['Casa este foarte veche [3].', '[3]'],
  ['Am plătit 30 de lei pentru carte.', ' lei'],
  ['Prețul este 25 RON.', ' RON'],
];

/** Lines of the kinds in which translations used to break. */
export const TRUST_LINES: readonly TrustLine[] = [
  ...ENGLISH.map(from('English')),
  ...GERMAN.map(from('German')),
  ...FRENCH.map(from('French')),
  ...SPANISH.map(from('Spanish')),
  ...ROMANIAN.map(from('Romanian')),
];

/** What is wrong with a translation; null when all is there. */
export function faultOf({ text, keeps }: TrustLine, translation: string): string | null {
  let rest = translation;
  for (const one of keeps) {
    if (!rest.includes(one)) return `lacks ${one}`;
    rest = rest.replace(one, ' ');
  }
  const [wanted, found] = [digitsOf(text), digitsOf(translation)];
  return wanted === found ? null : `has the figures ${found}, not ${wanted}`;
}

/** All figures of a text without their notation, sorted. */
const digitsOf = (text: string): string =>
  (text.replace(/(\d{1,2}) h (\d\d)/g, '$1:$2').match(/\d+(?:[.,'\u00A0\u202F ]\d{3}(?!\d))*(?:[.,:]\d+)?/g) ?? [])
    .map((figure) => figure.replace(/\D/g, ''))
    .sort()
    .join(' ');
