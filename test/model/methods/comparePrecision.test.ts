/* One model with its weights in 32, 8 and 4 bit: beside numpy's rounding and PyTorch, and what is left on the disk. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ComparePrecisionValue } from '../../../src/protocol/engine/index.js';
import { Model } from '../../../src/engine/models/model.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

interface Case {
  model: string;
  text: string;
  tokens: number[];
  places: number[];
  forms: { bits: number; kl: number[]; logProbability: number[]; first: number[] }[];
}

const engine = localEngine();
const { cases } = JSON.parse(readFileSync(golden('laboratory/precision.json'), 'utf8')) as { cases: Case[] };
const compare = (model: string, text = 'The old man walked down to the river.') =>
  engine.call('comparePrecision', { model, text });
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Where the system's temporary files are put meanwhile, so that what is left of them is seen. */
let temporary = '';
const before = process.env.TMPDIR;
beforeAll(() => {
  temporary = mkdtempSync(path.join(os.tmpdir(), 'glassbox-test-precision-'));
  process.env.TMPDIR = temporary;
});
afterAll(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await engine.dispose();
  rmSync(temporary, { recursive: true });
});
const left = () => readdirSync(temporary);

describe.each(cases)('$model', ({ model, text, tokens, places, forms }) => {
  it('has the divergences, probabilities and first choices of numpy and PyTorch', async () => {
    const value = await compare(golden(`families/models/${model}`), text);
    expect(value.tokens.map(({ id }) => id)).toEqual(tokens);
    expect(value.stored).toBe('fp32');
    for (const [at, { bits, places: found }] of value.forms.entries()) {
      const wanted = forms[at]!;
      expect(bits).toBe(wanted.bits);
      expect(found.map(({ index }) => index)).toEqual(places);
      expect(found.map(({ first }) => first.id)).toEqual(wanted.first);
      for (const [place, one] of found.entries()) {
        // A state on the border between two codes may fall on either side.
        expect(Math.abs(one.bits - wanted.kl[place]!)).toBeLessThan(1e-3 + 0.01 * wanted.kl[place]!);
        expect(Math.abs(one.logProbability - wanted.logProbability[place]!)).toBeLessThan(bits === 32 ? 1e-3 : 0.02);
      }
    }
  });
});

function checkForms({ forms, matrices }: ComparePrecisionValue): void {
  const [exact, eight, four] = forms;
  expect(forms.map(({ bits }) => bits)).toEqual([32, 8, 4]);
  expect(exact!.places.every(({ bits }) => bits === 0)).toBe(true);
  expect(exact).toMatchObject({ block: null, rounded: 0 });
  for (const { places, milliseconds } of forms) {
    expect(milliseconds).toBeGreaterThan(0);
    for (const { bits, first } of places) {
      expect(bits).toBeGreaterThanOrEqual(0);
      expect(first.probability).toBeGreaterThan(0);
      expect(first.probability).toBeLessThanOrEqual(1);
    }
  }
  const losses = forms.map(({ places }) => mean(places.map(({ bits }) => bits)));
  expect(losses[1]).toBeLessThan(losses[2]!);
  expect(eight!.bytes).toBeLessThan(exact!.bytes);
  expect(four!.bytes).toBeLessThan(eight!.bytes);
  for (const { rounded } of [eight!, four!]) expect(rounded).toBeLessThanOrEqual(matrices);
}

