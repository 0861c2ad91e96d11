import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { BERT, EMBEDDED_MODELS, GPT2, mutation, T5, TINY_MODELS, withGraphs, type Mutation } from './mutation.js';
import { editGraph } from './graphs.js';
import { bytesField, readFields, textOf, varintField, writeFields, type WireField } from './wire.js';

const is = (number: number) => (field: WireField) => field.number === number;
const FLOAT = 1;

interface Tensor {
  /** place among the graph's fields */
  at: number;
  fields: WireField[];
  data: Uint8Array;
}

/** A graph's weights in single precision, the largest first. */
function floatWeights(graph: readonly WireField[]): Tensor[] {
  const found = graph.flatMap((field, at): Tensor[] => {
    if (field.number !== 5 || typeof field.value === 'number') return [];
    const fields = readFields(field.value);
    const data = fields.find(is(9))?.value;
    const float = fields.find(is(2))?.value === FLOAT;
    return float && data !== undefined && typeof data !== 'number' ? [{ at, fields, data }] : [];
  });
  return found.toSorted((a, b) => b.data.length - a.data.length);
}

const filled = ({ data }: Tensor, value: number, every: number): Uint8Array => {
  const bytes = Uint8Array.from(data);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 4 <= bytes.length; at += 4 * every) view.setFloat32(at, value, true);
  return bytes;
};

const WHICH: [name: string, which: (weights: readonly Tensor[]) => Tensor | undefined, every: number][] = [
  ['in all of the largest weight', (weights) => weights[0], 1],
  ['in some of the largest weight', (weights) => weights[0], 997],
  ['in the second largest weight', (weights) => weights[1], 1],
  ['in a small weight', (weights) => weights.findLast(({ data }) => data.length >= 64), 1],
  ['in one number', (weights) => weights.findLast(({ data }) => data.length >= 64), 1_000_000],
];

/** Weights that are no numbers, or far too large. */
export function weightMutations(): Mutation[] {
  return withGraphs([...TINY_MODELS, ...EMBEDDED_MODELS]).flatMap(([model, file], index) =>
    [Number.NaN, Infinity, -Infinity, 1e30].flatMap((value, row) =>
      WHICH.filter((_, column) => index < 4 || (row + column + index) % 3 === 0).map(([name, which, every]) =>
        mutation('weights', model, `${file} has ${value} ${name}`, (folder) =>
          editGraph(folder, file, (graph) => {
            const weight = which(floatWeights(graph));
            if (!weight) return graph;
            const fields = weight.fields.map((field) =>
              field.number === 9 ? bytesField(9, filled(weight, value, every)) : field,
            );
            return graph.map((field, at) => (at === weight.at ? bytesField(5, writeFields(fields)) : field));
          }),
        ),
      ),
    ),
  );
}

interface Place {
  location?: string;
  offset?: string;
  length?: string;
}

/** The largest weight of a graph kept elsewhere. */
function moveOut(
  folder: string,
  file: string,
  place: (size: number) => Place,
  make: (file: string, data: Uint8Array) => void,
) {
  editGraph(folder, file, (graph) => {
    const [weight] = floatWeights(graph);
    if (!weight) return graph;
    make(path.join(folder, 'onnx/weights.bin'), weight.data);
    const entries = Object.entries(place(weight.data.length)).map(([key, value]) =>
      bytesField(13, writeFields([bytesField(1, key), bytesField(2, value as string)])),
    );
    const fields = [...weight.fields.filter((field) => field.number !== 9), ...entries, varintField(14, 1)];
    return graph.map((field, at) => (at === weight.at ? bytesField(5, writeFields(fields)) : field));
  });
}

const whole = (location: string) => (size: number) => ({ location, offset: '0', length: `${size}` });
const write = (file: string, data: Uint8Array) => writeFileSync(file, data);
const nothing = () => {};

type Elsewhere = [
  name: string,
  place: (size: number) => Place,
  make: (file: string, data: Uint8Array) => void,
  sound?: boolean,
];

