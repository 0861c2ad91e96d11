import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extensionOf } from '../../../src/documents/formatOfLanguage.js';
import { formatOfFile, formatOfLanguage } from '../../../src/documents/index.js';
import { crc32 } from '../../../src/search/crc32.js';
import { type FileList, readList, writeList } from '../../../src/search/fileList.js';
import {
  HEAD_BYTES,
  readHead,
  readRecords,
  recordBytes,
  writeHead,
  writeRecords,
} from '../../../src/search/vectorRecords.js';
import { roundVector } from '../../../src/search/vectors.js';

it('the sum is that of ZIP', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

describe('the list of files', () => {
  const list: FileList = {
    model: { id: 'e5-mini', bytes: 35_000_000 },
    isWhole: true,
    updated: '2026-01-01T00:00:00.000Z',
    folders: ['/büro', 'C:\\x'],
    files: [],
  };
  const key = fc.stringMatching(/^[0-9a-f]{16}$/);
  const passage = fc.record({ start: fc.nat(90_000_000), length: fc.integer({ min: 1, max: 1_000_000 }), key });
  const file = fc.record({
    folder: fc.nat(1),
    name: fc.string({ unit: 'binary' }),
    size: fc.nat(),
    mtime: fc.double({ min: -1, max: 2e12, noNaN: true }),
    hash: key,
    all: fc.array(passage),
  });

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.array(file), (made) => {
        const files = made.map(({ all, ...rest }) => ({
          ...rest,
          mtime: rest.mtime + 0,
          passages: all.map(({ start, length }) => ({ start, end: start + length })),
          vectorKeys: all.map((one) => one.key),
        }));
        expect(readList(writeList({ ...list, files }))).toEqual({ kind: 'list', list: { ...list, files } });
      }),
    );
  });

  it('that is cut off or changed anywhere is damaged', () => {
    const passages = [{ start: 5, end: 20 }];
    const one = {
      folder: 0,
      name: 'a',
      size: 1,
      mtime: 2,
      hash: 'f'.repeat(16),
      passages,
      vectorKeys: ['0'.repeat(16)],
    };
    const text = writeList({ ...list, files: [one] });
    for (let at = 0; at < text.length; at++) {
      expect(readList(text.slice(0, at)).kind).toBe('damaged');
      expect(readList(`${text.slice(0, at)}~${text.slice(at + 1)}`).kind).toBe('damaged');
    }
  });

  it('of another form says so', () => {
    const json = '{"form":7}';
    expect(readList(`${crc32(Buffer.from(json)).toString(16)}\n${json}`)).toEqual({ kind: 'otherVersion', version: 7 });
  });
});

describe('the file of vectors', () => {
  const head = { size: 3, model: '0123456789abcdef', writing: 'fedcba9876543210' };
  const vectors = [
    ['00000000000000aa', roundVector([1, -2, 3])],
    ['00000000000000bb', roundVector([0, 0, 0])],
  ] as const;

  it('comes back as it was written', () => {
    expect(readHead(writeHead(head))).toEqual(head);
    expect(writeHead(head)).toHaveLength(HEAD_BYTES);
    const bytes = writeRecords(vectors);
    expect(bytes).toHaveLength(2 * recordBytes(3));
    expect([...readRecords(bytes, 3)]).toEqual(vectors);
  });

  it('lacks what is not whole, and nothing else', () => {
    const bytes = writeRecords(vectors);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 4;
      const [whole] = at < recordBytes(3) ? [vectors[1]] : [vectors[0]];
      expect([...readRecords(changed, 3)]).toEqual([whole]);
      expect([...readRecords(bytes.subarray(0, at), 3)]).toEqual(at < recordBytes(3) ? [] : [vectors[0]]);
    }
    for (let at = 0; at < HEAD_BYTES; at++) {
      const changed = writeHead(head);
      changed[at]! ^= 4;
      expect(readHead(changed)).toBeNull();
      expect(readHead(writeHead(head).subarray(0, at))).toBeNull();
    }
  });
});

it.each([
  ['notes/a.MD', 'markdown'],
  ['a.txt', 'plain'],
  ['LICENSE', 'plain'],
  ['a.tex', 'latex'],
  ['film.srt', 'subtitles'],
  ['src/a.test.ts', 'program:typescript'],
  ['C:\\x\\Dockerfile', 'program:dockerfile'],
  ['a.constructor', 'plain'],
  ['constructor', 'plain'],
  ['.md', 'markdown'],
  ['page.html', 'html'],
])('a file %s is read as %s', (name, format) => {
  expect(formatOfFile(name)).toBe(format);
});

it.each(['markdown', 'html', 'latex', 'json', 'python', 'typescript', 'r', 'julia', 'sql', 'po', 'properties'])(
  'a text in %s is read the same by an extension that means it',
  (language) => {
    expect(formatOfFile(`cell.${extensionOf(language)}`)).toBe(formatOfLanguage(language));
  },
);

it.each(['plaintext', 'raw', 'constructor'])(
  'a text in %s, which is read as it stands, has no extension',
  (language) => {
    expect(extensionOf(language)).toBeUndefined();
  },
);
