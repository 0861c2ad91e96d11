/* What is written is read back as it was meant, by our own reader, whatever its names, sizes and attributes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../../src/engine/onnx/build/graphBuilder.js';
import { elementTypeOf, intsAttribute, readDeclarations } from '../../../../src/engine/onnx/protobuf/details.js';
import { readModelGraph } from '../../../../src/engine/onnx/protobuf/read.js';
import { FLOAT, INT64 } from '../../../../src/engine/onnx/protobuf/write.js';
import { anyAttributes, anyName, anyWhole, readAttributes, readShape, readTensorParts } from './writtenGraphs.js';

const node = fc.record({
  op: anyName,
  inputs: fc.array(fc.oneof(anyName, fc.constant('')), { maxLength: 4 }),
  attributes: anyAttributes,
  domain: fc.oneof(fc.constant(''), anyName),
  count: fc.integer({ min: 1, max: 3 }),
});

const value = fc.record({
  name: anyName,
  type: fc.constantFrom(FLOAT, INT64),
  shape: fc.array(fc.oneof(fc.nat(), anyName), { maxLength: 4 }),
});
const values = fc.uniqueArray(value, { selector: ({ name }) => name, maxLength: 5 });

const TYPES = { F32: 1, F16: 10, BF16: 16 } as const;
const weight = fc.record({
  name: anyName,
  file: anyName,
  type: fc.constantFrom('F32' as const, 'F16' as const, 'BF16' as const),
  shape: fc.array(fc.nat(), { maxLength: 4 }),
  offset: fc.maxSafeNat(),
  length: fc.maxSafeNat(),
});
const weights = fc.uniqueArray(weight, { selector: ({ name }) => name, maxLength: 5 });

/** Zero by itself: the builder makes no two constants of 0 and −0. */
const withoutSign = (value: number) => value + 0;

const graphOf = (graph: GraphBuilder) => {
  const bytes = graph.bytes();
  return { bytes, read: readModelGraph(bytes)! };
};

describe('a graph that is written', () => {
  it('has its nodes in order, with their names and attributes', () =>
    fc.assert(
      fc.property(fc.array(node, { maxLength: 5 }), (nodes) => {
        const graph = new GraphBuilder();
        const outputs = nodes.map(({ op, inputs, count, attributes, domain }) =>
          graph.nodes(op, inputs, count, attributes, domain),
        );
        const { bytes, read } = graphOf(graph);
        expect(read.nodes).toHaveLength(nodes.length);
        expect(new Set(outputs.flat()).size).toBe(outputs.flat().length);
        for (const [at, { op, inputs, attributes }] of nodes.entries()) {
          const found = read.nodes[at]!;
          expect(found).toMatchObject({ op, inputs, outputs: outputs[at], branches: [] });
          expect(readAttributes(bytes, found.content)).toEqual(new Map(Object.entries(attributes)));
          for (const [name, given] of Object.entries(attributes)) {
            if (typeof given === 'number') expect(intsAttribute(bytes, found, name)).toEqual([given]);
            else if ('list' in given) expect(intsAttribute(bytes, found, name)).toEqual(given.list);
          }
        }
      }),
      { numRuns: 150 },
    ));

  it('declares its inputs and outputs with their types and sizes', () =>
    fc.assert(
      fc.property(values, values, (inputs, outputs) => {
        const graph = new GraphBuilder();
        for (const { name, type, shape } of inputs) graph.input(name, type, shape);
        for (const { name, type, shape } of outputs) graph.output(name, 'from', type, shape);
        const { bytes, read } = graphOf(graph);
        const declared = readDeclarations(bytes, read);
        for (const [given, found] of [
          [inputs, declared.inputs],
          [outputs, declared.outputs],
        ] as const) {
          expect([...found.keys()]).toEqual(given.map(({ name }) => name));
          for (const { name, type, shape } of given) {
            expect(elementTypeOf(bytes, found.get(name)!)).toBe(type);
            expect(readShape(bytes, found.get(name)!)).toEqual(shape);
          }
        }
        expect(read.nodes.map(({ op, inputs, outputs }) => [op, inputs, outputs])).toEqual(
          outputs.map(({ name }) => ['Identity', ['from'], [name]]),
        );
      }),
      { numRuns: 150 },
    ));

  it('points to its weights by file, place and length, each once however often it is asked for', () =>
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 3 }), (given, times) => {
        const graph = new GraphBuilder();
        const names = given.map((one) => Array.from({ length: times }, () => graph.weight(one))[0]!);
        const { bytes, read } = graphOf(graph);
        const found = [...readDeclarations(bytes, read).weights.values()].map((range) => readTensorParts(bytes, range));
        expect(found).toHaveLength(given.length);
        for (const [at, { name, file, type, shape, offset, length }] of given.entries()) {
          const stored = `weight.${name}`;
          expect(found[at]).toMatchObject({ name: stored, dims: shape, type: TYPES[type], isExternal: true });
          expect(found[at]!.place).toEqual({ location: file, offset: `${offset}`, length: `${length}` });
          // What is no single precision is cast to it.
          expect(names[at] === stored).toBe(type === 'F32');
        }
        const casts = given.filter(({ type }) => type !== 'F32').map(({ name }) => [`weight.${name}`]);
        expect(read.nodes.map(({ op, inputs }) => (op === 'Cast' ? inputs : op))).toEqual(casts);
      }),
      { numRuns: 150 },
    ));

  it('has each constant once, by its value', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(anyWhole, { maxLength: 4 }), { maxLength: 5 }),
        fc.array(fc.float().map(withoutSign), { maxLength: 5 }),
        (lists, reals) => {
          const graph = new GraphBuilder();
          const lengths = new Map(lists.map((list) => [graph.ints(...list), list]));
          const singles = new Map(reals.map((value) => [graph.real(value), value]));
          const { bytes, read } = graphOf(graph);
          const found = new Map(
            read.nodes.map(({ outputs, content }) => [outputs[0]!, readAttributes(bytes, content)]),
          );
          expect(read.nodes).toHaveLength(found.size);
          expect(found.size).toBe(lengths.size + singles.size);
          for (const [name, list] of lengths) expect(found.get(name)?.get('value')).toEqual(list);
          for (const [name, value] of singles) expect(found.get(name)?.get('value_float')).toEqual({ real: value });
        },
      ),
      { numRuns: 150 },
    ));
});
