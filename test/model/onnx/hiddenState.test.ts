import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exposeHiddenState, HIDDEN_OUTPUT } from '../../../src/engine/onnx/rewrite/exposeHiddenState.js';
import { readModelGraph, type Graph } from '../../../src/engine/onnx/protobuf/read.js';
import { logitsInput } from '../../../src/engine/onnx/graph/trace.js';
import { createSession, editedGraph } from '../../../src/engine/onnx/session.js';

const golden = path.resolve(import.meta.dirname, '../../golden');
const onnx = (model: string, file: string) => path.join(golden, 'models', model, 'onnx', file);

/** Names of inner tensors, found by comparing their values with PyTorch's. */
interface Internals {
  models: Record<
    string,
    { lastHiddenState?: Record<string, string>; logitsInput?: Record<string, Record<string, string>> }
  >;
}
const internals = JSON.parse(readFileSync(path.join(golden, 'internals.json'), 'utf8')) as Internals;

function graphOf(file: string): Graph {
  const graph = readModelGraph(readFileSync(file));
  if (!graph) throw new Error(`${file} holds no graph`);
  return graph;
}

describe('the last hidden state of a graph', () => {
  it('is found where the values are PyTorch’s', () => {
    const file = 'model.onnx';
    const graph = graphOf(onnx('tiny-gpt2', file));
    const found = logitsInput(graph, 'logits');
    // Between the last layer norm and the projection stands a reshape, which leaves the values as they are.
    const reshape = graph.nodes.find((node) => node.outputs[0] === found);
    expect(reshape?.op).toBe('Reshape');
    expect(reshape?.inputs[0]).toBe(internals.models['tiny-gpt2']?.lastHiddenState?.[file]);
  });

  it.each(['tiny-gpt2-amateur', 'tiny-t5'])('is found in both branches of %s', (model) => {
    const file = 'decoder_model_merged.onnx';
    const merged = graphOf(onnx(model, file)).nodes.find((node) => node.branches.length > 0);
    const expected = Object.values(internals.models[model]?.logitsInput?.[file] ?? {});
    expect(merged?.branches.map(({ graph }) => logitsInput(graph, 'logits'))).toEqual(expected);
    expect(expected).toHaveLength(2);
  });

  it.each([
    ['tiny-gpt2', 'model.onnx'],
    ['tiny-gpt2-int8', 'model_quantized.onnx'],
    ['tiny-gpt2-amateur', 'decoder_model_merged.onnx'],
    ['tiny-gpt2-amateur-int8', 'decoder_model_merged_quantized.onnx'],
    ['tiny-t5', 'decoder_model_merged.onnx'],
    ['tiny-t5-int8', 'decoder_model_merged_quantized.onnx'],
  ])('becomes one more output of %s', async (model, file) => {
    const plain = await createSession(onnx(model, file), 1);
    const widened = await createSession(await editedGraph(onnx(model, file), exposeHiddenState), 1);
    expect([...widened.outputNames].sort()).toEqual([...plain.outputNames, HIDDEN_OUTPUT].sort());
    await Promise.all([plain.release(), widened.release()]);
  });

  it('is refused for bytes without a graph', () => {
    expect(() => exposeHiddenState(new Uint8Array(), 'empty.onnx')).toThrow(/holds no graph/);
  });
});