const ELSEWHERE: Elsewhere[] = [
  ['beside it', whole('weights.bin'), write, true],
  ['nowhere', whole('weights.bin'), nothing],
  ['in a folder above', whole('../weights.bin'), (file, data) => write(path.join(file, '../../weights.bin'), data)],
  [
    'in a folder above by a way round',
    whole('./x/../../weights.bin'),
    (file, data) => write(path.join(file, '../../weights.bin'), data),
  ],
  ['at an absolute path', whole('/etc/passwd'), nothing],
  ['in /dev/zero', whole('/dev/zero'), nothing],
  [
    'behind a link that leads out',
    whole('weights.bin'),
    (file, data) => {
      write(path.join(file, '../../out.bin'), data);
      symlinkSync('../out.bin', file);
    },
  ],
  ['behind a link to /dev/zero', whole('weights.bin'), (file) => symlinkSync('/dev/zero', file)],
  ['behind a link to nothing', whole('weights.bin'), (file) => symlinkSync('nothing', file)],
  ['in a pipe', whole('weights.bin'), (file) => void execFileSync('mkfifo', [file])],
  ['in a folder', whole('weights.bin'), (file) => void mkdirSync(file)],
  ['in a file that is too short', whole('weights.bin'), (file, data) => write(file, data.subarray(0, 100))],
  ['in an empty file', whole('weights.bin'), (file) => write(file, new Uint8Array())],
  [
    'far behind the end of a file',
    (size) => ({ location: 'weights.bin', offset: '1000000000000', length: `${size}` }),
    write,
  ],
  ['before the beginning of a file', (size) => ({ location: 'weights.bin', offset: '-5', length: `${size}` }), write],
  ['at an offset that is no number', (size) => ({ location: 'weights.bin', offset: 'x', length: `${size}` }), write],
  ['with a length of 10^18', () => ({ location: 'weights.bin', offset: '0', length: `${10n ** 18n}` }), write],
  ['without a place', () => ({}), write],
  ['at an empty place', whole(''), write],
  ['in the graph itself', whole('model.onnx'), nothing],
];

/** Weights kept in other files. */
export const externalMutations = (): Mutation[] =>
  withGraphs([BERT, GPT2, T5]).flatMap(([model, file]) =>
    ELSEWHERE.map(([name, place, make, sound]) =>
      mutation(
        'external data',
        model,
        `${file} has a weight ${name}`,
        (folder) => moveOut(folder, file, place, make),
        sound,
      ),
    ),
  );

const CONDITION = 'endless.condition';
/** A ValueInfoProto. @param scalar whether its shape is given as that of a single value, or left open */
function value(name: string, type: number, scalar: boolean): Uint8Array {
  const tensor = writeFields([varintField(1, type), ...(scalar ? [bytesField(2, new Uint8Array(0))] : [])]);
  return writeFields([bytesField(1, name), bytesField(2, writeFields([bytesField(1, tensor)]))]);
}
const BOOL = 9;
const INT64 = 7;

/** A Loop that hands a tensor on for ever. @param turns 2^53 of them, or only a condition that stays true */
function loop(from: string, to: string, turns: boolean): WireField[] {
  const tensor = (name: string, type: number, raw: Uint8Array) =>
    bytesField(5, writeFields([varintField(2, type), bytesField(8, name), bytesField(9, raw)]));
  const identity = (input: string, output: string) =>
    bytesField(1, writeFields([bytesField(1, input), bytesField(2, output), bytesField(4, 'Identity')]));
  const body = writeFields([
    identity('going', 'goes_on'),
    identity('state', 'next'),
    bytesField(2, 'body'),
    bytesField(11, value('turn', INT64, true)),
    bytesField(11, value('going', BOOL, true)),
    bytesField(11, value('state', FLOAT, false)),
    bytesField(12, value('goes_on', BOOL, true)),
    bytesField(12, value('next', FLOAT, false)),
  ]);
  const attribute = writeFields([bytesField(1, 'body'), bytesField(6, body), varintField(20, 5)]);
  const node = writeFields([
    bytesField(1, turns ? 'endless.turns' : ''),
    bytesField(1, CONDITION),
    bytesField(1, from),
    bytesField(2, to),
    bytesField(4, 'Loop'),
    bytesField(5, attribute),
  ]);
  return [
    bytesField(1, node),
    tensor(CONDITION, BOOL, Uint8Array.of(1)),
    tensor('endless.turns', INT64, new Uint8Array(BigInt64Array.of(2n ** 53n).buffer)),
  ];
}

/** Graphs whose result goes through a loop without an end. */
export const loopMutations = (): Mutation[] =>
  withGraphs([...TINY_MODELS.slice(0, 3), ...EMBEDDED_MODELS]).flatMap(([model, file]) =>
    [true, false].map((turns) =>
      mutation(
        'endless loop',
        model,
        `${file} has a Loop ${turns ? 'of 2^53 turns' : 'that goes on as long as true is true'}`,
        (folder) =>
          editGraph(folder, file, (graph) => {
            const output = textOf(readFields(graph.find(is(12))!.value as Uint8Array).find(is(1)));
            // What gave the output gives it under another name.
            const renamed = graph.map((field) => {
              if (field.number !== 1 || typeof field.value === 'number') return field;
              const node = readFields(field.value);
              if (!node.some((one) => one.number === 2 && textOf(one) === output)) return field;
              const changed = node.map((one) =>
                one.number === 2 && textOf(one) === output ? bytesField(2, 'endless.in') : one,
              );
              return bytesField(1, writeFields(changed));
            });
            return [...renamed, ...loop('endless.in', output, turns)];
          }),
      ),
    ),
  );
