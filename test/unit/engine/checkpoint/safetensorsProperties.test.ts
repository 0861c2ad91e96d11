/* Any file that the format allows is read as it is; anything else is refused with a code, and nothing behind its end is pointed to. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readSafetensors, type StoredTensor } from '../../../../src/engine/checkpoint/safetensors.js';
import { GlassboxError } from '../../../../src/protocol/engine/index.js';

const folder = mkdtempSync(path.join(tmpdir(), 'glassbox-safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));
const place = path.join(folder, 'model.safetensors');

/** Bytes of an element, from the format's description. */
const SIZES = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 } as const;

interface Tensor {
  name: string;
  dtype: keyof typeof SIZES;
  shape: number[];
}

const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '0', '10', 'model.layers.0.weight'),
);
const tensors = fc.uniqueArray(
  fc.record<Tensor>({
    name: names.filter((name) => name !== '__metadata__'),
    dtype: fc.constantFrom(...(Object.keys(SIZES) as (keyof typeof SIZES)[])),
    shape: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
  }),
  { selector: ({ name }) => name, maxLength: 12 },
);

const lengthOf = ({ dtype, shape }: Tensor) => shape.reduce((product, size) => product * size, SIZES[dtype]);

/** The bytes of a file, and where each tensor's begin. @param order in which the header names what lies one after another */
function written(all: readonly Tensor[], order: readonly number[], padding: number, metadata: unknown) {
  const starts = new Map<string, number>();
  let end = 0;
  for (const tensor of all) {
    starts.set(tensor.name, end);
    end += lengthOf(tensor);
  }
  const entry = (tensor: Tensor) => {
    const from = starts.get(tensor.name)!;
    const { dtype, shape } = tensor;
    return `${JSON.stringify(tensor.name)}:${JSON.stringify({ dtype, shape, data_offsets: [from, from + lengthOf(tensor)] })}`;
  };
  const named = all
    .map((tensor, at) => ({ tensor, key: order[at] ?? 0 }))
    .toSorted((one, other) => one.key - other.key);
  const parts = named.map(({ tensor }) => entry(tensor));
  if (metadata !== undefined) parts.unshift(`"__metadata__":${JSON.stringify(metadata)}`);
  const header = Buffer.from(`{${parts.join()}}${' '.repeat(padding)}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return { bytes: Buffer.concat([length, header, Buffer.alloc(end)]), starts, data: 8 + header.length };
}

const files = fc.record({
  tensors,
  order: fc.array(fc.nat(100), { minLength: 12, maxLength: 12 }),
  padding: fc.nat(16),
  metadata: fc.constantFrom(undefined, {}, { format: 'pt' }, { a: 'ü\u0000' }),
});

async function read(bytes: Uint8Array): Promise<StoredTensor[] | GlassboxError> {
  writeFileSync(place, bytes);
  try {
    return await readSafetensors(place);
  } catch (error) {
    // Anything else is a fault of the reader's.
    if (error instanceof GlassboxError) return error;
    throw error;
  }
}

/** What is pointed to lies in the file, once. */
function expectInside(found: readonly StoredTensor[]): void {
  let end = 8;
  for (const { offset, length } of [...found].toSorted(
    (one, other) => one.offset - other.offset || one.length - other.length,
  )) {
    expect(offset).toBeGreaterThanOrEqual(end);
    end = offset + length;
  }
  expect(end).toBeLessThanOrEqual(statSync(place).size);
}

describe('a safetensors file', () => {
  it('of any names, types, shapes, order and padding is read as it was written', () =>
    fc.assert(
      fc.asyncProperty(files, async ({ tensors, order, padding, metadata }) => {
        const { bytes, starts, data } = written(tensors, order, padding, metadata);
        const found = await read(bytes);
        expect(found).not.toBeInstanceOf(GlassboxError);
        const byName = new Map((found as StoredTensor[]).map((tensor) => [tensor.name, tensor]));
        expect([...byName.keys()].toSorted()).toEqual(tensors.map(({ name }) => name).toSorted());
        for (const tensor of tensors) {
          const { name, dtype: type, shape } = tensor;
          const offset = data + starts.get(name)!;
          const wanted = { name, type, shape, file: 'model.safetensors', offset, length: lengthOf(tensor) };
          expect(byName.get(name)).toEqual(wanted);
        }
      }),
      { numRuns: 150 },
    ));

  it('with other bytes somewhere, more of them or fewer, is read within its bounds or refused with a code', () =>
    fc.assert(
      fc.asyncProperty(
        files,
        fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), { maxLength: 4 }),
        fc.integer({ min: -30, max: 30 }),
        async ({ tensors, order, padding, metadata }, flips, more) => {
          const { bytes } = written(tensors, order, padding, metadata);
          for (const [at, value] of flips) bytes[Math.floor(at * bytes.length)] = value;
          const changed =
            more < 0 ? bytes.subarray(0, Math.max(0, bytes.length + more)) : Buffer.concat([bytes, Buffer.alloc(more)]);
          const found = await read(changed);
          if (found instanceof GlassboxError) expect(found.code).toBe('model-broken');
          else expectInside(found);
        },
      ),
      { numRuns: 300 },
    ));

  it('of noise is refused with a code', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(await read(bytes)).toMatchObject({ code: 'model-broken' });
      }),
      { numRuns: 150 },
    ));

  it('whose header is any JSON is read within its bounds or refused with a code', () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.string({ maxLength: 8 }),
          fc.oneof(
            fc.jsonValue({ maxDepth: 3 }),
            fc.record({
              dtype: fc.oneof(fc.constantFrom('F32', 'U8', 'F99', 'constructor'), fc.jsonValue()),
              shape: fc.oneof(fc.array(fc.maxSafeInteger(), { maxLength: 9 }), fc.jsonValue()),
              data_offsets: fc.oneof(fc.array(fc.integer(), { maxLength: 3 }), fc.jsonValue()),
            }),
          ),
          { maxKeys: 4 },
        ),
        fc.nat(64),
        async (header, size) => {
          const text = Buffer.from(JSON.stringify(header));
          const length = Buffer.alloc(8);
          length.writeBigUInt64LE(BigInt(text.length));
          const found = await read(Buffer.concat([length, text, Buffer.alloc(size)]));
          if (found instanceof GlassboxError) expect(found.code).toBe('model-broken');
          else expectInside(found);
        },
      ),
      { numRuns: 200 },
    ));
});
