import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findAttention } from '../../../src/engine/onnx/attention/attentionNodes.js';
import { selectBranch } from '../../../src/engine/onnx/graph/decoderBranch.js';
import { readDeclarations } from '../../../src/engine/onnx/protobuf/details.js';
import { lastHiddenState } from '../../../src/engine/onnx/graph/lastHiddenState.js';
import { readModelGraph, type Graph } from '../../../src/engine/onnx/protobuf/read.js';
import { GraphIndex } from '../../../src/engine/onnx/graph/graphIndex.js';
import { golden } from '../../golden/compare.js';

/** Names of inner tensors, found by comparing their values with PyTorch's. */
interface Internals {
  models: Record<
    string,
    {
      attention: Record<string, string[] | Record<string, string[]>>;
      lastHiddenState?: Record<string, string>;
    }
  >;
}
const { models } = JSON.parse(readFileSync(golden('internals.json'), 'utf8')) as Internals;

function read(model: string, file: string, sought: (branch: Graph) => boolean) {
  const bytes = readFileSync(golden(`models/${model}/onnx/${file}`));
  const whole = readModelGraph(bytes);
  if (!whole) throw new Error(`${file} holds no graph`);
  const { graph, outer } = selectBranch(bytes, whole, sought);
  const declared = [...new Set([whole, graph])].map((one) => readDeclarations(bytes, one));
  return { bytes, whole, wiring: new GraphIndex(bytes, [...outer, ...graph.nodes], declared) };
}

const readsPast = ({ nodes }: Graph) => nodes.some(({ inputs }) => inputs.some((name) => name.startsWith('past_key')));
const plain = Object.entries(models).flatMap(([model, { attention }]) =>
  Object.entries(attention).flatMap(([file, names]) => (Array.isArray(names) ? [{ model, file, names }] : [])),
);
const merged = Object.entries(models).flatMap(([model, { attention }]) =>
  Object.entries(attention).flatMap(([file, names]) => (Array.isArray(names) ? [] : [{ model, file, names }])),
);

describe('the attention of a graph', () => {
  it.each(plain)('is found where the values are PyTorch’s: $model, $file', ({ model, file, names }) => {
    const { bytes, wiring } = read(model, file, () => false);
    const sites = findAttention(bytes, wiring);
    expect(sites.map(({ weights }) => weights)).toEqual(names);
    expect(sites.every(({ isCross: cross }) => !cross)).toBe(true);
  });

  it.each(merged)('is found in both branches: $model, $file', ({ model, file, names }) => {
    for (const [branch, past] of [
      ['else_branch', false],
      ['then_branch', true],
    ] as const) {
      const { bytes, wiring } = read(model, file, (graph) => readsPast(graph) === past);
      const sites = findAttention(bytes, wiring);
      expect(sites.map(({ weights }) => weights)).toEqual(names[branch]);
      expect(sites.map(({ isCross: cross }) => cross)).toEqual(
        names[branch]!.map((name) => name.includes('EncDecAttention')),
      );
    }
  });
});

describe('the last hidden state', () => {
  const known = Object.entries(models).flatMap(([model, { lastHiddenState: found }]) =>
    Object.entries(found ?? {}).map(([file, name]) => ({ model, file, name })),
  );

  it.each(known)('is found where the values are PyTorch’s: $model, $file', ({ model, file, name }) => {
    const { bytes, whole, wiring } = read(model, file, () => false);
    const outputs = [...readDeclarations(bytes, whole).outputs.keys()];
    const output = outputs.find((one) => one === 'logits' || one === 'last_hidden_state') ?? outputs[0]!;
    const found = lastHiddenState(wiring, output);
    // A reshape before the projection leaves the values as they are.
    const node = wiring.producer(found ?? '');
    expect([found, node?.op === 'Reshape' ? node.inputs[0] : found]).toContain(name);
  });
});
