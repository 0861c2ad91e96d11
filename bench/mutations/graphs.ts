import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../src/decoding/sampling/random.js';
import { edit, EMBEDDED_MODELS, mutation, TINY_MODELS, withGraphs, type Mutation } from './mutation.js';
import { bytesField, readFields, textOf, varintField, within, writeFields, type WireField } from './wire.js';

const ALL = withGraphs([...TINY_MODELS, ...EMBEDDED_MODELS]);

/** Graphs that end early: in their head, among their nodes, among their weights. */
export function cutMutations(): Mutation[] {
  const shares = [0, 1e-5, 0.001, 0.01, 0.3, 0.9];
  return ALL.flatMap(([model, graph]) =>
    shares.map((share) =>
      mutation('graph cut off', model, `${graph} cut off at ${share * 100} %`, (folder) =>
        edit(folder, graph, (bytes) => bytes.subarray(0, Math.floor(share * bytes.length))),
      ),
    ),
  );
}

/** Graphs with some bytes that are others, mostly in the structure, whose parts stand at both ends of a file. */
export function flipMutations(random: Random): Mutation[] {
  return ALL.flatMap(([model, graph]) =>
    Array.from({ length: 10 }, (_, time) => {
      const places = Array.from({ length: 1 + (time % 6) }, () => [
        random.uniform(),
        1 + Math.floor(random.uniform() * 255),
      ]);
      return mutation('graph with flipped bytes', model, `${graph} with flipped bytes, ${time + 1}`, (folder) =>
        edit(folder, graph, (bytes) => {
          for (const [at, by] of places as [number, number][]) {
            const span = time % 3 === 0 ? bytes.length : Math.min(bytes.length, 20_000);
            const place = time % 3 === 2 ? bytes.length - 1 - Math.floor(at * span) : Math.floor(at * span);
            bytes[place]! ^= by;
          }
          return bytes;
        }),
      );
    }),
  );
}

const GRAPH = 7;
const is = (number: number) => (field: WireField) => field.number === number;

/** Changes the graph of a model's file. */
export const editGraph = (folder: string, file: string, change: (graph: WireField[]) => WireField[]) =>
  edit(folder, file, (bytes) => {
    const fields = readFields(bytes);
    return writeFields(within(fields, fields.findIndex(is(GRAPH)), change));
  });

type Change = (fields: WireField[], random: Random) => WireField[];

const indices = (fields: readonly WireField[], number: number) =>
  fields.flatMap((field, index) => (field.number === number ? [index] : []));

const pick = (random: Random, from: readonly number[]) => from[Math.floor(random.uniform() * from.length)] ?? -1;

/** One of a graph's nodes (1), weights (5), inputs (11) or outputs (12) changed. */
const one =
  (number: number, change: Change): Change =>
  (graph, random) =>
    within(graph, pick(random, indices(graph, number)), (inner) => change(inner, random));

const without = (fields: WireField[], number: number) => fields.filter((field) => field.number !== number);
const replaced = (fields: WireField[], number: number, value: string | number | readonly number[]): WireField[] => [
  ...without(fields, number),
  ...(typeof value === 'string'
    ? [bytesField(number, value)]
    : typeof value === 'number'
      ? [varintField(number, value)]
      : value.map((each) => varintField(number, each))),
];

/** The first shape of a declared value: ValueInfoProto.type.tensor_type.shape. */
const shaped = (dims: readonly (number | string)[]): Change =>
  one(11, (value) => {
    const shape = writeFields(
      dims.map((dim) =>
        bytesField(1, writeFields([typeof dim === 'number' ? varintField(1, dim) : bytesField(2, dim)])),
      ),
    );
    return within(value, value.findIndex(is(2)), (type) =>
      within(type, type.findIndex(is(1)), (tensor) => [...without(tensor, 2), bytesField(2, shape)]),
    );
  });

const nodes =
  (change: (nodes: WireField[]) => WireField[]): Change =>
  (graph) => [...change(graph.filter(is(1))), ...without(graph, 1)];

