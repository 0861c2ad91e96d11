import { describe, expect, it } from 'vitest';
import type { HubFile } from '../../../src/hub/types.js';
import { variantsOf } from '../../../src/hub/variants.js';

const file = (path: string, size = 10): HubFile => ({
  path,
  size,
  digest: { algorithm: 'gitSha1', hex: '0'.repeat(40) },
});
const files = (...paths: string[]) => paths.map((path) => file(path));
const names = (...paths: string[]) => variantsOf(files(...paths)).map(({ name, precision }) => [name, precision]);
const pathsOf = (name: string, ...paths: string[]) =>
  variantsOf(files(...paths))
    .find((variant) => variant.name === name)
    ?.files.map(({ path }) => path)
    .sort();

describe('the forms of a model', () => {
  it('are none without a configuration or weights that are read', () => {
    expect(names('model.safetensors', 'tokenizer.json')).toEqual([]);
    expect(names('config.json', 'tokenizer.json', 'pytorch_model.bin', 'tf_model.h5', 'flax_model.msgpack')).toEqual(
      [],
    );
    expect(names('config.json', 'model-00001-of-00002.safetensors')).toEqual([]);
    expect(names('config.json', 'onnx/encoder_model.onnx')).toEqual([]);
  });

  it('are the exact weights first, then the exports', () => {
    expect(
      names('config.json', 'onnx/model_q4.onnx', 'onnx/model_quantized.onnx', 'onnx/model.onnx', 'model.safetensors'),
    ).toEqual([
      ['safetensors', 'mixed'],
      ['onnx', 'fp32'],
      ['onnx_quantized', 'int8'],
      ['onnx_q4', 'q4'],
    ]);
  });

  it('take only what they need', () => {
    const bert = [
      'config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
      'README.md',
      'glassbox_learnt.txt',
      'LICENSE',
      '.gitattributes',
    ];
    const others = [
      'pytorch_model.bin',
      'coreml/model.mlmodel',
      'rust_model.ot',
      'training_args.bin',
      'onnx/model.onnx',
      'x/config.json',
    ];
    expect(pathsOf('safetensors', ...bert, ...others, 'model.safetensors')).toEqual([
      ...[
        'LICENSE',
        'README.md',
        'config.json',
        'glassbox_learnt.txt',
        'model.safetensors',
        'tokenizer.json',
        'tokenizer_config.json',
      ],
    ]);
    // Without a tokenizer.json it is made of the others.
    expect(pathsOf('safetensors', 'config.json', 'vocab.json', 'merges.txt', 'model.safetensors')).toContain(
      'merges.txt',
    );
    expect(
      pathsOf('safetensors', 'config.json', 'source.spm', 'target.spm', 'vocab.json', 'model.safetensors'),
    ).toContain('target.spm');
  });

  it('have all shards and their index', () => {
    const shards = [
      'model-00001-of-00002.safetensors',
      'model-00002-of-00002.safetensors',
      'model.safetensors.index.json',
    ];
    expect(pathsOf('safetensors', 'config.json', ...shards)).toEqual(['config.json', ...shards]);
  });

  it('have an export’s external data, and both of its graphs', () => {
    const data = [
      'onnx/model.onnx',
      'onnx/model.onnx_data',
      'onnx/model.onnx_data_1',
      'onnx/model_fp16.onnx',
      'onnx/model_fp16.onnx_data',
    ];
    expect(pathsOf('onnx', 'config.json', ...data)).toEqual(['config.json', ...data.slice(0, 3)]);
    const t5 = [
      'onnx/encoder_model_quantized.onnx',
      'onnx/decoder_model_merged_quantized.onnx',
      'onnx/decoder_model_quantized.onnx',
    ];
    expect(pathsOf('onnx_quantized', 'config.json', ...t5)).toEqual(['config.json', t5[1], t5[0]]);
    const parted = ['decoder_model.onnx', 'decoder_with_past_model.onnx', 'encoder_model.onnx'];
    expect(pathsOf('onnx', 'config.json', ...parted)).toEqual(['config.json', ...parted]);
  });

  it('have how sentences become vectors', () => {
    const sentence = [
      'modules.json',
      '1_Pooling/config.json',
      'sentence_bert_config.json',
      'config_sentence_transformers.json',
    ];
    expect(pathsOf('safetensors', 'config.json', ...sentence, '2_Dense/config.json', 'model.safetensors')).toEqual(
      [...sentence, '2_Dense/config.json', 'config.json', 'model.safetensors'].sort(),
    );
  });

  it('are stored in what the hub counts, else in what the configuration says', () => {
    const precision = (types: Record<string, number>, config: Record<string, unknown> | null = null) =>
      variantsOf(files('config.json', 'model.safetensors'), types, config)[0]?.precision;
    expect(precision({ F32: 5 })).toBe('fp32');
    expect(precision({ F16: 5, I64: 1 })).toBe('fp16');
    expect(precision({ F32: 1, BF16: 5 })).toBe('mixed');
    expect(precision({}, { torch_dtype: 'bfloat16' })).toBe('bf16');
    expect(precision({}, { dtype: 'float32' })).toBe('fp32');
    expect(precision({}, { dtype: 7 })).toBe('mixed');
  });

  it('sum up bytes of all files and of the weights', () => {
    const [variant] = variantsOf([
      file('config.json', 7),
      file('model.safetensors', 100),
      file('pytorch_model.bin', 999),
    ]);
    expect(variant).toMatchObject({ bytes: 107, weightBytes: 100 });
  });
});
