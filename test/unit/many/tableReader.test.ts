import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../src/many/input/lineSplitter.js';
import { TableReader, type TableRecord } from '../../../src/many/input/tableReader.js';

/** Reads a table that comes in pieces of so many characters. */
function read(table: string, piece = table.length, separator = ','): TableRecord[] {
  const [splitter, reader] = [new LineSplitter(), new TableReader(separator)];
  const records: TableRecord[] = [];
  for (let at = 0; at < table.length; at += piece) {
    records.push(...reader.push(splitter.push(table.slice(at, at + piece))));
  }
  return [...records, ...reader.push(splitter.end()), ...reader.end()];
}

const cellsOf = (table: string, piece?: number) => read(table, piece).map(({ cells }) => cells);

/** The same numbers each time (mulberry32). */
function chance(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('a table', () => {
  it('is read as csv-parse reads it, in pieces of any length', () => {
    const random = chance(3);
    const of = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    for (let round = 0; round < 300; round += 1) {
      const end = of(['\n', '\r\n', '\r']);
      const rows = Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
        Array.from({ length: 3 }, () =>
          Array.from({ length: Math.floor(random() * 5) }, () => of(['a', ',', '"', end, 'ü'])).join(''),
        ),
      ).map((cells) =>
        cells.map((cell) => (/[,"\r\n]/.test(cell) || random() < 0.2 ? `"${cell.replaceAll('"', '""')}"` : cell)),
      );
      const table = rows.map((cells) => cells.join(',')).join(end) + (random() < 0.5 ? end : '');
      expect(cellsOf(table, 1 + Math.floor(random() * 9))).toEqual(
        parse(table, { skipEmptyLines: true, recordDelimiter: end }),
      );
    }
  });

  it('says where a record begins', () => {
    expect(read('a,b\n\n"1\n2",3\r\n4,5').map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  it.each([
    ['never closed', 'a,b\n1,"open\n2,3\n4,5\n'],
    ['closed by the next mistake', 'a,b\n1,"open\n2,3\n4,5\n6,"too\n7,8\n'],
    ['within a value', 'a,b\n1,x"y\n2,3\n'],
    ['with something behind it', 'a,b\n"1"2,3\n4,5\n'],
  ])('has a mistake in one line only: a quotation mark %s', (_, table) => {
    const records = read(table);
    const lines = table.trimEnd().split('\n');
    const bad = lines.flatMap((line, at) => (/"open|"too|x"|"1"2/.test(line) ? [at + 1] : []));
    expect(records.filter(({ problem }) => problem === 'quote').map(({ line }) => line)).toEqual(bad);
    expect(records.map(({ line }) => line)).toEqual(lines.map((_line, at) => at + 1));
  });

  it('gives up a quoted value that does not end, and reads on behind its first line', () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `${at},a text of some length`);
    const records = read(['id,text', '"never closed', ...rows].join('\n'), 65_536);
    expect(records.length).toBe(rows.length + 2);
    expect(records.filter(({ problem }) => problem).map(({ line }) => line)).toEqual([2]);
  });
});

describe('lines', () => {
  it('that are too long are not kept', () => {
    const splitter = new LineSplitter();
    const lines = [...splitter.push('first\n')];
    for (let at = 0; at < 12; at += 1) lines.push(...splitter.push('x'.repeat(1_000_000)));
    lines.push(...splitter.push('\nlast'), ...splitter.end());
    expect(lines.map(({ number, text, isLong = false }) => [number, text, isLong])).toEqual([
      [1, 'first', false],
      [2, '', true],
      [3, 'last', false],
    ]);
  });
});
