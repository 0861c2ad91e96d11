import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseColumn } from '../../../src/many/input/chooseColumn.js';
import { inputKind, readRows, type Input } from '../../../src/many/input/readRows.js';
import { textOf, type Cell, type InputRow } from '../../../src/many/input/row.js';
import { survey } from '../../../src/many/survey.js';

const home = mkdtempSync(path.join(os.tmpdir(), 'glassbox-many-inputs-'));
afterAll(() => rmSync(home, { recursive: true }));

async function inputOf(name: string, content: string | Uint8Array): Promise<Input> {
  const place = path.join(home, name);
  writeFileSync(place, content);
  return { place, kind: await inputKind(place), isOwn: () => false };
}

async function rowsOf(input: Input): Promise<InputRow[]> {
  const rows: InputRow[] = [];
  for await (const some of readRows(input)) rows.push(...some);
  return rows;
}

const going = { pause: () => Promise.resolve() };

describe('texts', () => {
  it('of a table have its columns, and a mistake is one of its line', async () => {
    const rows = await rowsOf(await inputOf('a.csv', '\ufeffid;text;\n1;"a; b";x\n2;;\n;;\n3\n4;a;b;c\n'));
    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [2, null],
      [3, null],
      [5, null],
      [6, 'cells'],
    ]);
    expect([...rows[0]!.fields]).toEqual([
      ['id', '1'],
      ['text', 'a; b'],
      ['column_3', 'x'],
    ]);
    expect(rows[2]!.fields.get('text')).toBeNull();
  });

  it('of JSON lines are strings of a field, or by themselves', async () => {
    const lines = ['{"text": "a", "id": 12345678901234567890, "n": [1]}', '"b"', '{', '[1]', '3', '', '{"text": 4}'];
    const rows = await rowsOf(await inputOf('a.jsonl', lines.join('\r\n')));
    expect(rows.map((row) => textOf(row, 'text'))).toEqual([
      'a',
      'b',
      { problem: 'json' },
      { problem: 'object' },
      { problem: 'object' },
      { problem: 'field' },
    ]);
    // No digit is lost.
    expect(rows[0]!.fields.get('id')).toBe('12345678901234567890');
    expect(rows.at(-1)!.line).toBe(7);
  });

  it('of a plain text are its lines, in UTF-16, too', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Ünô\r\n\r\n二\n', 'utf16le')]);
    const rows = await rowsOf(await inputOf('a.txt', bytes));
    expect(rows.map((row) => [row.line, textOf(row, 'text')])).toEqual([
      [1, 'Ünô'],
      [3, '二'],
    ]);
  });

  it('of a folder are its files by their names; hidden ones, links and results are none', async () => {
    const folder = path.join(home, 'folder');
    mkdirSync(path.join(folder, 'sub/.hidden'), { recursive: true });
    for (const name of ['b.txt', 'a.md', 'sub/c.txt', 'sub/.hidden/d.txt', '.e', 'result.csv']) {
      writeFileSync(path.join(folder, name), name);
    }
    writeFileSync(path.join(folder, 'z.bin'), Buffer.from([1, 0, 2]));
    symlinkSync(folder, path.join(folder, 'sub/loop'));
    const input = { place: folder, kind: await inputKind(folder), isOwn: (one: string) => one.endsWith('result.csv') };
    const rows = await rowsOf(input);
    expect(rows.map((row) => [row.name, textOf(row, null)])).toEqual([
      ['a.md', 'a.md'],
      ['b.txt', 'b.txt'],
      ['z.bin', { problem: 'binary' }],
      ['sub/c.txt', 'sub/c.txt'],
    ]);
  });

  it.each([
    ['missing', { problem: 'input' }],
    ['empty.txt', { problem: 'nothing' }],
    ['only-names.csv', { problem: 'nothing' }],
  ])('that are not there are told: %s', async (name, details) => {
    if (name !== 'missing') writeFileSync(path.join(home, name), name.endsWith('csv') ? 'id,text\n' : '\n\n');
    const place = path.join(home, name);
    const asked = async () => survey({ place, kind: await inputKind(place), isOwn: () => false }, undefined, going);
    await expect(asked()).rejects.toMatchObject({ code: 'bad-request', details: { kind: 'many', ...details } });
  });

  it('are counted with those that cannot be read', async () => {
    const found = await survey(await inputOf('b.csv', 'id,text\n1,a cat\n2,\n3,"x\n4,a dog\n'), undefined, going);
    expect(found).toMatchObject({ rows: 4, unread: 2, column: 'text' });
    expect(found.lengths.count).toBe(2);
    expect(found.digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the column of texts', () => {
  const rows = (...list: Record<string, Cell>[]): InputRow[] =>
    list.map((fields, at) => ({ line: at + 1, name: null, fields: new Map(Object.entries(fields)), problem: null }));

  it.each([
    ['the one that is named', rows({ id: '1', Review: 'x' }), 'review', 'Review'],
    ['the only one', rows({ n: '1' }), undefined, 'n'],
    ['text', rows({ title: 'a long title', TEXT: '1' }), undefined, 'TEXT'],
    [
      'the first with sentences',
      rows({ id: 'a1', stars: '5', body: 'It was good.' }, { id: 'b', stars: '', body: '' }),
      undefined,
      'body',
    ],
    ['the first with Chinese sentences', rows({ id: 'a1', body: '今天天气很好' }), undefined, 'body'],
    ['the first with words', rows({ n: '1', word: 'cat', other: 'dog' }), undefined, 'word'],
  ])('is %s', (_, given, wanted, column) => {
    expect(chooseColumn(given, wanted)).toBe(column);
  });

  it('is asked for where there is none', () => {
    expect(() => chooseColumn(rows({ a: '1', b: '2' }), undefined)).toThrow(/Name the one that is meant/);
    expect(() => chooseColumn(rows({ a: '1', b: '2' }), 'c')).toThrow(/There is no column c; there is a, b/);
  });
});
