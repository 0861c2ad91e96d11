import { FLOAT, type TrainingNode } from '../../training/graph.js';
import { countOf } from '../../training/parameters.js';
import { createSession, type Feeds, type Tensor } from '../onnx/session.js';
import { floatTensor, int64Filled } from '../onnx/tensors.js';
import { writeOwnGraph, type GraphInput } from './ownGraph.js';

/** Open sizes of a run to learn shapes by, none of them 1. */
export const LEARNT_SIZES = { rows: 2, tokens: 3 } as const;

/**
 * The shapes of all tensors, in a run of nothing but zeros; of a mask all tokens are seen.
 * @param sizes of the axes that are open, by their names in the inputs' shapes
 * @param weights inputs that are there already: others are made, as large as they are
 */
export async function shapesIn(
  nodes: readonly TrainingNode[],
  inputs: ReadonlyMap<string, GraphInput>,
  sizes: Readonly<Record<string, number>>,
  threads: number,
  weights: Feeds = {},
): Promise<ReadonlyMap<string, readonly number[]>> {
  const names = nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== '');
  // Asking for tensors that onnxruntime folds away ends the process.
  const session = await createSession({ bytes: writeOwnGraph(nodes, inputs, names), folder: null }, threads, false);
  try {
    const feeds: Feeds = {};
    for (const [name, input] of inputs) feeds[name] = weights[name] ?? (await anyTensor(name, input, sizes));
    const outputs = await session.run(feeds, names);
    const shapes = new Map<string, readonly number[]>();
    for (const [name, { dims }] of [...Object.entries(feeds), ...Object.entries(outputs)]) shapes.set(name, dims);
    return shapes;
  } finally {
    await session.release();
  }
}

function anyTensor(
  name: string,
  { type, shape }: GraphInput,
  sizes: Readonly<Record<string, number>>,
): Promise<Tensor> {
  const found = shape.map((size) => {
    const known = typeof size === 'number' ? size : sizes[size];
    if (known === undefined) throw new Error(`The size ${size} of ${name} is not known.`);
    return known;
  });
  return type === FLOAT
    ? floatTensor(new Float32Array(countOf(found)), found)
    : int64Filled(name.endsWith('attention_mask') ? 1 : 0, ...found);
}
