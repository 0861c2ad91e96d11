import * as v from 'valibot';
import type { Span } from '../protocol/engine/index.js';
import { crc32 } from './crc32.js';
import { KEY_LENGTH } from './vectorMemory.js';
import { INDEX_FORM } from './vectorRecords.js';

/*
 * The list of an index's files: a line with the CRC-32 of the rest, then JSON. It holds no text: of each passage its place
 * and what its vector is known by, 8 bytes and two small numbers, in base64.
 */

/** A file as it was when it was read. */
export interface IndexedFile {
  /** the folder's place in the list of folders */
  folder: number;
  /** the path in it, with `/` */
  name: string;
  size: number;
  /** milliseconds; −1 where the file was so new that it may have changed within the clock's tick */
  mtime: number;
  /** of its bytes, 16 hexadecimal digits of SHA-256 */
  hash: string;
  passages: readonly Span[];
  vectorKeys: readonly string[];
}

export interface FileList {
  /** `sample`: of a served one the vector of a fixed text, by which another model of the same name is seen */
  model: { id: string; bytes: number; sample?: number[] };
  /** whether it has everything that was there; not where its making was stopped */
  isWhole: boolean;
  /** ISO 8601 */
  updated: string;
  folders: string[];
  files: IndexedFile[];
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(-1));
const schema = v.object({
  model: v.object({ id: v.string(), bytes: v.number(), sample: v.exactOptional(v.array(v.number())) }),
  isWhole: v.boolean(),
  updated: v.string(),
  folders: v.array(v.string()),
  files: v.array(
    v.object({
      folder: whole,
      name: v.string(),
      size: whole,
      mtime: v.number(),
      hash: v.string(),
      passages: v.string(),
    }),
  ),
});

/** What a file says that should be a list. */
export type ReadList =
  { kind: 'list'; list: FileList } | { kind: 'otherVersion'; version: number } | { kind: 'damaged' };

export function writeList({ files, ...rest }: FileList): string {
  const json = JSON.stringify({
    form: INDEX_FORM,
    ...rest,
    files: files.map(({ passages, vectorKeys, ...file }) => ({ ...file, passages: packed(passages, vectorKeys) })),
  });
  return `${crc32(Buffer.from(json)).toString(16)}\n${json}`;
}

export function readList(text: string): ReadList {
  const end = text.indexOf('\n');
  const json = text.slice(end + 1);
  if (end < 0 || crc32(Buffer.from(json)).toString(16) !== text.slice(0, end)) return { kind: 'damaged' };
  try {
    const value = JSON.parse(json) as { form?: unknown };
    if (typeof value.form === 'number' && value.form !== INDEX_FORM)
      return { kind: 'otherVersion', version: value.form };
    const { files, ...rest } = v.parse(schema, value);
    return { kind: 'list', list: { ...rest, files: files.map((file) => ({ ...file, ...unpacked(file.passages) })) } };
  } catch {
    return { kind: 'damaged' };
  }
}

/** Of each passage how far behind the one before it begins, how long it is, and its key. */
function packed(passages: readonly Span[], keys: readonly string[]): string {
  const bytes: number[] = [];
  const number = (value: number) => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  let before = 0;
  for (const [at, { start, end }] of passages.entries()) {
    // What stands in a note begins before the end of the sentence that it is noted to, or before it.
    number(start >= before ? 2 * (start - before) : 2 * (before - start) - 1);
    number(end - start);
    bytes.push(...Buffer.from(keys[at]!, 'hex'));
    before = start;
  }
  return Buffer.from(bytes).toString('base64');
}

/** @throws RangeError for what was not packed so */
function unpacked(text: string): { passages: Span[]; vectorKeys: string[] } {
  const bytes = Buffer.from(text, 'base64');
  const passages: Span[] = [];
  const vectorKeys: string[] = [];
  let at = 0;
  const number = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes.readUInt8(at++);
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  let before = 0;
  while (at < bytes.length) {
    const step = number();
    const start = step % 2 === 0 ? before + step / 2 : before - (step + 1) / 2;
    passages.push({ start, end: start + number() });
    const key = bytes.toString('hex', at, (at += KEY_LENGTH / 2));
    if (key.length !== KEY_LENGTH) throw new RangeError('cut off');
    vectorKeys.push(key);
    before = start;
  }
  return { passages, vectorKeys };
}
