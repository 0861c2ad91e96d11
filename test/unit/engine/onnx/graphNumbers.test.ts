/* Small graphs of our own writing, at random, through onnxruntime: it takes them, and the numbers are the right ones. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../../src/engine/onnx/build/graphBuilder.js';
import { FLOAT } from '../../../../src/engine/onnx/protobuf/write.js';
import { createSession } from '../../../../src/engine/onnx/session.js';
import { floatTensor } from '../../../../src/engine/onnx/tensors.js';

const folder = mkdtempSync(path.join(tmpdir(), 'glassbox-graphs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const WIDTH = 4;
const { fround } = Math;

const UNARY = {
  Neg: (x: number) => -x,
  Abs: Math.abs,
  Relu: (x: number) => Math.max(0, x),
  Identity: (x: number) => x,
};
const BINARY = {
  Add: (x: number, y: number) => x + y,
  Sub: (x: number, y: number) => x - y,
  Mul: (x: number, y: number) => x * y,
  Max: Math.max,
  Min: Math.min,
};
const STORED = ['F32', 'F16', 'BF16'] as const;

/** What is computed from tensors before, by their places in the list. */
type Step =
  | { kind: 'unary'; op: keyof typeof UNARY; from: number }
  | { kind: 'binary'; op: keyof typeof BINARY; from: number; with: number }
  | { kind: 'real'; op: keyof typeof BINARY; from: number; value: number }
  | { kind: 'reals'; op: keyof typeof BINARY; from: number; values: number[] }
  | { kind: 'weight'; type: (typeof STORED)[number]; values: number[] }
  | { kind: 'turn'; from: number }
  | { kind: 'cut'; from: number; at: number };

/** Numbers that half precision and bfloat16 hold exactly. */
const even = fc.integer({ min: -16, max: 16 }).map((value) => value / 4);
const vector = fc.array(even, { minLength: WIDTH, maxLength: WIDTH });
const place = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('unary' as const), op: fc.constantFrom(...keys(UNARY)), from: place }),
  fc.record({ kind: fc.constant('binary' as const), op: fc.constantFrom(...keys(BINARY)), from: place, with: place }),
  fc.record({ kind: fc.constant('real' as const), op: fc.constantFrom(...keys(BINARY)), from: place, value: even }),
  fc.record({ kind: fc.constant('reals' as const), op: fc.constantFrom(...keys(BINARY)), from: place, values: vector }),
  fc.record({ kind: fc.constant('weight' as const), type: fc.constantFrom(...STORED), values: vector }),
  fc.record({ kind: fc.constant('turn' as const), from: place }),
  fc.record({ kind: fc.constant('cut' as const), from: place, at: fc.integer({ min: 1, max: WIDTH - 1 }) }),
);

function keys<Key extends string>(of: Record<Key, unknown>): Key[] {
  return Object.keys(of) as Key[];
}

/** The bits of a number that the type holds exactly. */
function bitsOf(value: number, type: Exclude<(typeof STORED)[number], 'F32'>): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  if (type === 'BF16') return bits >>> 16;
  const sign = (bits >>> 16) & 0x8000;
  return value === 0 ? sign : sign | ((((bits >>> 23) & 0xff) - 112) << 10) | ((bits >>> 13) & 0x3ff);
}

const stored = (values: readonly number[], type: (typeof STORED)[number]): Uint8Array =>
  type === 'F32'
    ? new Uint8Array(Float32Array.from(values).buffer)
    : new Uint8Array(Uint16Array.from(values, (value) => bitsOf(value, type)).buffer);

let count = 0;

/** Writes a graph of these steps over an input, and what it should compute. */
function written(steps: readonly Step[], input: readonly number[]) {
  const graph = new GraphBuilder();
  const file = `weights-${count++}.bin`;
  const parts: Uint8Array[] = [];
  let size = 0;
  const tensors = [{ name: graph.input('given', FLOAT, ['rows', WIDTH]), values: input.map(fround) }];
  const pick = (at: number) => tensors[at % tensors.length]!;
  const both = (op: keyof typeof BINARY, one: readonly number[], other: readonly number[]) =>
    one.map((value, at) => fround(BINARY[op](value, other[at]!)));
  for (const [at, one] of steps.entries()) {
    switch (one.kind) {
      case 'unary': {
        const { name, values } = pick(one.from);
        tensors.push({ name: graph.node(one.op, [name]), values: values.map((value) => fround(UNARY[one.op](value))) });
        break;
      }
      case 'binary': {
        const [left, right] = [pick(one.from), pick(one.with)];
        tensors.push({
          name: graph.node(one.op, [left.name, right.name]),
          values: both(one.op, left.values, right.values),
        });
        break;
      }
      case 'real': {
        const { name, values } = pick(one.from);
        const other = graph.real(one.value);
        tensors.push({
          name: graph.node(one.op, [name, other]),
          values: both(one.op, values, Array<number>(WIDTH).fill(one.value)),
        });
        break;
      }
      case 'reals': {
        const { name, values } = pick(one.from);
        const other = graph.reals(`${at}`, one.values);
        tensors.push({ name: graph.node(one.op, [name, other]), values: both(one.op, values, one.values) });
        break;
      }
      case 'weight': {
        const bytes = stored(one.values, one.type);
        const { type } = one;
        const name = graph.weight({
          name: `own ${at}`,
          file,
          type,
          shape: [1, WIDTH],
          offset: size,
          length: bytes.length,
        });
        parts.push(bytes);
        size += bytes.length;
        tensors.push({ name, values: one.values });
        break;
      }
      case 'turn': {
        const { name, values } = pick(one.from);
        const square = graph.node('Reshape', [name, graph.ints(2, 2)]);
        const turned = graph.node('Transpose', [square], { perm: { list: [1, 0] } });
        const flat = graph.node('Reshape', [turned, graph.ints(1, -1)]);
        tensors.push({ name: flat, values: [0, 2, 1, 3].map((from) => values[from]!) });
        break;
      }
      case 'cut': {
        const { name, values } = pick(one.from);
        const sizes = graph.ints(one.at, WIDTH - one.at);
        const [left = '', right = ''] = graph.nodes('Split', [name, sizes], 2, { axis: -1 });
        tensors.push({
          name: graph.node('Concat', [right, left], { axis: -1 }),
          values: [...values.slice(one.at), ...values.slice(0, one.at)],
        });
        break;
      }
    }
  }
  writeFileSync(path.join(folder, file), Buffer.concat(parts));
  const last = tensors.at(-1)!;
  graph.output('result', last.name, FLOAT, ['rows', WIDTH]);
  const isFinite = tensors.every(({ values }) => values.every(Number.isFinite));
  return { bytes: graph.bytes(), values: last.values, isFinite };
}

describe('a graph of our own writing', () => {
  it('is taken by onnxruntime, which computes what it says', () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), vector, async (steps, input) => {
        const { bytes, values, isFinite } = written(steps, input);
        fc.pre(isFinite);
        const session = await createSession({ bytes, folder }, 1);
        try {
          const given = await floatTensor(Float32Array.from(input), [1, WIDTH]);
          const { result } = await session.run({ given }, ['result']);
          const found = Array.from(result!.data as Float32Array);
          const isRight = (value: number, at: number) =>
            value === values[at] || Math.abs(value - values[at]!) <= 1e-6 * Math.abs(values[at]!);
          expect(found.every(isRight), `${found.join()} for ${values.join()}`).toBe(true);
        } finally {
          await session.release();
        }
      }),
      { numRuns: 60 },
    ));
});
