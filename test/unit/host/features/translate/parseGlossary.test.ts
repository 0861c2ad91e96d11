import { describe, expect, it } from 'vitest';
import { parseGlossary } from '../../../../../src/host/features/translate/glossary/parseGlossary.js';
import { keptNames, termsIn } from '../../../../../src/host/features/translate/glossary/terms.js';

describe('a glossary', () => {
  it.each([
    ['without a header', 'engine,Maschine\nhouse,Haus\n'],
    ['with one', 'source,target,case\nengine,Maschine,\nhouse,Haus,\n'],
    ['with columns in another order, and others', 'Target,Notes,Source\nMaschine,no motor,engine\nHaus,,house'],
    ['of a spreadsheet that has semicolons', 'source;target;case\r\nengine;Maschine;\r\nhouse;Haus;\r\n'],
    ['with tabs', 'engine\tMaschine\nhouse\tHaus'],
    ['with a byte-order mark, spaces and empty lines', '\uFEFF engine , Maschine \n\n  \n,,\nhouse,Haus\n\n'],
    ['of an old Mac', 'engine,Maschine\rhouse,Haus'],
    ['with the same line twice', 'engine,Maschine\nhouse,Haus\nengine,Maschine'],
  ])('is read %s', (_, text) => {
    expect(parseGlossary(text)).toEqual({
      terms: [
        { source: 'engine', target: 'Maschine' },
        { source: 'house', target: 'Haus' },
      ],
      faults: [],
    });
  });

  it('has quoted terms with commas and quotation marks', () => {
    const { terms, faults } = parseGlossary('"bread, white","Brot; weiß"\n"a ""so-called"" friend","ein ""Freund"""');
    expect(faults).toEqual([]);
    expect(terms).toEqual([
      { source: 'bread, white', target: 'Brot; weiß' },
      { source: 'a "so-called" friend', target: 'ein "Freund"' },
    ]);
  });

  it('says of a term in which case it is found', () => {
    const { terms } = parseGlossary('it,IT,exact\nGo,Go,any\nApple,Apple,Yes\npear,Birne,0\nplum,Pflaume,');
    expect(terms.map(({ matchCase }) => matchCase)).toEqual([true, false, true, false, undefined]);
  });

  it('keeps a term that becomes itself, and has one term in two cases', () => {
    expect(parseGlossary('Turkey,Türkei,exact\nTurkey,Truthahn,any\nnpm,npm').terms).toEqual([
      { source: 'Turkey', target: 'Türkei', matchCase: true },
      { source: 'Turkey', target: 'Truthahn', matchCase: false },
      { source: 'npm', target: 'npm' },
    ]);
  });

  it('is empty where nothing is in it', () => {
    for (const text of ['', '\n', 'source,target,case', '\uFEFF']) {
      expect(parseGlossary(text)).toEqual({ terms: [], faults: [] });
    }
  });

  it('names the faults by their lines, and reads the other lines', () => {
    const text = [
      'source,target,case',
      'engine,Maschine',
      ',Haus',
      'house,',
      'dog',
      'cat,Katze,sometimes',
      'engine,Motor',
      '"bird,Vogel',
      'a "big" fish,Fisch',
      'tree,B\uFFFDum',
      'cow,Kuh',
    ].join('\n');
    const { terms, faults } = parseGlossary(text);
    expect(terms.map(({ source }) => source)).toEqual(['engine', 'cow']);
    expect(faults).toEqual([
      { line: 3, problem: { kind: 'noSource' } },
      { line: 4, problem: { kind: 'noTarget', source: 'house' } },
      { line: 5, problem: { kind: 'noTarget', source: 'dog' } },
      { line: 6, problem: { kind: 'case', given: 'sometimes' } },
      { line: 7, problem: { kind: 'twice', source: 'engine', line: 2 } },
      { line: 8, problem: { kind: 'quote' } },
      { line: 9, problem: { kind: 'quote' } },
      { line: 10, problem: { kind: 'encoding' } },
    ]);
  });

  it('has three columns when its first line does not name them: a comma was not quoted', () => {
    expect(parseGlossary('bread,white,Brot,any').faults).toEqual([{ line: 1, problem: { kind: 'columns', count: 4 } }]);
  });

  it('is no trouble where it is another file', () => {
    const { terms, faults } = parseGlossary('{\n  "source": 1\n}\n');
    expect(terms).toEqual([]);
    expect(faults.length).toBeGreaterThan(0);
  });
});

describe('the terms that are looked for', () => {
  it('are those that the text has, the longest first', () => {
    const terms = [
      { source: 'york', target: 'York' },
      { source: 'New York', target: 'Neu-York' },
      { source: 'Boston', target: 'Boston' },
    ];
    expect(termsIn('I saw New York.', terms).map(({ source }) => source)).toEqual(['New York', 'york']);
  });

  it('are names in their own case', () => {
    const settings = { get: () => [' Apple ', 'npm'] } as never;
    expect(keptNames(settings)).toEqual([
      { source: 'Apple', target: 'Apple', matchCase: true },
      { source: 'npm', target: 'npm', matchCase: true },
    ]);
  });
});
