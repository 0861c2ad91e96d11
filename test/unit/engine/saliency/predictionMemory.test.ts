import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { familyConfig } from '../../../../src/engine/families/familyConfig.js';
import type { Json } from '../../../../src/engine/files.js';
import { predictionBytes, predictionSizes } from '../../../../src/engine/saliency/predictionMemory.js';
import { golden } from '../../../golden/compare.js';

const sizesOf = (name: string) => {
  const file = path.join(golden('families/models'), name, 'config.json');
  const json = JSON.parse(readFileSync(file, 'utf8')) as Json & { model_type: string; architectures: string[] };
  return {
    json: json as Record<string, number>,
    sizes: predictionSizes(familyConfig(json, file, json.model_type, json.architectures)),
  };
};

describe('what a model computes for each token', () => {
  it('is counted of BERT by its layers: four products by the width, two by the inner one, and the head’s', () => {
    const { json, sizes } = sizesOf('mini-bert');
    const [width, inner, layers] = [json.hidden_size!, json.intermediate_size!, json.num_hidden_layers!];
    expect(sizes.parts).toEqual([
      {
        ofSource: 0,
        ofOwn: layers * (8 * width + 2 * (width + inner)) + 2 * width,
        ownMaps: layers * json.num_attention_heads!,
        crossMaps: 0,
      },
    ]);
    expect(sizes.vocabulary).toBe(json.vocab_size);
  });

  it('is counted of GPT-2, whose queries, keys and values are one product', () => {
    const { json, sizes } = sizesOf('mini-gpt2');
    const [width, layers] = [json.n_embd!, json.n_layer!];
    expect(sizes.parts).toEqual([
      {
        ofSource: 0,
        ofOwn: layers * (4 * width + 2 * width + 2 * 5 * width),
        ownMaps: layers * json.n_head!,
        crossMaps: 0,
      },
    ]);
  });

  it('is counted of T5 in two parts: the decoder has keys and values of the source, and maps over it', () => {
    const { json, sizes } = sizesOf('mini-t5');
    const [width, inner] = [json.d_model!, json.num_heads! * json.d_kv!];
    const [up, layers, heads] = [json.d_ff!, json.num_layers!, json.num_heads!];
    const decoders = json.num_decoder_layers ?? layers;
    const [product, feed] = [width + inner, 2 * (width + up)];
    expect(sizes.parts).toEqual([
      { ofSource: 0, ofOwn: layers * (4 * product + feed), ownMaps: layers * heads, crossMaps: 0 },
      {
        ofSource: decoders * 2 * product,
        ofOwn: decoders * (6 * product + feed),
        ownMaps: decoders * heads,
        crossMaps: decoders * heads,
      },
    ]);
  });

  it.each([
    ['mini-llama', 'num_hidden_layers', 'num_attention_heads'],
    ['mini-qwen2', 'num_hidden_layers', 'num_attention_heads'],
    ['mini-gpt-neox', 'num_hidden_layers', 'num_attention_heads'],
    ['mini-opt', 'num_hidden_layers', 'num_attention_heads'],
    ['mini-modernbert', 'num_hidden_layers', 'num_attention_heads'],
    ['mini-albert', 'num_hidden_layers', 'num_attention_heads'],
    ['mini-distilbert', 'n_layers', 'n_heads'],
    ['mini-mpnet', 'num_hidden_layers', 'num_attention_heads'],
  ])('has a map for each layer and head of %s', (name, layers, heads) => {
    const { json, sizes } = sizesOf(name);
    expect(sizes.parts.map(({ ownMaps }) => ownMaps)).toEqual([json[layers]! * json[heads]!]);
  });
});

describe('what the gradients of a prediction take', () => {
  it('grows with rows and with tokens, faster than these by the maps, and of T5 with the target, too', () => {
    const { sizes } = sizesOf('mini-t5');
    const bytes = (more: object) => predictionBytes(sizes, { rows: 1, tokens: 50, target: 50, places: 1, ...more });
    const once = bytes({});
    expect(bytes({ rows: 2 })).toBeGreaterThan(once);
    expect(bytes({ target: 100 })).toBeGreaterThan(once);
    expect(bytes({ tokens: 200 }) - bytes({ tokens: 100 })).toBeGreaterThan(2 * (bytes({ tokens: 100 }) - once));
    expect(once).toBeGreaterThan(4 * sizes.weights);
  });
});
