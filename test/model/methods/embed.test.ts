import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { difference, golden, goldenCases } from '../../golden/compare.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
let folder = '';
beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), 'glassbox-embed-'))));
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true, force: true });
});

const embed = (params: Params<'embed'>) => engine.call('embed', params);

describe('Hugging Face’s answers', () => {
  it.each([...goldenCases('embed'), ...goldenCases('embed', 'embed-architectures')])('$name', async (one) => {
    expect(await difference('embed', one, () => embed(one.params as Params<'embed'>))).toBeNull();
  });
});

/** tiny-bert-base with these files of sentence-transformers. */
async function withModules(name: string, files: Record<string, unknown>): Promise<string> {
  const model = path.join(folder, name);
  await cp(golden('models/tiny-bert-base'), model, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(model, file)), { recursive: true });
    await writeFile(path.join(model, file), JSON.stringify(content));
  }
  return model;
}

const step = (type: string, place: string) => ({ type: `sentence_transformers.models.${type}`, path: place });
const texts = ['The cat sat.', 'A dog ran.'];
const lengthOf = (vector: readonly number[]) => Math.hypot(...vector);

describe('a model of sentence-transformers', () => {
  it('is pooled and normalised in its own way', async () => {
    const model = await withModules('maximum', {
      'modules.json': [step('Transformer', ''), step('Pooling', '1_Pooling'), step('Normalize', '2_Normalize')],
      '1_Pooling/config.json': { pooling_mode_max_tokens: true, pooling_mode_mean_tokens: false },
    });
    const own = await embed({ model, texts });
    const largest = await embed({ model, texts, pooling: 'max' });
    own.vectors.forEach((vector, index) => {
      const { [index]: plain = [] } = largest.vectors;
      expect(lengthOf(vector)).toBeCloseTo(1, 6);
      expect(lengthOf(plain)).toBeGreaterThan(2);
      vector.forEach((value, at) => expect(value * lengthOf(plain)).toBeCloseTo(plain[at]!, 5));
    });
  });

  it.each([
    ['sentence_bert_config.json', ''],
    ['sentence_roberta_config.json', ''],
    ['sentence_bert_config.json', '0_Transformer'],
  ])('reads as much of a text as its %s in "%s" says, and says so', async (file, place) => {
    const model = await withModules(`length-${file}-${place}`, {
      'modules.json': [step('Transformer', place), step('Pooling', '1_Pooling')],
      '1_Pooling/config.json': { pooling_mode: 'mean' },
      [path.join(place, file)]: { max_seq_length: 6, do_lower_case: false },
    });
    const [short, long] = ['The cat sat', 'The cat sat on the mat.'];
    const { tokens } = await engine.call('tokens', { model, text: short });
    expect(tokens).toHaveLength(6);
    const cut = await embed({ model, texts: [short, long] });
    expect(cut.vectors[1]).toEqual(cut.vectors[0]);
    expect(cut.truncated).toBe(true);
    expect(await embed({ model, texts: [short] })).not.toHaveProperty('truncated');
    // Named in the call, its own way is not asked for.
    const whole = await embed({ model, texts: [short, long], pooling: 'mean' });
    expect(whole.vectors[1]).not.toEqual(whole.vectors[0]);
    expect(whole).not.toHaveProperty('truncated');
  });

  it.each([
    ['lasttoken', 'last'],
    [['cls'], 'cls'],
  ] as const)('is read in the newer form: %s', async (pooling_mode, pooling) => {
    const model = await withModules(`newer-${pooling}`, {
      'modules.json': [step('Transformer', ''), step('Pooling', '1_Pooling')],
      '1_Pooling/config.json': { pooling_mode },
    });
    expect((await embed({ model, texts })).vectors).toEqual((await embed({ model, texts, pooling })).vectors);
  });

  it.each([
    ['dense', [step('Transformer', ''), step('Dense', '2_Dense')], {}, 'Dense is not known'],
    ['square-root', [step('Pooling', '1')], { pooling_mode_mean_sqrt_len_tokens: true }, 'pooling is not known'],
    ['two', [step('Pooling', '1')], { pooling_mode_cls_token: true, pooling_mode_max_tokens: true }, 'is not known'],
    ['outside', [step('Pooling', '../..')], {}, 'has no'],
    ['no-list', { type: 'Pooling' }, {}, 'modules.json'],
  ])('says what it cannot do: %s', async (name, modules, pooling, message) => {
    const model = await withModules(name, { 'modules.json': modules, '1/config.json': pooling });
    await expect(embed({ model, texts })).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringContaining(message) as string,
    });
    // Named in the call, its own way is not asked for.
    expect((await embed({ model, texts, pooling: 'mean' })).vectors).toHaveLength(2);
  });
});

