import { expect, test } from 'vitest';
import type { KVCache, LanguageModel, StepInput } from '../../../../src/decoding/model/languageModel.js';
import { withoutCache } from '../../../../src/engine/methods/shared/modelPrompt.js';
import { createNoCacheStep } from '../../../../src/engine/onnx/noCacheStep.js';

/** The hidden state of a token is the token and its place. */
const pass = ({ past, tokens }: StepInput) => {
  expect(past).toBeNull();
  const states = tokens.flatMap((row) => row.flatMap((token, at) => [token, at]));
  return Promise.resolve({ logits: new Float32Array(0), hiddenStates: Float32Array.from(states), past: {} as KVCache });
};

test('hidden states are those of the new tokens', async () => {
  const step = createNoCacheStep(pass);
  const first = await step({ past: null, tokens: [[5, 6]] });
  expect([...first.hiddenStates!]).toEqual([5, 0, 6, 1]);
  const second = await step({ past: first.past.select([0, 0]), tokens: [[7], [8]] });
  expect([...second.hiddenStates!]).toEqual([7, 2, 8, 2]);
  const third = await step({ past: second.past.select([1]), tokens: [[9, 4]] });
  expect([...third.hiddenStates!]).toEqual([9, 3, 4, 4]);
});

test('a model without its cache reads all tokens anew in each step, and ranks what is wanted', async () => {
  const read: StepInput[] = [];
  const model: LanguageModel = {
    id: 'a table',
    vocabularySize: 10,
    eosIds: [],
    maxLength: null,
    step: (input) => {
      read.push(input);
      return pass(input);
    },
  };
  const { model: anew, decoderPrompt } = withoutCache({ model, decoderPrompt: [1, 2] });
  const first = await anew.step({ past: null, tokens: [[1, 2]], best: 1, bestOnly: true });
  await anew.step({ past: first.past, tokens: [[3]], best: 1, bestOnly: true, more: 5 });
  expect(read).toEqual([
    { past: null, tokens: [[1, 2]], best: 1, bestOnly: true },
    { past: null, tokens: [[1, 2, 3]], best: 1, bestOnly: true },
  ]);
  expect(decoderPrompt).toEqual([1, 2]);
  expect(anew.stepWithHidden).toBeUndefined();
});
