import { Random } from '../../../src/decoding/sampling/random.js';
import { createSession } from '../../../src/engine/onnx/session.js';
import { floatTensor } from '../../../src/engine/onnx/tensors.js';
import { writeOwnGraph } from '../../../src/engine/training/ownGraph.js';
import { FLOAT } from '../../../src/training/graph.js';
import { withGradients } from '../../../src/training/gradients.js';
import { NodeWriter } from '../../../src/training/nodeWriter.js';
import { countOf } from '../../../src/training/parameters.js';

/** A small graph of float inputs: what it computes, of which a weighted sum is the loss. */
export interface Case {
  /** sizes by name; sizes that are open in practice are 2 or 3 */
  inputs: Record<string, readonly number[]>;
  build: (writer: NodeWriter) => string;
  /** from where the inputs' numbers are drawn; −1 to 1 unless said otherwise */
  range?: readonly [number, number];
  /** inputs that stay as they are */
  fixed?: readonly string[];
}

const STEP = 1e-2;

/**
 * The gradients of a case by its rules and by central differences, (f(x + h) − f(x − h)) / 2h, each by input.
 * @returns pairs of both
 */
export async function gradientsTwice({ inputs, build, range: [low, high] = [-1, 1], fixed = [] }: Case) {
  const random = new Random(7);
  const draw = (count: number, from: number, to: number) =>
    Float32Array.from({ length: count }, () => from + (to - from) * random.uniform());
  const writer = new NodeWriter('case');
  const output = build(writer);
  const values = Object.entries(inputs).map(([name, shape]) => [name, draw(countOf(shape), low, high)] as const);
  const declared = new Map(Object.entries(inputs).map(([name, shape]) => [name, { type: FLOAT, shape }]));
  const shapesOf = async () => {
    const names = writer.nodes.flatMap((node) => node.outputs).filter((name) => name !== '');
    const session = await createSession(
      { bytes: writeOwnGraph(writer.nodes, declared, names), folder: null },
      1,
      false,
    );
    const outputs = await session.run(await feeds(), names);
    await session.release();
    return new Map([
      ...Object.entries(outputs).map(([name, { dims }]) => [name, dims] as const),
      ...Object.entries(inputs),
    ]);
  };
  const feeds = async () =>
    Object.fromEntries(
      await Promise.all(values.map(async ([name, data]) => [name, await floatTensor(data, inputs[name]!)] as const)),
    );
  // Each number of the output counts by another weight, or a rule that sums up wrongly would pass.
  const sizes = (await shapesOf()).get(output)!;
  const weights = writer.reshape(writer.reals(...draw(countOf(sizes), 0.5, 2)), ...sizes);
  const loss = writer.op('ReduceSum', [writer.multiply(output, weights)], { keepdims: 0 });
  const wanted = Object.keys(inputs).filter((name) => !fixed.includes(name));
  const graph = withGradients(writer.nodes, loss, wanted, await shapesOf());
  const fetched = [loss, ...graph.gradients.values()];
  const session = await createSession({ bytes: writeOwnGraph(graph.nodes, declared, fetched), folder: null }, 1);
  try {
    const found = await session.run(await feeds(), fetched);
    const pairs: { name: string; rule: number[]; differences: number[] }[] = [];
    for (const [name, data] of values.filter(([name]) => wanted.includes(name))) {
      const differences: number[] = [];
      for (let at = 0; at < data.length; at++) {
        const before = data[at]!;
        const lossAt = async (value: number) => {
          data[at] = value;
          return Number((await session.run(await feeds(), [loss]))[loss]!.data[0]);
        };
        differences.push(((await lossAt(before + STEP)) - (await lossAt(before - STEP))) / (2 * STEP));
        data[at] = before;
      }
      const rule = Array.from(found[graph.gradients.get(name)!]!.data as Float32Array);
      pairs.push({ name, rule, differences });
    }
    return pairs;
  } finally {
    await session.release();
  }
}
