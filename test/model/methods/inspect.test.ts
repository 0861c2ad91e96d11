/* Parameters counted in the files of checkpoints and exports, beside the formula's and Hugging Face's. */
import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ParameterCounts } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { localEngine, tiny, workFolder } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { copy } = workFolder('inspect');
const inspect = (model: string) => engine.call('inspect', { model });

const { families } = JSON.parse(readFileSync(golden('parameters.json'), 'utf8')) as {
  families: Record<string, { total: number }>;
};
const sum = ({ embeddings, encoder, decoder, pooler, head }: ParameterCounts) =>
  embeddings + encoder + decoder + pooler + head;

describe('a checkpoint has the parameters that Hugging Face counts', () => {
  // One was saved with more than its class has; of the other transformers counts sines, which are in no file.
  const others = ['mini-bert', 'mini-marian'];
  it.each(Object.keys(families).filter((name) => !others.includes(name)))('%s', async (name) => {
    const { weights, formula } = (await inspect(golden(`families/models/${name}`))).parameters;
    expect(weights.total).toBe(families[name]!.total);
    expect(weights.total).toBe(sum(weights));
    expect(formula).toEqual(weights);
  });

  it('and more where it was saved with more: a pooler and the next-sentence head', async () => {
    const { weights, formula } = (await inspect(golden('families/models/mini-bert'))).parameters;
    expect(formula!.total).toBe(families['mini-bert']!.total);
    expect(weights).toEqual({ ...formula, total: formula!.total + 1056 + 66, pooler: 1056, head: formula!.head + 66 });
  });

  it('and fewer where positions are sines', async () => {
    const { weights, formula } = (await inspect(golden('families/models/mini-marian'))).parameters;
    expect(formula).toEqual(weights);
    expect(weights.total).toBe(families['mini-marian']!.total - 2 * 96 * 32);
  });
});

describe('an export has the same, whatever its form', () => {
  it.each([
    ...['bert-mini', 'gpt2-mini', 'gpt2-mini-amateur', 't5-mini'],
    ...['tiny-bert', 'tiny-bert-ner', 'tiny-bert-squad', 'tiny-bert-sst2', 'tiny-gpt2', 'tiny-gpt2-amateur', 'tiny-t5']
      .flatMap((name) => [name, `${name}-int8`])
      .map((name) => golden(`models/${name}`)),
    ...['models/gated-t5', 'models/gpt2-without-positions'].map(golden),
    ...['albert', 'electra', 'mpnet'].map((name) => golden(`models/exported/${name}`)),
  ])('%s', async (model) => {
    const { weights, formula } = (await inspect(model)).parameters;
    expect(formula).not.toBeNull();
    expect(weights).toEqual(formula);
  });

  it('but a pooler, which no export of states has', async () => {
    const { weights, formula } = (await inspect(golden('models/tiny-bert-base'))).parameters;
    expect({ ...formula, total: formula!.total - formula!.pooler, pooler: 0 }).toEqual(weights);
  });
});

