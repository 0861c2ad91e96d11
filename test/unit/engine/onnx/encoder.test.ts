import { expect, it } from 'vitest';
import { runEncoderOutputs } from '../../../../src/engine/onnx/encoder.js';
import type { Feeds, Session } from '../../../../src/engine/onnx/session.js';
import { floatTensor } from '../../../../src/engine/onnx/tensors.js';

const lease = { yield: () => Promise.resolve() };

/** A graph with these inputs, which keeps what it is given. */
function sessionOf(...inputNames: string[]) {
  const given: Feeds[] = [];
  const run = async (feeds: Feeds) => {
    given.push(feeds);
    return { logits: await floatTensor(new Float32Array(4), [2, 2]) };
  };
  return { given, session: { inputNames, outputNames: ['logits'], run } as unknown as Session };
}

const rows = [
  [7, 8, 9],
  [4, 5, 6],
];

it('gives a graph the inputs that it asks for: tokens, which are all seen, segments, and places from 0', async () => {
  const { given, session } = sessionOf('input_ids', 'attention_mask', 'token_type_ids', 'position_ids');
  await runEncoderOutputs(session, { rows }, ['logits'], lease);
  const told = Object.entries(given[0]!).map(([name, { data, dims }]) => [name, Array.from(data, Number), dims]);
  expect(told).toEqual([
    ['input_ids', rows.flat(), [2, 3]],
    ['attention_mask', [1, 1, 1, 1, 1, 1], [2, 3]],
    ['token_type_ids', [0, 0, 0, 0, 0, 0], [2, 3]],
    ['position_ids', [0, 1, 2, 0, 1, 2], [2, 3]],
  ]);
});

it('refuses an input that no such model has', async () => {
  const run = runEncoderOutputs(sessionOf('input_ids', 'pixels').session, { rows }, ['logits'], lease);
  await expect(run).rejects.toMatchObject({ code: 'model-broken', details: { name: 'pixels' } });
});
