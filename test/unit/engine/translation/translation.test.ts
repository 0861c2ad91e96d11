import { describe, expect, test } from 'vitest';
import { OBJECT, parseDocument } from '../../../../src/documents/index.js';
import type { Alignment } from '../../../../src/engine/translation/alignment.js';
import { wordFor as wordAlignedTo, wordsFor } from '../../../../src/engine/translation/alignment.js';
import { compose } from '../../../../src/engine/translation/compose.js';
import { findHeldOut } from '../../../../src/engine/translation/heldOut.js';
import { type Piece, piecesOf, placeOf } from '../../../../src/engine/translation/pieces.js';
import { sentenceForms } from '../../../../src/engine/translation/sentenceForm.js';
import { inOrder, keepStructure, placeSegments } from '../../../../src/engine/translation/structure.js';
import { keepTies } from '../../../../src/engine/translation/ties.js';
import { replaceSpans } from '../../../../src/text/index.js';
import { restore, wordFor } from '../../../../src/engine/translation/wording.js';

const options = { language: 'en', words: 40, fitting: (stretch: string) => stretch.length, isKnown: () => true };

const pieces = (text: string): Piece[] =>
  parseDocument(text, 'markdown').units.flatMap((unit) => [...piecesOf(text, unit, options)]);

const places = (text: string): string[] =>
  pieces(text).map((piece) => text.slice(placeOf(piece).start, placeOf(piece).end));

describe('pieces', () => {
  test.each([
    [
      'signs around a whole sentence stay outside',
      '**The dog is here.** The cat is there.',
      ['The dog is here.', 'The cat is there.'],
    ],
    ['signs within it come along', 'The **dog** is here.', ['The **dog** is here.']],
    ['a sign that begins a sentence comes along', '**The dog** is here.', ['**The dog** is here.']],
    ['signs over two sentences are cut', 'He said **stop. Then he** left.', ['He said', 'stop.', 'Then he', 'left.']],
    [
      'references and emoji at the ends are left out',
      '👋 The dog is here.[^1] [3]\n\n[^1]: No.',
      ['The dog is here.', 'No.'],
    ],
    [
      'a letter by itself is left out, in a list of values too',
      '| x | A dog |\n|---|---|\n| A. | b c |',
      ['A dog', 'b c'],
    ],
    ['one that stands for a word is not', '| 好 |\n|---|\n| 3 m |', ['好', '3 m']],
    ['a picture before a sentence is left out', '![](a.png) The dog is here.', ['The dog is here.']],
    ['code within a sentence is not', 'Use `a.b` first. `c` is next.', ['Use `a.b` first.', '`c` is next.']],
    [
      'a name before a colon is one',
      'Anna: Where are you?\nBen: I am here.',
      ['Anna', 'Where are you?', 'Ben', 'I am here.'],
    ],
    ['also where nothing ends', 'Anna: Hello\nBen: Good morning', ['Anna', 'Hello', 'Ben', 'Good morning']],
    ['a title belongs to it', 'Dr. Smith: The house is old.', ['Dr. Smith', 'The house is old.']],
    ['a remark may follow it', 'Anna (softly): The dog is here.', ['Anna', 'The dog is here.']],
    ['a label in signs', '**Note:** The dog is here.', ['Note', 'The dog is here.']],
    ['a label in signs before the colon', '- *Phone number*: A dog', ['Phone number', 'A dog']],
    ['a label and no more', 'Ingredients:', ['Ingredients']],
    ['code as a label', '`a.b`: The dog is here.', ['`a.b`', 'The dog is here.']],
  ])('%s', (_, text, expected) => expect(places(text)).toEqual(expected));

  test.each([
    'The train leaves at 10:30 today.',
    '10:30: it leaves.',
    'See https://example.com: it is good.',
    ':smile: it is good.',
    '3: 2 is the score.',
    'The answer is: go home.',
    'I have two things in my bag: a book and a pen.',
    'We bought some\nthings: apples and bread.',
    'For example: the dog is here.',
    'It is good, Anna: go home.',
    '**Note: the house** is old.',
  ])('a colon elsewhere is none of a label: %s', (text) =>
    expect(pieces(text).some(({ isLabel }) => isLabel)).toBe(false),
  );
});