const EDITS: [name: string, change: Change][] = [
  ['an operator that there is not', one(1, (node) => replaced(node, 4, 'Nothing'))],
  ['an operator for another', one(1, (node) => replaced(node, 4, 'Softmax'))],
  ['a domain that there is not', one(1, (node) => replaced(node, 7, 'nowhere'))],
  ['an input from nowhere', one(1, (node) => [bytesField(1, 'nowhere'), ...without(node, 1)])],
  ['a node without inputs', one(1, (node) => without(node, 1))],
  ['a node without outputs', one(1, (node) => without(node, 2))],
  ['a node without attributes', one(1, (node) => without(node, 5))],
  ['a node that reads itself', one(1, (node) => [bytesField(1, textOf(node.find(is(2)))), ...without(node, 1)])],
  ['10,000 inputs of one node', one(1, (node) => [...Array<WireField>(10_000).fill(bytesField(1, 'x')), ...node])],
  ['a node less', (graph, random) => graph.toSpliced(pick(random, indices(graph, 1)), 1)],
  ['a node twice', (graph, random) => [...graph, graph[pick(random, indices(graph, 1))]!]],
  ['its nodes the other way round', nodes((all) => all.toReversed())],
  ['no nodes', (graph) => without(graph, 1)],
  ['a weight of dims 2^40', one(5, (weight) => replaced(weight, 1, [2 ** 40]))],
  ['a weight of dims 10^5 × 10^5 × 10^5', one(5, (weight) => replaced(weight, 1, [1e5, 1e5, 1e5]))],
  ['a weight of dims 0', one(5, (weight) => replaced(weight, 1, [0]))],
  ['a weight of dims −1', one(5, (weight) => replaced(weight, 1, [-1]))],
  ['a weight of 20,000 dims', one(5, (weight) => replaced(weight, 1, Array<number>(20_000).fill(2)))],
  ['a weight of a type that there is not', one(5, (weight) => replaced(weight, 2, 99))],
  ['a weight of another type', one(5, (weight) => replaced(weight, 2, 11))],
  ['a weight of texts', one(5, (weight) => replaced(weight, 2, 8))],
  ['a weight without a name', one(5, (weight) => without(weight, 8))],
  ['a weight without data', one(5, (weight) => without(weight, 9))],
  ['a weight of 64 GB without data', one(5, (weight) => replaced(without(weight, 9), 1, [2 ** 34]))],
  ['a weight less', (graph, random) => graph.toSpliced(pick(random, indices(graph, 5)), 1)],
  ['a weight twice', (graph, random) => [...graph, graph[pick(random, indices(graph, 5))]!]],
  ['no inputs', (graph) => without(graph, 11)],
  ['no outputs', (graph) => without(graph, 12)],
  ['an input less', (graph, random) => graph.toSpliced(pick(random, indices(graph, 11)), 1)],
  ['an input of another name', one(11, (value) => replaced(value, 1, 'odd'))],
  ['an output of another name', one(12, (value) => replaced(value, 1, 'odd'))],
  ['an input of 10^12 × 10^12', shaped([1e12, 1e12])],
  ['an input of four sizes of 10^6', shaped(['batch', 1e6, 'past', 1e6])],
  ['an input of four sizes of 2^52', shaped(['batch', 2 ** 52, 'past', 2 ** 52])],
  ['an input of −1 heads', shaped(['batch', -1, 'past', -5])],
  ['an input of no heads', shaped(['batch', 0, 'past', 0])],
  ['an input without sizes', shaped([])],
  ['nested fields of 20,000 levels', (graph) => [...graph, bytesField(15, nest(20_000))]],
  ['nested graphs of 3,000 levels', (graph) => [...graph, bytesField(1, nestedNodes(3000))]],
];

function nest(levels: number): Uint8Array {
  let inner = new Uint8Array(0);
  for (let level = 0; level < levels; level++) inner = Uint8Array.from(writeFields([bytesField(1, inner)]));
  return inner;
}

/** An If within an If, NodeProto.attribute.g. */
function nestedNodes(levels: number): Uint8Array {
  let node: Uint8Array = writeFields([bytesField(4, 'Identity')]);
  for (let level = 0; level < levels; level++) {
    const graph = writeFields([bytesField(1, node)]);
    node = writeFields([
      bytesField(4, 'If'),
      bytesField(5, writeFields([bytesField(1, 'then_branch'), bytesField(6, graph)])),
    ]);
  }
  return node;
}

