import { expect, test } from 'vitest';
import { isMergedDecoder } from '../../../../src/engine/models/modelFolder.js';

test.each([
  ['models/gpt2/onnx/decoder_model_merged.onnx', true],
  ['models/gpt2/onnx/decoder_model_merged_quantized.onnx', true],
  ['models/gpt2-lora-merged/onnx/decoder_model.onnx', false],
])('%s holds both steps: %s', (file, both) => {
  expect(isMergedDecoder(file)).toBe(both);
});