describe('stand-ins', () => {
  const text = 'Use `a` with {b} and 20 of %d, for $45.50.';
  const [piece] = pieces(text);
  const held = findHeldOut(piece!, { from: 'English', to: 'German', glossary: [] }, false);
  const wording = wordFor(piece!.reading, piece!, held, 0, 'en');

  test('are names, numbers and amounts that the text has not', () => {
    expect(wording.text).toBe('Use Tom with Boston and 20 of 30, for 40 euros.');
  });

  test('are found again in another order, and written as they were or in the language’s notation', () => {
    const restored = restore('Für 40 Euro benutze 20 von 30, mit Boston und Tom.', wording)!;
    expect(restored.text).toBe(`Für ${OBJECT} benutze 20 von ${OBJECT}, mit ${OBJECT} und ${OBJECT}.`);
    expect(compose(text, piece!, restored, null, ({ start, end }) => text.slice(start, end))?.text).toBe(
      'Für $45,50 benutze 20 von %d, mit {b} und `a`.',
    );
  });

  test.each([
    ['lost', 'Für 40 Euro benutze 20 von 30, mit Boston.'],
    ['doubled', 'Tom benutzt Tom mit Boston, 20 von 30, für 40 Euro.'],
    ['changed', 'Benutze Toms mit Boston, 20 von 30, für 40 Euro.'],
    ['part of another figure', 'Benutze Tom mit Boston, 20 von 30,5 für 40 Euro.'],
  ])('count as lost when one is %s', (_, written) => expect(restore(written, wording)).toBeNull());

  test('a noun stands for a term with an article, a name for it in another round', () => {
    const source = 'The house is old.';
    const [only] = pieces(source);
    const glossary = [{ source: 'house', target: 'Gebäude' }];
    const held = findHeldOut(only!, { from: 'English', to: 'German', glossary }, false);
    const wordings = [0, 1].map((round) => wordFor(only!.reading, only!, held, round, 'en'));
    expect(wordings.map(({ text }) => text)).toEqual(['The book is old.', 'The Boston is old.']);
    expect(restore('Das Buch ist alt.', wordings[0]!)?.text).toBe(`Das ${OBJECT} ist alt.`);
    expect(restore('Die Bücher sind alt.', wordings[0]!)).toBeNull();
  });

  test('a glossary’s term is held out as a whole word, in any case when it is in small letters', () => {
    const source = 'The Engine starts, engineers wait.';
    const [only] = pieces(source);
    const glossary = [{ source: 'engine', target: 'Maschine' }];
    expect(findHeldOut(only!, { from: 'English', to: 'German', glossary }, false)).toMatchObject([
      { start: 4, end: 10, as: 'noun', target: 'Maschine' },
    ]);
  });

  test.each([
    [true, 'engine', ['engine']],
    [true, 'Engine', ['Engine']],
    [false, 'Engine', ['Engine', 'engine', 'ENGINE']],
    [undefined, 'Engine', ['Engine']],
    [undefined, 'engine', ['Engine', 'engine', 'ENGINE']],
  ])('a term is found in its own case only (%s): %s', (matchCase, source, found) => {
    const text = 'The Engine starts, an engine waits, ENGINE stops.';
    const [only] = pieces(text);
    const glossary = [{ source, target: 'Maschine', ...(matchCase !== undefined && { matchCase }) }];
    const heldOut = findHeldOut(only!, { from: 'English', to: 'German', glossary }, false);
    expect(heldOut.map(({ start, end }) => text.slice(start, end))).toEqual(found);
  });

  test('a date is written in the other language', () => {
    const source = 'We met on 13 May 2021 and on May 4.';
    const [only] = pieces(source);
    const targets = (to: string) =>
      findHeldOut(only!, { from: 'en', to, glossary: [] }, false).map(({ target }) => target);
    expect(targets('de')).toEqual(['13. Mai 2021', '4. Mai']);
    expect(targets('es')).toEqual(['13 de mayo de 2021', '4 de mayo']);
  });
});

