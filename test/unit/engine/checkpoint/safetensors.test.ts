import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasCheckpoint, readCheckpoint } from '../../../../src/engine/checkpoint/checkpoint.js';
import { readSafetensors } from '../../../../src/engine/checkpoint/safetensors.js';

const folder = mkdtempSync(path.join(tmpdir(), 'glassbox-safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Header = Record<string, unknown>;
const tensor = (from: number, to: number, shape: unknown = [(to - from) / 4], dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

let count = 0;
/** A file of this header, or of this text in its place, with so many bytes behind it. */
function file(header: Header | string, bytes: number, claimed?: bigint): string {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(claimed ?? BigInt(text.length));
  const place = path.join(folder, `${count++}.safetensors`);
  writeFileSync(place, Buffer.concat([length, text, Buffer.alloc(bytes)]));
  return place;
}

describe('a safetensors file', () => {
  it('tells where its tensors lie, and leaves their bytes alone', async () => {
    const place = file({ __metadata__: { format: 'pt' }, b: tensor(8, 24, [2, 2]), a: tensor(0, 8, [4], 'F16') }, 24);
    const [b, a] = await readSafetensors(place);
    expect(b).toMatchObject({ name: 'b', file: path.basename(place), type: 'F32', shape: [2, 2], length: 16 });
    expect(a).toMatchObject({ name: 'a', type: 'F16', shape: [4], length: 8 });
    expect(b!.offset - a!.offset).toBe(8);
  });

  it.each<[string, Header | string, number, RegExp, bigint?]>([
    ['its end', { a: tensor(0, 8) }, 4, /cut off/],
    ['a header longer than the file', {}, 0, /claims 1,073,741,824 bytes/, 2n ** 30n],
    ['a header of all that 64 bits can say', {}, 0, /header claims/, 2n ** 64n - 1n],
    ['a header that is no JSON', '{"a": ', 0, /no JSON/],
    ['a header that is a list', '[]', 0, /no JSON object/],
    ['JSON of great depth', '['.repeat(100_000), 0, /nested more than 3 deep/],
    ['a header beyond all that are published', ' '.repeat(10_000_001), 0, /10,000,000 at most/],
    ['what follows its tensors', { a: tensor(0, 8) }, 12, /something follows/],
    ['three places', { a: { ...tensor(0, 8), data_offsets: [0, 8, 16] } }, 8, /no two places/],
    ['tensors that overlap', { a: tensor(0, 8), b: tensor(4, 12) }, 12, /begin at/],
    ['a hole between tensors', { a: tensor(0, 8), b: tensor(12, 20) }, 20, /begin at/],
    ['negative places', { a: tensor(-8, 0) }, 8, /no two places/],
    ['places in the wrong order', { a: tensor(8, 0, [2]) }, 8, /no two places/],
    ['places that are no numbers', { a: { dtype: 'F32', shape: [1], data_offsets: 'x' } }, 4, /no two places/],
    ['a shape that does not fit', { a: tensor(0, 8, [3]) }, 8, /takes 12/],
    ['a shape beyond all numbers', { a: tensor(0, 8, [2 ** 53, 2 ** 53]) }, 8, /no list of at most 8 whole numbers/],
    ['a shape with too many sizes', { a: tensor(0, 4, Array(9).fill(1)) }, 4, /no list of at most 8 whole numbers/],
    ['a type that there is not', { a: tensor(0, 4, [1], 'F31') }, 4, /F31", which the format does not know/],
    ['a type that every object has', { a: tensor(0, 4, [1], 'constructor') }, 4, /which the format does not know/],
    ['an entry of nothing', { a: null }, 4, /the dtype of a is undefined/],
  ])('is refused for %s, by its name', async (_, header, bytes, message, claimed) => {
    const place = file(header, bytes, claimed);
    await expect(readSafetensors(place)).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringMatching(message) as string,
      details: { kind: 'file', file: place },
    });
  });

  it('is refused when it is shorter than the length of a header, or a pointer of Git LFS', async () => {
    const short = path.join(folder, 'short.safetensors');
    writeFileSync(short, 'abc');
    await expect(readSafetensors(short)).rejects.toMatchObject({ code: 'model-broken' });
    writeFileSync(short, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n');
    await expect(readSafetensors(short)).rejects.toMatchObject({ details: { problem: 'gitLfs' } });
  });
});

describe('a checkpoint', () => {
  const index = (map: unknown) => {
    const place = mkdtempSync(path.join(folder, 'shards-'));
    writeFileSync(path.join(place, 'model.safetensors.index.json'), JSON.stringify({ weight_map: map }));
    return place;
  };

  it.each([
    ['leads out of the folder', { a: '../other.safetensors' }, /no safetensors file beside it/],
    ['names a file of another kind', { a: 'pytorch_model.bin' }, /no safetensors file beside it/],
    ['names a file that there is not', { a: 'model-00001-of-00001.safetensors' }, /There is no/],
    ['leads out of the folder as Windows has it', { a: '..\\other.safetensors' }, /no safetensors file beside it/],
    ['names a file that no file is called', { a: 'other.safetensors\0.safetensors' }, /no safetensors file beside it/],
    ['is no map', 'x', /no weight_map/],
    ['is a list', ['model.safetensors'], /no weight_map/],
    ['is of nothing', {}, /no weight_map/],
  ])('whose index %s is refused', async (_, map, message) => {
    await expect(readCheckpoint(index(map))).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringMatching(message) as string,
    });
  });

  it('without its index is refused with the name of the index', async () => {
    const place = mkdtempSync(path.join(folder, 'shards-'));
    writeFileSync(path.join(place, 'model-00001-of-00002.safetensors'), 'x');
    expect(await hasCheckpoint(place)).toBe(true);
    await expect(readCheckpoint(place)).rejects.toMatchObject({ details: { problem: 'missing' } });
  });

  it('is read where its files really lie', async () => {
    const place = mkdtempSync(path.join(folder, 'linked-'));
    symlinkSync(file({ a: tensor(0, 8) }, 8), path.join(place, 'model.safetensors'));
    const { folder: home, tensors } = await readCheckpoint(place);
    expect(home).toBe(folder);
    expect(tensors.get('a')?.length).toBe(8);
  });
});