describe('prompts of sentence-transformers', () => {
  const prompts = { query: 'Question: ', passage: 'Text: ' };
  const vectorsOf = async (params: Params<'embed'>) => (await embed(params)).vectors;

  it('stand before each text: the one that is named, else the default one', async () => {
    const model = await withModules('prompts', {
      'config_sentence_transformers.json': { prompts, default_prompt_name: 'query' },
    });
    const before = (prompt: string) => ({ model: tiny.base, texts: texts.map((text) => prompt + text) });
    expect(await vectorsOf({ model, texts })).toEqual(await vectorsOf(before('Question: ')));
    expect(await vectorsOf({ model, texts, promptName: 'passage' })).toEqual(await vectorsOf(before('Text: ')));
    expect(await vectorsOf({ model, texts, pooling: 'cls' })).toEqual(
      await vectorsOf({ ...before('Question: '), pooling: 'cls' }),
    );
  });

  it('are those of a query and of what is searched when texts are ranked', async () => {
    const model = await withModules('roles', { 'config_sentence_transformers.json': { prompts } });
    const { ranking } = await engine.call('rank', { model, query: 'Who sat?', texts });
    const there = texts.map((text) => `Text: ${text}`);
    const { similarities } = await embed({ model: tiny.base, texts: ['Question: Who sat?', ...there] });
    for (const { index, score } of ranking) expect(score).toBeCloseTo(similarities[0]![index + 1]!, 6);
  });

  it('are none where the model names none', async () => {
    const model = await withModules('versions', { 'config_sentence_transformers.json': { __version__: {} } });
    expect(await vectorsOf({ model, texts })).toEqual(await vectorsOf({ model: tiny.base, texts }));
  });

  it.each([
    ['unknown', { prompts }, { promptName: 'title' }, 'bad-request', 'has no prompt title. It has query, passage.'],
    ['no-prompts', {}, { promptName: 'query' }, 'bad-request', 'It has none.'],
    ['no-default', { prompts, default_prompt_name: 'title' }, {}, 'model-broken', 'default_prompt_name is title'],
    ['no-text', { prompts: { query: 5 } }, {}, 'model-broken', 'prompts.query'],
  ])('refuses what is not known: %s', async (name, config, params, code, message) => {
    const model = await withModules(name, { 'config_sentence_transformers.json': config });
    await expect(embed({ model, texts, ...params })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
  });

  it('cannot be left out of the pooling', async () => {
    const model = await withModules('without-prompt', {
      'modules.json': [step('Pooling', '1')],
      '1/config.json': { pooling_mode_mean_tokens: true, include_prompt: false },
    });
    await expect(embed({ model, texts })).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringContaining('include_prompt false is not known') as string,
    });
  });
});

describe('every architecture', () => {
  it.each(['bert-mini', 'e5-mini', 'gpt2-mini', 't5-mini'])(
    '%s gives the same vectors alone and together',
    async (model) => {
      const many = ['The cat sat on the mat.', 'A dog lay under the table.', 'The cat sat on a mat.'];
      const { vectors, similarities } = await embed({ model, texts: many });
      for (const [index, text] of many.entries()) {
        const [alone = []] = (await embed({ model, texts: [text] })).vectors;
        alone.forEach((value, at) => expect(vectors[index]?.[at]).toBeCloseTo(value, 4));
      }
      expect(similarities[0]![0]).toBeCloseTo(1, 9);
      expect(similarities[0]![2]!).toBeGreaterThan(similarities[0]![1]!);
      expect(similarities[1]![0]).toBe(similarities[0]![1]);
    },
  );

  it('GPT-2 reads nothing in an empty text', async () => {
    await expect(embed({ model: tiny.gpt2, texts: ['a', ''] })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('texts.1') as string,
    });
  });

  it.each([
    [{ texts: [] }, 'texts must not be empty'],
    [{ texts: ['a'], pooling: 'sum' }, 'pooling must be mean, cls, sep, max, last'],
  ])('refuses %j', async (params, message) => {
    await expect(embed(params as Params<'embed'>)).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining(message) as string,
    });
  });
});