describe('signs over words', () => {
  /** Each word of the translation looks at one word of the source. */
  const aligned = (source: string, links: readonly number[]): Alignment => {
    const tokens = Array.from(source.matchAll(/\S+/g), ({ index, 0: word }) => ({
      start: index,
      end: index + word.length,
    }));
    return {
      sourceTokens: tokens,
      weights: links.map((link) =>
        Float64Array.from(tokens, (_, at) => (at === link ? 0.8 : 0.2 / (tokens.length - 1))),
      ),
    };
  };
  const whole = (text: string, translation: string, links: readonly number[]) => {
    const [piece] = pieces(text);
    const alignment = aligned(piece!.reading.text.replaceAll(OBJECT, ' '), links);
    return compose(text, piece!, { text: translation, order: [] }, alignment, ({ start, end }) =>
      text.slice(start, end),
    );
  };

  const composed = (...of: Parameters<typeof whole>) => whole(...of)?.text ?? null;

  test('are told with their words, and how much these looked at each other', () => {
    const { signs } = whole(
      'I bought [a **red** car](x) today.',
      'Heute kaufte ich ein rotes Auto.',
      [5, 1, 0, 2, 3, 4],
    )!;
    // Each word gives 0.8 to its own and 0.04 to each of the five others.
    expect(signs).toEqual([
      { sign: '[', source: 'a red car', target: 'ein rotes Auto', share: expect.closeTo(0.88, 6) as number },
      { sign: '**', source: 'red', target: 'rotes', share: expect.closeTo(0.8, 6) as number },
    ]);
  });

  test('go where their words went', () => {
    const text = 'I bought [a **red** car](x) today.';
    expect(composed(text, 'Heute kaufte ich ein rotes Auto.', [5, 1, 0, 2, 3, 4])).toBe(
      'Heute kaufte ich [ein **rotes** Auto](x).',
    );
  });

  test('leave marks at the end outside', () => {
    expect(composed('I love *you*, Anna.', 'Ich liebe dich, Anna.', [0, 1, 2, 3])).toBe('Ich liebe *dich*, Anna.');
  });

  test('are given up where they would cross', () => {
    expect(composed('The **big** *old* dog.', 'Der Hund.', [0, 3])).toBeNull();
  });

  test('an emoji follows its word', () => {
    expect(composed('Take the dog 🐶 with you.', 'Nimm mit dir den Hund.', [0, 3, 4, 1, 2])).toBe(
      'Nimm mit dir den Hund 🐶.',
    );
  });

  test('a sign before a word stays before it', () => {
    expect(composed('Take the &lt;dog&gt; home.', 'Nimm den Hund heim.', [0, 1, 2, 3])).toBe(
      'Nimm den &lt;Hund&gt; heim.',
    );
  });

  test('a run of words is found, not the words between by accident', () => {
    const alignment = aligned('a b c d', [0, 1, 3, 2]);
    expect(wordsFor(alignment, { start: 2, end: 5 }, 2, { start: 0, end: 4 })).toEqual({ start: 1, end: 2 });
    expect(wordAlignedTo(alignment, { start: 4, end: 5 }, { start: 0, end: 4 })).toBe(3);
  });
});

describe('ties', () => {
  const shown = (text: string) => text.replaceAll('\u00A0', '~');

  test.each([
    ['a name', 'Mr.~Smith came.', 'Herr Smith kam.', 'Herr~Smith kam.'],
    ['a number', 'See page~5 there.', 'Sieh dort Seite 5.', 'Sieh dort Seite~5.'],
    ['what stands before', 'It is 5~km long.', 'Es ist 5 Kilometer lang.', 'Es ist 5~Kilometer lang.'],
    ['neither', 'a~dog', 'ein Hund', 'ein Hund'],
    ['part of a word', 'Mr.~Smith', 'Herr Smithson', 'Herr Smithson'],
    ['a sign', 'Oui~!', 'Yes !', 'Yes !'],
    ['two', 'A~B and C~D', 'A B und C D', 'A~B und C~D'],
  ])('%s', (_, source, written, expected) => {
    expect(shown(keepTies(written, source.replaceAll('~', '\u00A0')))).toBe(expected);
  });

  test('to what is held out', () => {
    const text = 'See Step~\\ref{a} and Fig.~3 now.';
    const [unit] = parseDocument(text, 'latex').units;
    const [piece] = [...piecesOf(text, unit!, options)];
    const held = findHeldOut(piece!, { from: 'English', to: 'German', glossary: [] }, true);
    const wording = wordFor(piece!.reading, piece!, held, 0, 'en');
    const names = wording.standIns.map(({ standIn }) => standIn.text);
    const restored = restore(`Siehe jetzt Schritt ${names[0]} und Abb. ${names[1]}.`, wording)!;
    expect(compose(text, piece!, restored, null, ({ start, end }) => text.slice(start, end))?.text).toBe(
      'Siehe jetzt Schritt~\\ref{a} und Abb.~3.',
    );
  });
});

describe('a text whose translation stands elsewhere', () => {
  const text = 'msgid "A dog. It\'s here."\nmsgstr ""\n';
  const [unit] = parseDocument(text, 'po').units;
  const found = [...piecesOf(text, unit!, options)];
  const segments = found.map((piece, index) => ({
    ...placeOf(piece),
    target: ['Ein Hund.', 'Er ist da.'][index]!,
    logProbability: -1,
  }));

  test('is one segment in its place', () => {
    const placed = placeSegments(text, found, segments);
    expect(placed).toMatchObject([{ target: 'Ein Hund. Er ist da.', logProbability: -2 }]);
    expect(replaceSpans(text, placed)).toBe('msgid "A dog. It\'s here."\nmsgstr "Ein Hund. Er ist da."\n');
  });

  test('stays empty where nothing could be translated', () => {
    const kept = segments.map((segment) => ({ ...segment, doubts: ['facts' as const], kept: true as const }));
    const placed = placeSegments(text, found, kept);
    expect(placed).toMatchObject([{ target: '', kept: true, doubts: ['facts'] }]);
    expect(replaceSpans(text, placed)).toBe(text);
  });
});

