import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { damagedWeight } from '../../../../src/engine/checkpoint/damagedWeight.js';
import { explainFault } from '../../../../src/engine/checkpoint/explainFault.js';
import { beyondLimit } from '../../../../src/engine/checkpoint/jsonLimits.js';
import { unevenHeads } from '../../../../src/engine/families/headSizes.js';
import { GlassboxError } from '../../../../src/protocol/engine/index.js';

const folder = mkdtempSync(path.join(tmpdir(), 'glassbox-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder of one weight with these bytes. */
function checkpoint(dtype: string, bytes: Uint8Array, elements: number): string {
  const place = mkdtempSync(path.join(folder, 'model-'));
  const header = Buffer.from(JSON.stringify({ own: { dtype, shape: [elements], data_offsets: [0, bytes.length] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path.join(place, 'model.safetensors'), Buffer.concat([length, header, bytes]));
  return place;
}
const ofFloats = (...values: number[]) =>
  checkpoint('F32', new Uint8Array(Float32Array.from(values).buffer), values.length);
const ofHalves = (dtype: string, ...bits: number[]) =>
  checkpoint(dtype, new Uint8Array(Uint16Array.from(bits).buffer), bits.length);

describe('JSON that is not read yet', () => {
  it.each([
    ['1', null],
    ['{"a": [1, {}]}', null],
    ['{"a": [1, [{}]]}', 'depth'],
    ['{"[{[{[{": "\\"[[[[", "b": "\\\\"}', null],
    ['[[[[[', 'depth'],
    ['[1,2,3,4,5,6]', 'parts'],
    ['[{},{},{}]', 'parts'],
    ['",,,,,,,,,"', null],
  ])('of %s goes beyond %s', (json, limit) =>
    expect(beyondLimit(Buffer.from(json), { depth: 3, parts: 5 })).toBe(limit),
  );
});

describe('heads', () => {
  it.each([
    [{ hidden_size: 32, num_attention_heads: 5 }, 'num_attention_heads'],
    [{ n_embd: 32, n_head: 3 }, 'n_head'],
    [{ d_model: 32, encoder_attention_heads: 4, decoder_attention_heads: 7 }, 'decoder_attention_heads'],
    [{ hidden_size: 32, num_attention_heads: 4, num_key_value_heads: 3 }, 'num_key_value_heads'],
  ])('of %j are refused at %s', (config, at) => expect(unevenHeads(config)).toMatchObject({ at }));

  it.each([
    [{ hidden_size: 32, num_attention_heads: 4, num_key_value_heads: 2 }],
    [{ hidden_size: 576, num_attention_heads: 10, head_dim: 64, num_key_value_heads: null }],
    [{ d_model: 512, d_kv: 64, num_heads: 6 }],
  ])('of %j come out even', (config) => expect(unevenHeads(config)).toBeNull());
});

describe('a weight that is no number', () => {
  it.each<[string, () => string]>([
    ['NaN', () => ofFloats(1, Number.NaN)],
    ['−∞', () => ofFloats(-Infinity, 1)],
    ['a half that is NaN', () => ofHalves('F16', 0x3c00, 0x7e00)],
    ['a bfloat16 that is ∞', () => ofHalves('BF16', 0x3f80, 0x7f80)],
  ])('is found: %s', async (_, make) => expect(await damagedWeight(make())).toMatchObject({ name: 'own' }));

  it.each<[string, () => string]>([
    ['the largest numbers', () => ofFloats(3.4e38, -3.4e38, 1e-45, 0)],
    ['the largest half', () => ofHalves('F16', 0x7bff)],
    ['whole numbers', () => checkpoint('I64', new Uint8Array(8).fill(255), 1)],
  ])('is not seen in %s', async (_, make) => expect(await damagedWeight(make())).toBeNull());
});

describe('what a graph fails at', () => {
  const noNumber = new GlassboxError('model-broken', 'It gives NaN.', { details: { kind: 'notANumber' } });

  it('is told by the file and the weight that holds it', async () => {
    const place = ofFloats(Number.NaN);
    expect(await explainFault(noNumber, place)).toMatchObject({
      code: 'model-broken',
      details: { kind: 'file', file: path.join(place, 'model.safetensors'), at: 'own' },
    });
  });

  it('is told as it is where the weights are sound, or are no more there', async () => {
    expect(await explainFault(noNumber, ofFloats(1))).toBe(noNumber);
    expect(await explainFault(noNumber, path.join(folder, 'nothing'))).toBe(noNumber);
  });

  it('is told by config.json where the tokenizer knows more than the weights', async () => {
    const said = 'indices element out of data bounds, idx=5050 must be within the inclusive range [-1057,1056]';
    const error = new GlassboxError('model-broken', said, { details: { kind: 'onnxruntime', said } });
    expect(await explainFault(error, folder)).toMatchObject({
      message: expect.stringMatching(/5050.*1056/) as string,
      details: { kind: 'file', file: path.join(folder, 'config.json'), at: 'vocab_size' },
    });
  });
});