describe('a model is told with', () => {
  it('its sizes, its files and what they are stored in', async () => {
    expect(await inspect('bert-mini')).toMatchObject({
      ...{ model: 'bert-mini', architecture: 'encoder', type: 'bert', class: 'BertForMaskedLM' },
      ...{ hiddenSize: 256, layers: 6, heads: 8, vocabularySize: 14000, maxLength: 512, tiedEmbeddings: true },
      ...{ form: 'onnx', files: [{ path: 'onnx/model_quantized.onnx' }] },
      stored: { precision: 'int8', types: [{ type: 'UINT8' }, { type: 'FLOAT' }] },
    });
    const { files, bytes } = await inspect('t5-mini');
    expect(files.map(({ path }) => path)).toEqual([
      'onnx/decoder_model_merged_quantized.onnx',
      'onnx/encoder_model_quantized.onnx',
    ]);
    expect(bytes).toBe(files.reduce((total, file) => total + file.bytes, 0));
  });

  it.each([
    ['mini-bert-ner', 'fp16', 'F16', null],
    ['mini-llama', 'bf16', 'BF16', true],
    ['mini-llama2', 'fp32', 'F32', false],
    ['mini-flan-t5', 'bf16', 'BF16', false],
  ])(
    'what is stored in half and whole precision, and whether tables are tied: %s',
    async (name, precision, type, tied) => {
      const value = await inspect(golden(`families/models/${name}`));
      expect(value).toMatchObject({ form: 'safetensors', tiedEmbeddings: tied, stored: { precision } });
      expect(value.stored.types[0]).toMatchObject({ type });
      const stored = value.stored.types.reduce((total, { bytes }) => total + bytes, 0);
      // Headers come on top.
      expect(stored).toBeLessThan(value.bytes);
      expect(value.files).toHaveLength(name === 'mini-flan-t5' ? 2 : 1);
    },
  );

  it('no formula where its type is not known', async () => {
    const other = copy(tiny.bert, (folder) => change(folder, { model_type: 'deberta-v2' }));
    const { parameters, type } = await inspect(other);
    expect(type).toBe('deberta-v2');
    expect(parameters.formula).toBeNull();
    expect(parameters.weights.total).toBe(71932);
  });

  it('another formula where config.json is of another model', async () => {
    const other = copy(golden('families/models/mini-gpt2'), (folder) => change(folder, { n_layer: 3 }));
    const { weights, formula } = (await inspect(other)).parameters;
    expect(formula!.decoder - weights.decoder).toBe((weights.decoder - 64) / 2);
  });
});

function change(folder: string, fields: object): void {
  const file = path.join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...fields }));
}

describe('bad files', () => {
  it.each([
    ['a graph that was cut off', tiny.bert, 'onnx/model.onnx', 200_000],
    ['weights that were cut off', golden('families/models/mini-gpt2'), 'model.safetensors', 100_000],
    ['a header that was cut off', golden('families/models/mini-gpt2'), 'model.safetensors', 100],
  ])('%s are told', async (_, model, file, size) => {
    const cut = copy(model, (folder) => truncateSync(path.join(folder, file), size));
    await expect(inspect(cut)).rejects.toMatchObject({ code: 'model-broken' });
  });

  it('no weights, and weights that can run code, are told', async () => {
    const none = copy(tiny.bert, (folder) => rmSync(path.join(folder, 'onnx'), { recursive: true }));
    await expect(inspect(none)).rejects.toMatchObject({ code: 'model-broken' });
    const pickle = copy(none, (folder) => writeFileSync(path.join(folder, 'pytorch_model.bin'), 'x'));
    await expect(inspect(pickle)).rejects.toMatchObject({ details: { problem: 'pickle' } });
    await expect(inspect('nowhere')).rejects.toMatchObject({ code: 'unknown-model' });
  });

  it('a tied matrix that was saved counts once', async () => {
    const sizes = { vocab: 1057, width: 32 };
    const saved = copy(golden('families/models/mini-gpt2'), (folder) => {
      cpSync(path.join(folder, 'model.safetensors'), path.join(folder, 'before'));
      addTensor(path.join(folder, 'model.safetensors'), 'lm_head.weight', [sizes.vocab, sizes.width]);
    });
    expect((await inspect(saved)).parameters.weights.total).toBe(families['mini-gpt2']!.total);
    const untied = copy(saved, (folder) => change(folder, { tie_word_embeddings: false }));
    const { parameters, tiedEmbeddings } = await inspect(untied);
    expect(tiedEmbeddings).toBe(false);
    expect(parameters.weights).toEqual(parameters.formula);
    expect(parameters.weights.head).toBe(sizes.vocab * sizes.width);
  });
});

/** Puts a tensor of zeros behind those of a safetensors file. */
function addTensor(file: string, name: string, shape: number[]): void {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as Record<string, object>;
  const data = bytes.subarray(8 + length);
  const more = Buffer.alloc(shape.reduce((product, size) => product * size, 4));
  header[name] = { dtype: 'F32', shape, data_offsets: [data.length, data.length + more.length] };
  const text = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(file, Buffer.concat([start, text, data, more]));
}