describe('forms of a sentence', () => {
  const formed = (text: string, written: string, to = 'de') =>
    sentenceForms(text, 'en', to).map((form) => [form.text, form.finish(written)]);

  test('capitals go in as a sentence and come out in capitals', () => {
    expect(formed('DO NOT OPEN THE DOOR.', 'Mach die Tür nicht auf.')).toEqual([
      ['Do not open the door.', 'MACH DIE TÜR NICHT AUF.'],
    ]);
  });

  test('what stands for something else keeps its letters', () => {
    const standIns = [
      { text: 'Boston', pattern: /Boston/gu },
      { text: '20 euros', pattern: /20\s?[Ee]uros?/gu },
    ];
    const [form] = sentenceForms('Boston COSTS 20 euros.', 'en', 'de', standIns);
    expect(form!.text).toBe('Boston costs 20 euros.');
    expect(form!.finish('Boston kostet nur 20 Euro.')).toBe('Boston KOSTET NUR 20 Euro.');
    expect(sentenceForms('Boston costs 20 euros.', 'en', 'de', standIns).map(({ text }) => text)).toEqual([
      'Boston costs 20 euros.',
    ]);
  });

  test('a word in capitals is a word, unless it is a name of letters', () => {
    expect(formed('TREE', 'Baum')).toEqual([['Tree', 'BAUM']]);
    expect(formed('USA', 'USA')).toEqual([['USA', 'USA']]);
    expect(formed('JSON', 'JSON')).toEqual([['JSON', 'JSON']]);
  });

  test('a few words with one capital are tried in small letters first', () => {
    expect(formed('Tree', 'baum')[0]).toEqual(['tree', 'Baum']);
  });

  test('the mark at the end is the source’s, but for a question', () => {
    expect(formed('a long line of words', 'eine lange Zeile.')[0]![1]).toBe('eine lange Zeile');
    expect(formed('This is a line;', 'Das ist eine Zeile.')[0]![1]).toBe('Das ist eine Zeile;');
    expect(formed('Is this a long line', 'Ist das eine Zeile?')[0]![1]).toBe('Ist das eine Zeile?');
  });

  test('of two commas around a closing mark the one behind it stays', () => {
    expect(formed('"I am here," he said.', '« Je suis ici, », dit-il.', 'fr')[0]![1]).toBe('« Je suis ici », dit-il.');
    expect(formed('"I am here," he said.', '"Ich bin hier,", sagte er.')[0]![1]).toBe('"Ich bin hier", sagte er.');
  });

  test('which mark ends a sentence is the other language’s matter', () => {
    expect(formed('Go home to them!', 'Geh heim zu ihnen.')[0]![1]).toBe('Geh heim zu ihnen.');
    expect(formed('He went home… to them', 'Er ging heim!')[0]![1]).toBe('Er ging heim!');
  });

  test('languages are taken by name, and German words are not made small', () => {
    expect(sentenceForms('Sie kommen.', 'German', 'English').map(({ text }) => text)).toEqual(['Sie kommen.']);
  });

  test('a clause that goes on begins small, but for a German noun', () => {
    expect(formed('and they went home to us', 'Und sie gingen heim')[0]![1]).toBe('und sie gingen heim');
    expect(formed('houses are not for all', 'Häuser sind nicht für alle')[0]![1]).toBe('Häuser sind nicht für alle');
  });
});

describe('structure', () => {
  const segment = (start: number, end: number, target: string) => ({ start, end, target, logProbability: -1 });

  test('a segment that changes it is kept, the others are translated', () => {
    const text = 'one two three four';
    const segments = [segment(0, 3, 'eins'), segment(4, 7, '#'), segment(8, 13, 'drei'), segment(14, 18, '#vier')];
    const kept = keepStructure(text, segments, (changed) => !changed.includes('#'));
    expect(replaceSpans(text, kept)).toBe('eins two drei four');
    expect(kept.map(({ kept }) => kept)).toEqual([undefined, true, undefined, true]);
    expect(kept[1]).toMatchObject({ doubts: ['structure'], target: 'two' });
  });

  test('what is within another segment is in it already', () => {
    expect(inOrder([segment(2, 4, 'b'), segment(0, 6, 'a'), segment(7, 8, 'c')]).map(({ target }) => target)).toEqual([
      'a',
      'c',
    ]);
  });
});
