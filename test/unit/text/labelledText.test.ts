import { describe, expect, it } from 'vitest';
import { nearlyLabelled } from '../../../src/text/labelledLines.js';
import { isHeaded, readLabelled, usualColumns } from '../../../src/text/labelledText.js';

const pairs = (text: string) => {
  const found = readLabelled(text);
  return 'rows' in found ? found.rows.map(({ text: own, label }) => [own, label]) : found;
};
const TWO = [
  ['A good day', 'pro'],
  ['It was cold', 'con'],
];

describe('labelled lines', () => {
  it.each([
    ['a table', 'text,label\nA good day,pro\nIt was cold,con\n'],
    ['a table with other names', 'id;Sentence;Class\n1;A good day;pro\n2;It was cold;con'],
    ['a table in quotes, with a byte order mark', '\uFEFF"label"\t"text"\r\npro\tA good day\r\ncon\tIt was cold\r\n'],
    ['arrows', 'A good day => pro\n\nIt was cold → con'],
    ['arrows and the line ends of old', 'A good day => pro\rIt was cold => con\r'],
    ['tabs', 'A good day\tpro\nIt was cold\tcon'],
    ['tabs behind labels', 'pro\tA good day\ncon\tIt was cold'],
  ])('are read from %s', (_, text) => expect(pairs(text)).toEqual(TWO));

  it('may have the label before a colon, where labels repeat', () => {
    expect(pairs('pro: A good day\ncon：It was cold\npro: Sun\ncon: 12:30, too late')).toEqual([
      ...TWO,
      ['Sun', 'pro'],
      ['12:30, too late', 'con'],
    ]);
    expect(pairs('Anna: Where is he?\nBen: Here.\nCarl: No.')).toEqual([]);
    expect(pairs('See https://a.b\nAnd https://c.d\nhttps://e.f\nhttps://g.h')).toEqual([]);
  });

  it('may have the label first: it is what repeats', () => {
    expect(pairs('pro\tA good day\ncon\tIt was cold\npro\tSun')).toEqual([...TWO, ['Sun', 'pro']]);
  });

  it.each([
    ['bullets', '- A good day => pro\n* It was cold => con'],
    ['numbers', '1. A good day => pro\n2) It was cold => con'],
    ['nested ones', '1. A good day => pro\n\t- It was cold => con\n2.  - [ ] a\n3. > b'],
    ['boxes', '- [x] A good day ==> pro\n- [ ] It was cold =>> con'],
    ['quotations', '> A good day → pro\n> > It was cold → con'],
  ])('have no signs of lists: %s', (_, text) => expect(pairs(text)).toEqual(TWO));

  it('have no signs of lists before their labels, and keep what is none', () => {
    expect(pairs('- pro: A good day\n- con: It was cold\npro: Sun\n  + con: 3. day')).toEqual([
      ...TWO,
      ['Sun', 'pro'],
      ['3. day', 'con'],
    ]);
    expect(pairs('3. Platz => pro\nZu spät => con')).toEqual([
      ['3. Platz', 'pro'],
      ['Zu spät', 'con'],
    ]);
    expect(pairs('+\tA good day\n-\tIt was cold\n+\tSun')).toEqual([
      ['A good day', '+'],
      ['It was cold', '-'],
      ['Sun', '+'],
    ]);
    expect(pairs('>:( => con\n-5 degrees => con')).toEqual([
      ['>:(', 'con'],
      ['-5 degrees', 'con'],
    ]);
  });

  it('may say their text with an emoji', () => {
    expect(pairs('pro: 😀\ncon: 😡\npro: 🇩🇪\ncon: ok')).toHaveLength(4);
  });

  it('have one label where two look the same', () => {
    const labels = (text: string) => (pairs(text) as string[][]).map(([, label]) => label);
    expect(labels('A => caf\u00e9\nB => cafe\u0301\nC => café\u200b\nD => \u200ecafé')).toEqual(
      new Array(4).fill('café'),
    );
    expect(labels('A => very  good\nB => very\u00a0good')).toEqual(['very good', 'very good']);
    expect(labels('text,label\nA,pro\nB,pro\u200b\n')).toEqual(['pro', 'pro']);
  });

  it('that are nearly labelled ones are known', () => {
    expect(nearlyLabelled('x: A b\ny: C d\nz: E f\nx: G h\ny: I j')).toHaveLength(5);
    expect(nearlyLabelled('x: A b\ny: C d\nx: E f\ny: G h')).toEqual([]);
    expect(nearlyLabelled('Hello\nNote: so it is\nThe end')).toEqual([]);
  });

  it('tell which lines have none', () => {
    expect(readLabelled('A => x\nB\n---\nC => y\n')).toEqual({
      form: 'arrows',
      rows: [
        { text: 'A', label: 'x', line: 1 },
        { text: 'C', label: 'y', line: 4 },
      ],
      without: [2],
    });
  });

  it.each(['', ' \n', 'One line.\nAnother, with a comma.'])('are none in %j', (text) =>
    expect(readLabelled(text)).toMatchObject({ rows: [] }),
  );

  it('by columns that are named, which must be there', () => {
    const table = 'a,b\nA good day,pro\nIt was cold,con';
    expect(readLabelled(table, { text: 'a', label: 'b' })).toMatchObject({
      form: 'table',
      rows: [{ label: 'pro' }, {}],
    });
    expect(readLabelled(table, { text: 'a', label: 'c' })).toMatchObject({ problem: { kind: 'column', column: 'c' } });
  });

  it('by columns of the usual names, where each is one column', () => {
    expect(usualColumns(['id', 'Text', 'LABEL'])).toEqual({ text: 'Text', label: 'LABEL' });
    expect(usualColumns(['text', 'Text', 'label'])).toBeNull();
    expect(usualColumns(['text', 'sentence', 'label'])).toEqual({ text: 'text', label: 'label' });
    expect(usualColumns(['text', ''])).toBeNull();
  });

  it('that have the names of two columns before them are a table', () => {
    const headed = (text: string) => {
      const found = readLabelled(text);
      return 'rows' in found && isHeaded(found);
    };
    const rows = 'A\tx\nB\ty\nC\tx\nD\ty\n';
    expect(headed(`review\tstars\n${rows}`)).toBe(true);
    expect(headed(rows)).toBe(false);
    expect(headed(`${rows}E\tz\n`)).toBe(false);
    expect(headed('review\tstars\nA\tx\nB\tx\n')).toBe(false);
  });
});
