import { describe, expect, it } from 'vitest';
import { memoryLimit, memoryNeed } from '../../../../src/engine/models/memoryNeed.js';
import type { Architecture, StoredPrecision, WeightForm } from '../../../../src/protocol/engine/index.js';

const MB = 1e6;
/** Numbers in the tables of BERT-base, and of others; see `TableUse`. */
const words = 30522 * 768;
type Tables = [lookedUp: number, multiplied: number];

/**
 * Peaks of resident memory above that of the process, in MB, by a first answer: `fillMask`, `embed`, or `generate` of 20
 * tokens; Linux, one thread, glibc, onnxruntime 1.30.
 */
const measured: [string, WeightForm, number, StoredPrecision, Architecture, Tables, number][] = [
  ['bert-mini', 'onnx', 9.7, 'int8', 'encoder', [0, 0], 28],
  ['gpt2-mini', 'onnx', 8.6, 'int8', 'decoder', [0, 0], 26],
  ['gpt2-mini-amateur', 'onnx', 2.14, 'int8', 'decoder', [0, 0], 13],
  ['t5-mini', 'onnx', 18.1, 'int8', 'encoder-decoder', [0, 0], 45],
  ['BERT-base', 'onnx', 531.5, 'fp32', 'encoder', [0, 0], 731],
  ['BERT-base in half precision', 'onnx', 266, 'fp16', 'encoder', [0, 0], 820],
  ['BERT-base in 8 bit', 'onnx', 133.3, 'int8', 'encoder', [0, 0], 249],
  ['BERT-base in 4 bit', 'onnx', 163.8, 'q4', 'encoder', [0, 0], 266],
  ['BERT of 6 layers', 'safetensors', 140.4, 'fp32', 'encoder', [0, 30522 * 512], 206],
  ['BERT-base', 'safetensors', 438.1, 'fp32', 'encoder', [0, words], 537],
  ['BERT-base, F16', 'safetensors', 219.1, 'fp16', 'encoder', [0, words], 569],
  ['BERT-base without its head', 'safetensors', 438.1, 'fp32', 'encoder', [words, 0], 359],
  ['BERT-base without its head, F16', 'safetensors', 219.1, 'fp16', 'encoder', [words, 0], 386],
  ['GPT-2', 'safetensors', 497.8, 'fp32', 'decoder', [0, 0], 527],
  ['GPT-2, F16', 'safetensors', 248.9, 'fp16', 'decoder', [0, 0], 611],
  ['Llama of 134 million, BF16', 'safetensors', 268.2, 'bf16', 'decoder', [32000 * 768, 0], 501],
  ['T5-small', 'safetensors', 242, 'fp32', 'encoder-decoder', [0, 0], 270],
  ['T5-small, F16', 'safetensors', 121, 'fp16', 'encoder-decoder', [0, 0], 307],
  ['T5-base, BF16', 'safetensors', 445.8, 'bf16', 'encoder-decoder', [0, 0], 1036],
];

describe('what a model needs', () => {
  it.each(measured)('%s, %s of %d MB in %s', (_, form, size, precision, architecture, tables, peak) => {
    const [lookedUp, multiplied] = tables;
    const facts = { form, bytes: size * MB, precision, architecture, tables: { lookedUp, multiplied } };
    const need = memoryNeed(facts) / MB;
    expect(need).toBeGreaterThan(0.9 * peak);
    expect(need).toBeLessThan(1.25 * peak);
  });

  it('grows with its bytes, and is never less than a part of them', () => {
    const facts = { form: 'safetensors', precision: 'fp32', architecture: 'encoder' } as const;
    const need = (bytes: number, lookedUp: number) =>
      memoryNeed({ ...facts, bytes, tables: { lookedUp, multiplied: 0 } });
    expect(need(2e9, 0)).toBeGreaterThan(need(1e9, 0));
    expect(need(1e9, 1e12)).toBeGreaterThan(2e8);
  });
});

describe('what models may have together', () => {
  it.each([
    [undefined, 16e9, 0, 8e9],
    [0, 16e9, undefined, 8e9],
    [3e9, 16e9, 4e9, 3e9],
    [undefined, 16e9, 4e9, 2e9],
    // What cgroups say where nothing is limited.
    [undefined, 16e9, 2 ** 63, 8e9],
    [20e9, 16e9, 0, 20e9],
  ])('by the setting %s on a machine of %d, limited to %s: %d', (setting, total, constrained, limit) => {
    expect(memoryLimit(setting, { total, constrained })).toBe(limit);
  });
});