describe('forms', () => {
  it.each(['bert-mini', 'gptbert-mini', 'gpt2-mini', 'gpt2-mini-amateur'])(
    '%s, whose 32 bit are what its 8 bit stand for',
    async (model) => {
      const value = await compare(model);
      checkForms(value);
      expect(value.stored).toBe('int8');
      const [exact, eight, four] = value.forms.map(({ bytes }) => bytes);
      // A scale of 4 bytes for 64 numbers, and for 32.
      expect(eight! / exact!).toBeCloseTo((1 + 4 / 64) / 4, 1);
      expect(four! / exact!).toBeCloseTo((0.5 + 4 / 32) / 4, 1);
      expect(mean(value.forms[1]!.places.map(({ bits }) => bits))).toBeLessThan(0.01);
      expect(left()).toEqual([]);
    },
  );

  it.each([
    ...[
      'mini-albert',
      'mini-electra-generator',
      'mini-gpt-neo',
      'mini-gpt-neox',
      'mini-llama',
      'mini-modernbert',
      'mini-mpnet',
    ]
      .concat('mini-opt', 'mini-qwen2', 'mini-roberta')
      .map((name) => golden(`families/models/${name}`)),
    ...['tiny-bert', 'tiny-gpt2'].map((name) => golden(`models/${name}`)),
  ])('%s', async (model) => {
    const value = await compare(model);
    checkForms(value);
    // The exact form is the model itself.
    const ids = value.tokens.map(({ id }) => id);
    const at = value.forms[0]!.places[1]!.index;
    const isDecoder = /gpt|llama|opt|qwen/.test(model);
    const variants = [isDecoder ? { at: [at] } : { at: [at], masked: [at] }];
    const { variants: told } = await engine.call('predictions', {
      model,
      text: 'The old man walked down to the river.',
      variants,
    });
    expect(ids.length).toBeGreaterThan(5);
    expect(value.forms[0]!.places[1]!.logProbability).toBeCloseTo(told[0]!.places[0]!.logProbability, 3);
  });

  it('are of so many tokens at most', async () => {
    const value = await engine.call('comparePrecision', {
      model: 'gpt2-mini',
      text: 'One two three four five.',
      places: 2,
    });
    expect(value.forms.map(({ places }) => places.length)).toEqual([2, 2, 2]);
  });
});

describe('nothing is left', () => {
  it('of a call that is taken back at any moment', async () => {
    for (const reports of [1, 2, 3]) {
      const end = new AbortController();
      let count = 0;
      const onProgress = ({ kind }: { kind: string }) => {
        if (kind === 'measured' && ++count === reports) end.abort();
      };
      const call = engine.call(
        'comparePrecision',
        { model: 'bert-mini', text: 'A short text.' },
        { onProgress },
        end.signal,
      );
      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
      expect(left()).toEqual([]);
    }
  });

  it('of a process that was killed, once it is old enough', async () => {
    const [old, fresh] = ['glassbox-precision-old', 'glassbox-precision-new'].map((name) => path.join(temporary, name));
    for (const folder of [old!, fresh!]) mkdirSync(folder);
    const before = Date.now() / 1000 - 2 * 3600;
    utimesSync(old!, before, before);
    await compare('gpt2-mini', 'A short text.');
    expect(left()).toEqual([path.basename(fresh!)]);
    rmSync(fresh!, { recursive: true });
  });

  it('of one that fails', async () => {
    await expect(compare(golden('models/tiny-bert-int8'))).rejects.toMatchObject({
      code: 'model-broken',
      details: { kind: 'graph' },
    });
    await expect(compare('gpt2-mini', '')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(compare('t5-mini')).rejects.toMatchObject({ code: 'wrong-architecture' });
    await expect(compare('bert-mini', 'word '.repeat(600))).rejects.toMatchObject({ code: 'too-long' });
    expect(left()).toEqual([]);
  });
});

it('lets all forms go and removes their files, also where one cannot be let go', async () => {
  const released: boolean[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the model below
  const { withFolder } = Model.prototype;
  const spy = vi.spyOn(Model.prototype, 'withFolder').mockImplementation(function (this: Model, folder) {
    const { model, release } = withFolder.call(this, folder);
    const isFirst = released.length === 0;
    const at = released.push(false) - 1;
    const letGo = async () => {
      await release();
      released[at] = true;
      if (isFirst) throw new Error('no end');
    };
    return { model, release: letGo };
  });
  try {
    await compare(golden(`families/models/${cases[0]!.model}`));
    expect(released).toEqual([true, true, true]);
    expect(left()).toEqual([]);
  } finally {
    spy.mockRestore();
  }
});
