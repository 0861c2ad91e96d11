/* Another extension (test/host/caller) calls Glassbox in VS Code itself. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GlassboxApi } from '../../../api/glassbox.js';
import { enginePids, killEngine } from '../lib/engineProcess.js';

type Calls = Omit<GlassboxApi, 'version'>;
type Outcome<K extends keyof Calls> = { value?: Awaited<ReturnType<Calls[K]>>; error?: Record<string, unknown> };

interface Caller {
  version: number;
  call<K extends keyof Calls>(
    name: K,
    params: Parameters<Calls[K]>[0],
    begun?: (cancel: () => void) => void,
  ): Promise<Outcome<K>>;
}

// This file is bundled to dist/test/suite.
const golden = path.resolve(__dirname, '../../../test/golden');

interface Case {
  params: { model: string; text: string };
  expect: { tokens: { logProbability: number | null }[]; perplexity: number };
}

/** Hugging Face's figures for a text, and the text. */
function reference(model: string): Case {
  const { cases } = JSON.parse(readFileSync(path.join(golden, 'score.json'), 'utf8')) as { cases: Case[] };
  const found = cases.find(({ params }) => params.model === `models/${model}`);
  assert.ok(found, `score.json has no case of ${model}`);
  return found;
}

const near = (got: number | null | undefined, want: number | null, tolerance: number) =>
  want === null
    ? assert.equal(got, null)
    : assert.ok(typeof got === 'number' && Math.abs(got - want) <= tolerance, `${got} is not ${want} ± ${tolerance}`);

/** Some seconds of work. */
const long = 'The old man went down to the river with his boat. '.repeat(30).trim();

suite('the API for other extensions', () => {
  let caller: Caller;
  suiteSetup(async () => {
    caller = await vscode.extensions.getExtension<Caller>('glassbox.glassbox-test-caller')!.activate();
  });

  test('starts nothing before the first call', () => {
    assert.equal(caller.version, 1);
    assert.deepEqual(enginePids(process.pid), []);
  });

  test('refuses what is wrong, with a code, and starts nothing for it', async () => {
    const { error } = await caller.call('fillMask', { text: 'a [MASK]', topK: 0 });
    assert.equal(error?.['code'], 'bad-request');
    assert.equal(error['type'], 'GlassboxError');
    assert.equal(error['isError'], true);
    assert.match(String(error['message']), /topK must be at least 1/);
    assert.deepEqual(enginePids(process.pid), []);
  });

  for (const model of ['tiny-gpt2', 'tiny-bert']) {
    test(`scores as Hugging Face does: ${model}`, async () => {
      const { params, expect } = reference(model);
      const { value, error } = await caller.call('score', { ...params, model: path.join(golden, params.model) });
      assert.ok(value, JSON.stringify(error));
      assert.equal(value.tokens.length, expect.tokens.length);
      value.tokens.forEach(({ logProbability }, at) => near(logProbability, expect.tokens[at]!.logProbability, 2e-3));
      near(value.perplexity, expect.perplexity, 2e-3 * expect.perplexity);
    });
  }

  test('answers by the embedded models', async () => {
    const filled = await caller.call('fillMask', { text: 'She drank a cup of [MASK].', topK: 3 });
    assert.ok(filled.value?.masks[0]?.candidates.some(({ text }) => text === 'tea' || text === 'coffee'));

    const decoding = { strategy: 'sample', seed: 7 } as const;
    const asked = { text: 'Once upon a time', decoding, maxNewTokens: 8 };
    const [first, again] = [await caller.call('generate', asked), await caller.call('generate', asked)];
    assert.equal(first.value?.sequences[0]?.ids.length, 8);
    assert.deepEqual(again.value?.sequences, first.value.sequences);

    const translated = await caller.call('translate', { text: 'The house is small.', to: 'German' });
    assert.match(String(translated.value?.text), /Haus/);
    assert.deepEqual(
      translated.value?.segments.map(({ start, end }) => [start, end]),
      [[0, 19]],
    );

    const { value: seen } = await caller.call('attention', {
      text: 'the cat sat',
      layerIndices: [0],
      headIndices: [0],
    });
    const [map] = seen?.maps ?? [];
    assert.ok(map?.values instanceof Float32Array);
    assert.equal(map.values.length, map.queries * map.keys);
    near(
      map.values.subarray(0, map.keys).reduce((sum, weight) => sum + weight, 0),
      1,
      1e-4,
    );

    const texts = ['A dog ran.', 'A dog ran.', 'Snow fell on the mountains.'];
    const { value: embedded } = await caller.call('embed', { texts });
    near(embedded?.similarities[0]?.[1], 1, 1e-3);
    assert.ok(embedded!.similarities[0]![2]! < 0.99);
  });

  test('is cancelled, and the next call works', async () => {
    let cancel = () => {};
    const call = caller.call('score', { model: 'bert-mini', text: long }, (how) => (cancel = how));
    cancel();
    assert.equal((await call).error?.['code'], 'cancelled');
    assert.ok((await caller.call('score', { text: 'The end.' })).value);
  });

  test('says that the engine died meanwhile, and the next call starts it again', async () => {
    // Of a process that this very call has started: one that was not begun in an older one would be made again.
    for (const pid of enginePids(process.pid)) process.kill(pid, 'SIGKILL');
    while (enginePids(process.pid).length > 0) await new Promise(setImmediate);
    const call = caller.call('score', { model: 'bert-mini', text: long });
    await killEngine(process.pid);
    assert.equal((await call).error?.['code'], 'engine-died');
    assert.ok((await caller.call('score', { model: 'bert-mini', text: 'The end.' })).value);
  });
});