const MODEL_EDITS: [name: string, change: (fields: WireField[]) => WireField[]][] = [
  ['no opset', (model) => without(model, 8)],
  ['the opset 99,999', (model) => [...without(model, 8), bytesField(8, writeFields([varintField(2, 99_999)]))]],
  ['the opset 1', (model) => [...without(model, 8), bytesField(8, writeFields([varintField(2, 1)]))]],
  ['a version of 99,999', (model) => replaced(model, 1, 99_999)],
  ['no version', (model) => without(model, 1)],
  ['no graph', (model) => without(model, GRAPH)],
  ['its graph twice', (model) => [...model, ...model.filter(is(GRAPH))]],
  ['a field of number 0', (model) => [...model, bytesField(0, 'x')]],
  ['a group', (model) => [...model, { number: 30, wire: 3, value: new Uint8Array(0) }]],
  ['a number for its graph', (model) => [...without(model, GRAPH), varintField(GRAPH, 12)]],
  [
    'a field that ends far behind the file',
    (model) => [...model, { number: 30, wire: 0, value: 5 }, { number: 7, wire: 2, value: new Uint8Array(0) }],
  ],
];

/** Graphs that are protobuf, and no sound ONNX. */
export function editMutations(random: Random): Mutation[] {
  return ALL.flatMap(([model, graph], index) => {
    const inGraph = EDITS.map(([name, change], at) => {
      const seed = Math.floor(random.uniform() * 2 ** 32);
      // Each edit meets the small models in single precision, every third the others.
      if (index >= 4 && at % 3 !== index % 3) return [];
      return [
        mutation('graph edited', model, `${graph} has ${name}`, (folder) =>
          editGraph(folder, graph, (fields) => change(fields, new Random(seed))),
        ),
      ];
    });
    const inModel = MODEL_EDITS.map(([name, change]) =>
      mutation('graph edited', model, `${graph} has ${name}`, (folder) =>
        edit(folder, graph, (bytes) => writeFields(change(readFields(bytes)))),
      ),
    );
    return [...inGraph.flat(), ...(index < 4 ? inModel : [])];
  });
}

const MEGABYTE = 1_000_000;
const repeated = (bytes: readonly number[], size: number) => Buffer.alloc(size, Uint8Array.from(bytes));

const BODIES: [name: string, write: (file: string) => void][] = [
  ...[20 * MEGABYTE, 60 * MEGABYTE, 500 * MEGABYTE, 3000 * MEGABYTE].map((size): [string, (file: string) => void] => [
    `${size / MEGABYTE} MB of zeros`,
    (file) => {
      writeFileSync(file, '');
      truncateSync(file, size);
    },
  ]),
  [
    '60 MB of empty nodes',
    (file) => writeFileSync(file, writeFields([varintField(1, 8), bytesField(7, repeated([0x0a, 0], 60 * MEGABYTE))])),
  ],
  ['60 MB of version numbers', (file) => writeFileSync(file, repeated([0x08, 8], 60 * MEGABYTE))],
  ['60 MB of empty graphs', (file) => writeFileSync(file, repeated([0x3a, 0], 60 * MEGABYTE))],
  [
    '60 MB of empty weights',
    (file) => writeFileSync(file, writeFields([varintField(1, 8), bytesField(7, repeated([0x2a, 0], 60 * MEGABYTE))])),
  ],
  [
    '60 MB of empty inputs of a node',
    (file) =>
      writeFileSync(
        file,
        writeFields([
          varintField(1, 8),
          bytesField(7, writeFields([bytesField(1, repeated([0x0a, 0], 60 * MEGABYTE))])),
        ]),
      ),
  ],
  ['60 MB of 0xff', (file) => writeFileSync(file, repeated([0xff], 60 * MEGABYTE))],
  ['nothing in it', (file) => writeFileSync(file, '')],
  [
    'a Git LFS pointer in it',
    (file) =>
      writeFileSync(file, `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 90000\n`),
  ],
];

/** Graphs that are large and nothing, and those that zeros follow, as an interrupted download leaves them. */
export function paddedMutations(): Mutation[] {
  const small = withGraphs(TINY_MODELS.slice(0, 3));
  const bodies = small.flatMap(([model, graph]) =>
    BODIES.map(([name, write]) =>
      mutation('graph padded', model, `${graph} has ${name}`, (folder) => {
        edit(folder, graph, () => '');
        write(path.join(folder, graph));
      }),
    ),
  );
  const followed = ALL.flatMap(([model, graph]) =>
    [0.5, 1].map((share) =>
      mutation('graph padded', model, `${graph} is zeros behind ${share * 100} %`, (folder) => {
        edit(folder, graph, (bytes) => bytes.subarray(0, share * bytes.length));
        truncateSync(path.join(folder, graph), 20 * MEGABYTE);
      }),
    ),
  );
  return [...bodies, ...followed];
}
