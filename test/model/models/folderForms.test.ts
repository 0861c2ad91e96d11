/* The forms that folders of models come in, and what is said of one that is none of them. */
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { allMutations } from '../../../bench/mutations/index.js';
import { layOutAsCache } from '../../../bench/mutations/places.js';
import { maxPositions, readConfig } from '../../../src/engine/models/config.js';
import { golden } from '../../golden/compare.js';
import { localEngine, tiny, workFolder } from '../engineOf.js';

const { work, copy } = workFolder('folder-forms');
const hub = path.join(work, 'hub');
const engine = localEngine(hub);
afterAll(() => engine.dispose());

const text = 'I like [MASK] day.';
const fill = async (model: string) => (await engine.call('fillMask', { model, text })).masks;
const generate = async (model: string) => {
  const { sequences } = await engine.call('generate', { model, text: 'I like', decoding: { strategy: 'greedy' }, maxNewTokens: 4 });
  return sequences.map(({ ids }) => ids);
};
const onnx = (folder: string) => path.join(folder, 'onnx');
const rename = (from: string, to: string) => (folder: string) =>
  renameSync(path.join(onnx(folder), from), path.join(onnx(folder), to));
const changeConfig = (change: (config: Record<string, unknown>) => void) => (folder: string) => {
  const file = path.join(folder, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(config);
  writeFileSync(file, JSON.stringify(config));
};
const unnamed = changeConfig((config) => delete config['architectures']);
const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error;

function toTopLevel(folder: string): void {
  for (const name of readdirSync(onnx(folder))) renameSync(path.join(onnx(folder), name), path.join(folder, name));
  rmSync(onnx(folder), { recursive: true });
}

describe('graphs', () => {
  it('lie beside config.json, too, as an export writes them', async () => {
    expect(await fill(copy(tiny.bert, toTopLevel))).toEqual(await fill(tiny.bert));
    expect(await generate(copy(tiny.gpt2, toTopLevel))).toEqual(await generate(tiny.gpt2));
    expect(await generate(copy(tiny.t5, toTopLevel))).toEqual(await generate(tiny.t5));
  });

  it.each(['_fp16', '_quantized', '_int8', '_uint8', '_q8', '_q4', '_q4f16', '_bnb4'])(
    'may be called model%s.onnx',
    async (form) => {
      expect(await fill(copy(tiny.bert, rename('model.onnx', `model${form}.onnx`)))).toEqual(await fill(tiny.bert));
    },
  );

  it('of another name are told, with the names that are looked for', async () => {
    const odd = copy(tiny.bert, rename('model.onnx', 'model_O3.onnx'));
    await expect(fill(odd)).rejects.toEqual(refused('model-broken', /no model\.onnx.*onnx.model_O3\.onnx.*_q4f16/));
    const none = copy(tiny.bert, (folder) => rmSync(onnx(folder), { recursive: true }));
    await expect(fill(none)).rejects.toEqual(refused('model-broken', /no model\.safetensors.*Get the model again/));
  });
});

describe('the hub’s cache', () => {
  it('among the folders of models is listed by its snapshots', async () => {
    const place = path.join(hub, 'models--google--tiny-bert');
    for (const commit of ['0old', 'a1b2', 'zzzz']) {
      cpSync(tiny.bert, path.join(place, 'snapshots', commit), { recursive: true });
    }
    changeConfig((config) => (config['max_position_embeddings'] = 99))(path.join(place, 'snapshots/a1b2'));
    mkdirSync(path.join(place, 'refs'));
    writeFileSync(path.join(place, 'refs/main'), 'a1b2');
    mkdirSync(path.join(hub, 'models--google--empty/snapshots/c'), { recursive: true });
    const installed = (await engine.call('models', {})).filter(({ source }) => source === 'installed');
    expect(installed).toMatchObject([{ id: 'google--tiny-bert', maxLength: 99 }]);
    expect(await fill('google--tiny-bert')).toEqual(await fill(tiny.bert));
    expect(await fill(place)).toEqual(await fill(tiny.bert));
  });

  it.runIf(process.platform !== 'win32')('keeps safetensors and tokenizers as links', async () => {
    const model = golden('families/models/mini-bert');
    expect(await fill(copy(model, layOutAsCache))).toEqual(await fill(model));
  });
});

describe('labels', () => {
  const labels = async (model: string) => (await engine.call('classify', { model, text: 'A good day.' })).labels;
  const ofNumber = (count: number, id2label: Record<string, string>) =>
    changeConfig((config) => Object.assign(config, { num_labels: count, id2label }));

  it.each([golden('families/models/mini-bert-sst2'), golden('models/tiny-bert-sst2')])(
    'of %s go by num_labels, and are not named when there are others',
    async (model) => {
      const own = await labels(model);
      const named = (names: string[]) => own.map((label, at) => ({ ...label, label: names[at] }));
      const order = own.map(({ label }) => (label === 'POSITIVE' ? 'LABEL_1' : 'LABEL_0'));
      expect(await labels(copy(model, ofNumber(2, { 0: 'ONLY' })))).toEqual(named(order));
      expect(await labels(copy(model, ofNumber(2, { 0: 'A', 1: 'B', 2: 'C' })))).toEqual(named(order));
      const letters = order.map((label) => (label === 'LABEL_1' ? 'B' : 'A'));
      expect(await labels(copy(model, ofNumber(2, { 0: 'A', 1: 'B' })))).toEqual(named(letters));
    },
  );
});

describe('a class', () => {
  it('that config.json does not name is told from the graph or the weights', async () => {
    expect(await fill(copy(tiny.bert, unnamed))).toEqual(await fill(tiny.bert));
    const own = golden('families/models/mini-roberta');
    expect(await fill(copy(own, unnamed))).toEqual(await fill(own));
    for (const bare of [golden('models/tiny-bert-base'), golden('models/tiny-bert-sst2'), golden('families/models/mini-minilm')]) {
      await expect(fill(copy(bare, unnamed))).rejects.toEqual(
        refused('wrong-architecture', /config\.json names none\).*ForMaskedLM/),
      );
    }
  });

  it('whose head the export has left out gives what its states tell', async () => {
    const states = copy(golden('models/tiny-bert-base'), changeConfig((config) => (config['architectures'] = ['BertForMaskedLM'])));
    await expect(fill(states)).rejects.toEqual(refused('wrong-architecture', /no output logits; it has last_hidden_state/));
    const value = await engine.call('rightContext', { model: states, text: 'I like day.', at: 2 });
    const plain = await engine.call('rightContext', { model: golden('models/tiny-bert-base'), text: 'I like day.', at: 2 });
    expect(value).toEqual({ ...plain, model: states });
    expect(value.bits).toBeNull();
  });

  it('without the head that a method needs is named, with those that have it', async () => {
    await expect(fill(golden('models/tiny-bert-base'))).rejects.toEqual(
      refused('wrong-architecture', /\(BertModel\) has not the head.*ForMaskedLM/),
    );
    const answer = engine.call('answer', { model: tiny.bert, question: 'a', context: 'b' });
    await expect(answer).rejects.toEqual(refused('wrong-architecture', /BertForMaskedLM.*ForQuestionAnswering/));
    const write = engine.call('generate', { model: tiny.bert, text: 'a', decoding: { strategy: 'greedy' } });
    await expect(write).rejects.toEqual(refused('wrong-architecture', /its architecture is encoder \(bert\)/));
  });
});

