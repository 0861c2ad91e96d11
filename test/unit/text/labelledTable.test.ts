import { describe, expect, it } from 'vitest';
import { columnsOf, readLabelledTable } from '../../../src/text/labelledTable.js';

const COLUMNS = { text: 'text', label: 'label' };
const read = (table: string) => readLabelledTable(table, COLUMNS);

describe('a table of labelled texts', () => {
  it.each([
    ['commas', 'text,label\nA good day,pro\n"Bad, cold",con\n'],
    ['tabs', 'text\tlabel\nA good day\tpro\nBad, cold\tcon'],
    ['semicolons, a mark and the line ends of Windows', '\uFEFFText;Label\r\nA good day;pro\r\n\r\nBad, cold;con\r\n'],
    ['columns in another order, beside others', 'id,label,text\n1,pro,A good day\n2,con,"Bad, cold"'],
  ])('is read with %s', (_, table) => {
    const found = read(table);
    expect('rows' in found && found.rows.map(({ text, label }) => [text, label])).toEqual([
      ['A good day', 'pro'],
      ['Bad, cold', 'con'],
    ]);
  });

  it('keeps the line of a text, also behind one of two lines', () => {
    const found = read('text,label\n"one\ntwo",a\nthree,b\n');
    expect('rows' in found && found.rows).toEqual([
      { text: 'one\ntwo', label: 'a', line: 3 },
      { text: 'three', label: 'b', line: 4 },
    ]);
  });

  it('without a column names those that there are', () => {
    expect(read('text,class\nA,b\n')).toEqual({
      problem: { kind: 'column', column: 'label', columns: ['text', 'class'] },
    });
  });

  it('tells which rows lack a label or a text, and reads the rest', () => {
    const found = read('id,text,label\n1,A,b\n2,C\n3, ,d\n,,\n5,"E\nF",g\n6,H, \n');
    expect(found).toEqual({
      rows: [
        { text: 'A', label: 'b', line: 2 },
        { text: 'E\nF', label: 'g', line: 7 },
      ],
      without: [3, 4, 8],
      wide: [],
    });
  });

  it.each([
    ['that is never closed', 'text,label\n"Hello,a\nBye,b\n', 2],
    ['that is closed by another value’s', 'text,label\nA,b\n\n"C,d\nE,f\n"G, h",i\n', 4],
    ['in the second value of a row', 'text,label\n"A\nB","c\nD,e\n', 3],
    ['within a value', 'text,label\nA,b\nC "D" E,f\n', 3],
    ['behind a whole value', 'text,label\n"A"B,c\n', 2],
    ['that stands twice, which closes nothing', 'text,label\n"A"", b",c\nD,"e""\n', 3],
  ])('names the line of a quotation mark %s', (_, table, line) => {
    expect(read(table)).toEqual({ problem: { kind: 'quote', line } });
  });

  it.each([
    ['text,label\nHello, you there,a\nBye,b\n', [['Bye', 'b', 3]], [2]],
    ['label,text\na,Hello, you there\nb,Bye\n', [['Bye', 'b', 3]], [2]],
    ['text\tlabel\nA\tb\tc\nD\te\t\t\n', [['D', 'e', 3]], [2]],
    [
      'text;label;\nA;b;\nC;d;;\nE;f;;g\n',
      [
        ['A', 'b', 2],
        ['C', 'd', 3],
      ],
      [4],
    ],
  ])('leaves rows out that have more values than there are columns: %j', (table, rows, wide) => {
    const found = read(table);
    expect('rows' in found && found.rows.map(({ text, label, line }) => [text, label, line])).toEqual(rows);
    expect(found).toMatchObject({ wide, without: [] });
  });

  it.each([
    'text,label\r\nA,x\nB,y\nC,x\r\nD,y\r\n',
    'text,label\nA,x\r\nB,y\r\nC,x\rD,y',
    'text,label\rA,x\rB,y\r\nC,x\nD,y\n',
  ])('may mix line ends: %j', (table) => {
    const found = read(table);
    expect('rows' in found && found.rows.map(({ text, label, line }) => text + label + line)).toEqual([
      'Ax2',
      'By3',
      'Cx4',
      'Dy5',
    ]);
  });

  it('without anything in it is told', () => {
    for (const table of ['', '\uFEFF', '\n\n', ' \n']) expect(read(table)).toEqual({ problem: { kind: 'empty' } });
    expect(read('text,label\n')).toEqual({ rows: [], without: [], wide: [] });
  });

  it('may have its names behind empty lines, in quotes, and with the separator in them', () => {
    const table = '\n \n,,\n"text, raw",label\n"A, b",c\n';
    expect(columnsOf(table)).toEqual(['text, raw', 'label']);
    expect(readLabelledTable(table, { text: 'Text, raw', label: 'label' })).toMatchObject({
      rows: [{ text: 'A, b', label: 'c', line: 5 }],
    });
    expect(columnsOf('"a;b;c";d\n')).toEqual(['a;b;c', 'd']);
    expect(columnsOf('"He said\nhello",label\nA,b')).toEqual(['He said\nhello', 'label']);
    expect(columnsOf('"He said')).toEqual(['"He said']);
    expect(columnsOf('')).toEqual([]);
  });

  it('of whose columns two have a name is read by the one that is written so, or by its place', () => {
    const table = 'text,Text,label,\nA,B,c,d\n';
    expect(readLabelledTable(table, { text: 'Text', label: 'label' })).toMatchObject({ rows: [{ text: 'B' }] });
    expect(readLabelledTable(table, { text: 1, label: 3 })).toMatchObject({ rows: [{ text: 'B', label: 'd' }] });
    expect(readLabelledTable(table, { text: 'TEXT', label: 'label' })).toEqual({
      problem: { kind: 'columnTwice', column: 'TEXT' },
    });
    expect(read('text,text,label\nA,B,c\n')).toEqual({ problem: { kind: 'columnTwice', column: 'text' } });
  });
});
