import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalEngine } from '../../../src/engine/engine.js';
import type { Progress } from '../../../src/protocol/engine/index.js';

const root = path.resolve(import.meta.dirname, '../../..');
const text = 'a [MASK] day';
let folder: string;
let engine: LocalEngine;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-models-'));
  for (const name of ['sound', 'cut-off', 'no-graph', 'no-tokenizer', 'bad-config', 'pretrained', 'no-mask']) {
    cpSync(path.join(root, 'test/golden/models/tiny-bert'), path.join(folder, name), { recursive: true });
  }
  for (const name of ['mini-cross-encoder', 'mini-bert-sst2']) {
    cpSync(path.join(root, 'test/golden/families/models', name), path.join(folder, name), { recursive: true });
  }
  truncateSync(path.join(folder, 'cut-off/onnx/model.onnx'), 200_000);
  rmSync(path.join(folder, 'no-graph/onnx'), { recursive: true });
  rmSync(path.join(folder, 'no-tokenizer/tokenizer.json'));
  writeFileSync(path.join(folder, 'bad-config/config.json'), '{"model_type": ');
  edit('pretrained/config.json', (file) => file.replace('BertForMaskedLM', 'BertForPreTraining'));
  edit('no-mask/tokenizer.json', (file) => file.replaceAll('[MASK]', '[HIDE]'));
  engine = new LocalEngine({
    embeddedFolder: path.join(root, 'models'),
    installedFolders: [folder],
    threads: 1,
    idleMinutes: 0,
  });
});

function edit(file: string, change: (content: string) => string): void {
  const place = path.join(folder, file);
  writeFileSync(place, change(readFileSync(place, 'utf8')));
}

afterAll(async () => {
  await engine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('models', () => {
  it('lists the embedded and the installed ones, and leaves out what cannot be read', async () => {
    const list = await engine.call('models', {});
    const ids = list.map((model) => `${model.source} ${model.id}`);
    expect(ids).toEqual(
      expect.arrayContaining(['embedded bert-mini', 'embedded gpt2-mini', 'embedded t5-mini', 'installed sound']),
    );
    expect(ids).not.toContain('installed bad-config');
    expect(list.find((model) => model.id === 'bert-mini')).toMatchObject({ architecture: 'encoder', maxLength: 512 });
    expect(list.find((model) => model.id === 't5-mini')?.languages).toContainEqual({ from: 'English', to: 'German' });
    const known = Object.fromEntries(list.map(({ id, knownLanguages }) => [id, knownLanguages]));
    expect(known).toMatchObject({ 'bert-mini': ['en', 'zh'], 'gpt2-mini': ['en'], 'gpt2-mini-amateur': ['en'] });
  });

  it('tells which read a question and a text together', async () => {
    const list = await engine.call('models', {});
    const those = list.filter(({ crossEncoder }) => crossEncoder === true);
    expect(those.map(({ id }) => id)).toEqual(['mini-cross-encoder']);
  });

  it('serves an installed model by its id and by its folder', async () => {
    const byId = await engine.call('fillMask', { model: 'sound', text });
    const byFolder = await engine.call('fillMask', { model: path.join(folder, 'sound'), text });
    expect(byId.masks).toEqual(byFolder.masks);
  });

  it('fills masks with a BERT that is called by its pretraining', async () => {
    const { masks } = await engine.call('fillMask', { model: 'pretrained', text });
    expect(masks).toEqual((await engine.call('fillMask', { model: 'sound', text })).masks);
  });

  it.each([
    ['cut-off', 'model-broken', /The file is cut off: it has 200000 bytes and needs 534369 at least/],
    ['no-graph', 'model-broken', /no model\.onnx/],
    ['no-tokenizer', 'model-broken', /tokenizer\.json/],
    ['bad-config', 'model-broken', /config\.json/],
    ['no-mask', 'no-mask', /tokenizer of no-mask has no mask token/],
    ['nowhere', 'unknown-model', /Known models: bert-mini/],
    ['gpt2-mini', 'wrong-architecture', /decoder/],
  ])('says what is wrong with %s', async (model, code, message) => {
    const error: unknown = await engine.call('fillMask', { model, text }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toMatch(message);
  });

  it('counts tokens without any graph', async () => {
    const value = await engine.call('tokens', { model: 'no-graph', text });
    expect(value.tokens.map((token) => token.text)).toContain('[MASK]');
  });

  it('unloads what is idle and loads it again', async () => {
    await engine.call('fillMask', { model: 'sound', text });
    expect(engine.state().models.map((model) => model.id)).toContain('sound');
    expect(await engine.call('unload', { model: 'sound' })).toEqual({ unloaded: ['sound'], freed: 0 });
    expect(engine.state().models.map((model) => model.id)).not.toContain('sound');
    await expect(engine.call('fillMask', { model: 'sound', text })).resolves.toBeDefined();
  });

  it('is at work again when an urgent call has interrupted another', async () => {
    let interrupted: Promise<{ model: string | null; phase: string }> | undefined;
    const urgent = async () => {
      await engine.call('fillMask', { model: 'sound', text }, { priority: 'interactive' });
      const { model, phase } = engine.state();
      return { model, phase };
    };
    const decoding = { strategy: 'greedy', minNewTokens: 30 } as const;
    const onProgress = ({ kind }: Progress) => void (kind === 'text' && (interrupted ??= urgent()));
    const params = { text: 'Once upon a time', decoding, maxNewTokens: 30 };
    await engine.call('generate', params, { priority: 'background', onProgress });
    expect(await interrupted).toEqual({ model: 'gpt2-mini', phase: 'running' });
    expect(engine.state().phase).toBe('idle');
  });

  it('unloads by itself what has been idle for long', async () => {
    const impatient = new LocalEngine({
      embeddedFolder: path.join(root, 'models'),
      installedFolders: [folder],
      threads: 1,
      idleMinutes: 0.005,
    });
    await impatient.call('fillMask', { model: 'sound', text });
    expect(impatient.state().models).toHaveLength(1);
    await expect.poll(() => impatient.state().models, { timeout: 5000 }).toEqual([]);
    await impatient.dispose();
  });

  it.each([
    [{ text, topK: 0 }, /topK must be at least 1/],
    [{ text, topk: 3 }, /unknown field topk/],
    [{}, /text is missing/],
    [{ text, candidates: 'tea' }, /candidates must be a list/],
  ])('names the field of a bad request: %j', async (params, message) => {
    const error: unknown = await engine.call('fillMask', params as never).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'bad-request' });
    expect((error as Error).message).toMatch(message);
  });

  it('knows its methods', async () => {
    await expect(engine.call('translateAll' as never, {} as never)).rejects.toMatchObject({ code: 'bad-request' });
  });
});