describe('files', () => {
  const lfs = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
  const slow = (name: string) => golden(`tokenizers/slow/${name}`);

  it.each([
    [slow('t5'), 'spiece.model'],
    [slow('llama'), 'tokenizer.model'],
    [slow('gpt2'), 'vocab.json'],
    [slow('gpt2'), 'merges.txt'],
    [slow('bert'), 'vocab.txt'],
    [slow('bert'), 'tokenizer_config.json'],
    [slow('bert-bare'), 'config.json'],
    [tiny.bert, 'tokenizer.json'],
    [tiny.bert, 'onnx/model.onnx'],
    [golden('families/models/mini-bert'), 'model.safetensors'],
  ])('%s with a pointer of Git LFS for %s', async (model, file) => {
    const folder = copy(model, (place) => writeFileSync(path.join(place, file), lfs));
    const called = engine.call(model.includes('slow') ? 'tokens' : 'fillMask', { model: folder, text });
    await expect(called).rejects.toEqual(refused('model-broken', /git lfs pull/));
  });

  it('of weights beside a graph may be pointers of Git LFS, too', async () => {
    const outside = allMutations().find(({ name }) => name === 'tiny-bert: onnx/model.onnx has a weight beside it')!;
    const folder = copy(tiny.bert, outside.change);
    expect(await fill(folder)).toEqual(await fill(tiny.bert));
    const [beside] = readdirSync(onnx(folder)).filter((name) => name !== 'model.onnx');
    writeFileSync(path.join(onnx(folder), beside!), lfs);
    await engine.call('unload', {});
    const told = refused('model-broken', new RegExp(`${beside} only points to.*git lfs pull`));
    await expect(fill(folder)).rejects.toEqual(told);
    await expect(engine.call('attention', { model: folder, text })).rejects.toEqual(told);
  });

  it('may begin with a byte-order mark; NaN is told', async () => {
    const bom = copy(tiny.bert, (folder) => {
      const file = path.join(folder, 'config.json');
      writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8')}`);
    });
    expect(await fill(bom)).toEqual(await fill(tiny.bert));
    const nan = copy(tiny.bert, (folder) => writeFileSync(path.join(folder, 'config.json'), '{"model_type": "bert", "x": NaN}'));
    await expect(fill(nan)).rejects.toEqual(refused('model-broken', /JSON has no NaN/));
  });

  it('without any of a tokenizer say how one is made', async () => {
    const folder = copy(tiny.bert, (place) => rmSync(path.join(place, 'tokenizer.json')));
    await expect(fill(folder)).rejects.toEqual(refused('model-broken', /vocab\.txt.*save_pretrained/));
  });
});

it('RoBERTa and its relatives read two tokens less than they have positions', async () => {
  for (const [type, padding, limit] of [
    ['roberta', 1, 512],
    ['xlm-roberta', undefined, 512],
    ['mpnet', 1, 512],
    ['bert', 0, 514],
  ] as const) {
    const folder = copy(tiny.bert, (place) =>
      writeFileSync(
        path.join(place, 'config.json'),
        JSON.stringify({ model_type: type, max_position_embeddings: 514, pad_token_id: padding }),
      ),
    );
    rmSync(path.join(folder, 'tokenizer_config.json'));
    expect(maxPositions(await readConfig(folder))).toBe(limit);
  }
});
