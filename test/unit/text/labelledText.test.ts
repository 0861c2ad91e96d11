import { describe, expect, it } from 'vitest';
import { readLabelled } from '../../../src/text/labelledText.js';

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
});
