/* Models that experiments may choose among: those on this machine. */
import { expect, it } from 'vitest';
import type { ModelInfo } from '../../../../src/protocol/engine/index.js';
import { Laboratory } from '../../../../webview-ui/laboratory/model/laboratoryState.js';

const model = (id: string, source: ModelInfo['source']) => ({ id, source }) as ModelInfo;

it('leaves out models on servers, whenever the list comes, and knows that there are some', () => {
  const lab = new Laboratory(
    () => Promise.reject(new Error('nothing is asked')),
    () => undefined,
  );
  lab.takeModels([model('gpt2-mini', 'embedded')]);
  expect(lab.hasServed.value).toBe(false);
  lab.takeModels([model('gpt2-mini', 'embedded'), model('gpt2@gpu:8000', 'server')]);
  expect(lab.models.value.map(({ id }) => id)).toEqual(['gpt2-mini']);
  expect(lab.hasServed.value).toBe(true);
});
