import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { allMutations } from '../../bench/mutations/index.js';
import { layOutAsCache } from '../../bench/mutations/places.js';
import { bytesField, writeFields } from '../../bench/mutations/wire.js';
import { externalizeWeights } from '../../src/engine/onnx/protobuf/externalizeWeights.js';
import type { MethodName } from '../../src/protocol/engine/index.js';
import { localEngine, tiny, workFolder } from './engineOf.js';

const { work, copy } = workFolder('broken-files');
const engine = localEngine(work);
afterAll(() => engine.dispose());

const call = (method: MethodName, model: string, params: object) => engine.call(method, { model, ...params });
const text = 'I like [MASK] day.';
const decoding = { strategy: 'greedy' };
const contrastive = { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 };

const CALLS: [model: keyof typeof tiny, method: MethodName, params: object][] = [
  ['bert', 'fillMask', {}],
  ['bert', 'attention', {}],
  ['bert', 'attentionSummary', {}],
  ['bert', 'occlusion', { at: 2 }],
  ['bert', 'headAblation', { at: 2 }],
  ['bert', 'saliency', { at: 2, steps: 2 }],
  ['bert', 'gradients', { learningRate: 0.01 }],
  ['bert', 'rightContext', { at: 2 }],
  ['bert', 'hidden', {}],
  ['bert', 'logitLens', {}],
  ['bert', 'score', {}],
  ['gpt2', 'generate', { decoding, maxNewTokens: 4 }],
  ['gpt2', 'generate', { decoding: contrastive, maxNewTokens: 4 }],
  ['gpt2', 'distribution', {}],
  ['gpt2', 'occlusion', { at: 2 }],
  ['gpt2', 'gradients', { learningRate: 0.01 }],
  ['gpt2', 'logitLens', {}],
  ['gpt2', 'score', {}],
  ['t5', 'generate', { decoding, maxNewTokens: 4 }],
  ['t5', 'generate', { decoding: contrastive, maxNewTokens: 4 }],
  ['t5', 'attention', {}],
  ['t5', 'headAblation', { at: 1 }],
  ['t5', 'saliency', { at: 1, steps: 2 }],
  ['t5', 'hidden', { target: 'Das Haus' }],
  ['t5', 'logitLens', {}],
];

/** What a method gives, without the model's name. */
const given = async (method: MethodName, model: string, params: object) => {
  const value: object = await call(method, model, { text, ...params });
  return { ...value, model: null, milliseconds: null, metrics: null };
};

describe.runIf(process.platform !== 'win32')('the hub’s cache, whose files are links', () => {
  const cached = Object.fromEntries(
    (['bert', 'gpt2', 't5'] as const).map((name) => [name, copy(tiny[name], layOutAsCache)]),
  );

  it.each(CALLS)('serves %s as the plain folder does: %s %j', async (name, method, params) => {
    expect(await given(method, cached[name]!, params)).toEqual(await given(method, tiny[name], params));
  });

  it('may keep a graph’s weights in a file of their own', async () => {
    const outside = allMutations().find(({ name }) => name === 'tiny-bert: onnx/model.onnx has a weight beside it')!;
    const model = copy(tiny.bert, (folder) => {
      outside.change(folder);
      layOutAsCache(folder);
    });
    for (const [, method, params] of CALLS.filter(([name]) => name === 'bert')) {
      expect(await given(method, model, params)).toEqual(await given(method, tiny.bert, params));
    }
  });
});

describe.runIf(process.platform !== 'win32')('a listed folder', () => {
  it('with a pipe for a config and links to nothing hides no other model, and does not wait', async () => {
    const odd = copy(tiny.bert, (folder) => {
      rmSync(path.join(folder, 'config.json'));
      execFileSync('mkfifo', [path.join(folder, 'config.json')]);
    });
    const beside = copy(tiny.bert, (folder) =>
      symlinkSync('../../blobs/gone', path.join(folder, 'onnx/model_fp16.onnx')),
    );
    const ids = (await engine.call('models', {})).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['bert-mini', path.basename(beside)]));
    expect(ids).not.toContain(path.basename(odd));
    await expect(call('fillMask', beside, { text })).resolves.toBeDefined();
    await expect(call('fillMask', path.basename(odd), { text })).rejects.toThrow(/config\.json is a pipe, not a file/);
  });

  it('names the link that leads nowhere where the graph should be', async () => {
    const model = copy(tiny.bert, (folder) => {
      rmSync(path.join(folder, 'onnx/model.onnx'));
      symlinkSync('../../blobs/gone', path.join(folder, 'onnx/model.onnx'));
    });
    await expect(call('fillMask', model, { text })).rejects.toThrow(/model\.onnx is a link to \.\.\/\.\.\/blobs\/gone/);
  });
});

