import { describe, expect, it } from 'vitest';
import { readLabelledTable } from '../../../src/text/labelledTable.js';

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
    });
  });

  it('with a quotation mark that is not closed says so', () => {
    expect(read('text,label\n"A,b\n')).toMatchObject({ problem: { kind: 'quote' } });
  });
});
