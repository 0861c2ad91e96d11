/* Exports whose graphs have parts of their own: a bias by distance, tanh-GELU in the head, logits of one value a token. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

interface Case {
  tokenizer: string;
  text: string;
  /** of the last hidden states */
  mean: number[];
  /** [layers, heads, queries, keys] */
  attention: number[];
  /** probability of each token */
  replaced?: number[];
}

const cases = JSON.parse(readFileSync(golden('models/exported/cases.json'), 'utf8')) as Record<string, Case>;
const engine = localEngine();
let work = '';
beforeAll(() => {
  work = mkdtempSync(path.join(os.tmpdir(), 'exported-'));
  for (const [name, { tokenizer }] of Object.entries(cases)) {
    cpSync(golden(`tokenizers/slow/${tokenizer}`), path.join(work, name), { recursive: true });
    cpSync(golden(`models/exported/${name}`), path.join(work, name), { recursive: true });
  }
});
afterAll(async () => {
  await engine.dispose();
  rmSync(work, { recursive: true });
});

const furthest = (got: ArrayLike<number | null>, want: readonly number[]) => {
  expect(got).toHaveLength(want.length);
  return Math.max(...want.map((value, at) => Math.abs(value - got[at]!)));
};

it.each(Object.entries(cases))('%s', async (name, { text, mean, attention, replaced }) => {
  const model = path.join(work, name);
  const { maps } = await engine.call('attention', { model, text, scores: true });
  const [{ values, scores, keys } = {}] = maps;
  expect(furthest(values!, attention)).toBeLessThan(1e-4);
  // The scores are what the weights are made of.
  const weights = Array.from({ length: scores!.length / keys! }, (_, row) => {
    const parts = Array.from(scores!.slice(row * keys!, (row + 1) * keys!), Math.exp);
    const sum = parts.reduce((one, other) => one + other);
    return parts.map((part) => part / sum);
  });
  expect(furthest(weights.flat(), attention)).toBeLessThan(1e-4);
  const { vectors } = await engine.call('embed', { model, texts: [text], pooling: 'mean' });
  expect(furthest(vectors[0]!, mean)).toBeLessThan(1e-3);
  if (replaced === undefined) return;
  const { tokens } = await engine.call('replaced', { model, text });
  const inside = tokens.flatMap(({ probability }) => (probability === null ? [] : [probability]));
  expect(furthest(inside, replaced.slice(1, -1))).toBeLessThan(2e-4);
  const refused = { code: 'wrong-architecture' };
  await expect(engine.call('fillMask', { model, text: `[MASK] ${text}` })).rejects.toMatchObject(refused);
  await expect(engine.call('occlusion', { model, text, at: 1 })).rejects.toMatchObject(refused);
  await expect(engine.call('score', { model, text })).rejects.toMatchObject(refused);
});