describe('a graph that is nothing', () => {
  it.each([60e6, 3e9])('is refused by every way to load it: %d bytes of zeros', async (size) => {
    const model = copy(tiny.gpt2, (folder) => {
      writeFileSync(path.join(folder, 'onnx/model.onnx'), '');
      truncateSync(path.join(folder, 'onnx/model.onnx'), size);
    });
    for (const [method, params] of [
      ['generate', { decoding, maxNewTokens: 2 }],
      ['attention', {}],
    ] as const) {
      await expect(call(method, model, { text, ...params })).rejects.toMatchObject({
        code: 'model-broken',
        message: expect.stringMatching(/model\.onnx cannot be read: At byte 0 is nothing that a graph has/) as unknown,
      });
    }
  });

  it.each([
    [
      'a field that ends behind the file',
      Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0x7f, 0),
      /cut off: it has 6 bytes and needs 268435460/,
    ],
    ['a group', Uint8Array.of(0x3b, 0), /of the kind 3/],
    ['a number for a graph', Uint8Array.of(0x38, 1), /is a number, where a part is expected/],
    ['a number that does not end', new Uint8Array(40).fill(0xff), /more than 10 bytes/],
    [
      'a million empty nodes',
      writeFields([bytesField(7, Buffer.alloc(2_200_000, Uint8Array.of(0x0a, 0)))]),
      /more than 1000000 parts/,
    ],
  ])('is refused for %s', (name, bytes, message) => {
    const file = path.join(work, 'odd.onnx');
    writeFileSync(file, bytes);
    expect(() => externalizeWeights(file), name).toThrow(message);
  });
});

describe('weights that are no numbers', () => {
  const called = (name: string) => allMutations().find((one) => one.kind === 'weights' && one.name === name)!;

  it.each(['NaN', 'Infinity'])('are told with the value and its place: %s', async (value) => {
    const model = copy(
      tiny.bert,
      called(`tiny-bert: onnx/model.onnx has ${value} in all of the largest weight`).change,
    );
    for (const [, method, params] of CALLS.filter(([name]) => name === 'bert')) {
      await expect(call(method, model, { text, ...params }), method).rejects.toMatchObject({
        code: 'model-broken',
        message: expect.stringMatching(/NaN|Infinity|no numbers/) as unknown,
      });
    }
    await expect(call('fillMask', model, { text })).rejects.toThrow(
      /gives (NaN|Infinity) for logits at \[0, \d+, \d+\] of \[1, /,
    );
  });

  it('are told where it is a single number', async () => {
    const model = copy(tiny.bert, called('tiny-bert: onnx/model.onnx has Infinity in one number').change);
    await expect(call('fillMask', model, { text })).rejects.toMatchObject({ code: 'model-broken' });
    await expect(call('occlusion', model, { text, at: 2 })).rejects.toMatchObject({ code: 'model-broken' });
  });
});

it('sizes that no model has are refused where the graph declares them', async () => {
  const odd = allMutations().filter(
    ({ kind, name }) => kind === 'graph edited' && /^tiny-gpt2: .*(10\^12|10\^6|2\^52|−1 heads)/.test(name),
  );
  expect(odd.length).toBe(4);
  for (const mutation of odd) {
    const model = copy(tiny.gpt2, mutation.change);
    const answer = call('generate', model, { text, decoding, maxNewTokens: 2 });
    await answer.catch((error: unknown) => expect(error).not.toMatchObject({ code: 'internal' }));
  }
});
