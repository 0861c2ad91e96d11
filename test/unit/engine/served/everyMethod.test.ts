/* Every method of the engine with models of servers: it works, or says of which model, why not, and what it does serve. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  SERVED_METHODS,
  type GlassboxError,
  type MethodName,
  type ServerAbilities,
} from '../../../../src/protocol/engine/index.js';
import { ALL, WORDS_ONLY, type Skills } from '../../servers/standIn.js';
import { engineWith } from './engineWith.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-served-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = 'She went to the river';
const examples = ['one two', 'two one', 'the old', 'old the'].map((line, at) => ({ text: line, label: 'ab'[at % 2]! }));
const at = { start: 0, end: 3 };
const names = examples.map(({ text: line }) => ({ text: line, spans: [{ start: 0, end: 3, label: 'A' }] }));

/** The least that each method takes beside a model; those that take no model of a text's are not here. */
const ASKED: Partial<Record<MethodName, object>> = {
  tokens: { text },
  fillMask: { text: 'She went to the [MASK]' },
  betterWords: { text, ...at },
  score: { text },
  embed: { texts: [text] },
  classify: { text },
  entities: { text },
  answer: { question: 'Who went?', context: text },
  nextSentence: { first: text, second: text },
  replaced: { text },
  rank: { query: 'river', texts: [text] },
  summarize: { text },
  generate: { text, maxNewTokens: 3, decoding: { strategy: 'greedy' } },
  compare: { text, maxNewTokens: 3, decodings: [{ strategy: 'greedy' }] },
  distribution: { text },
  divergence: { text, ids: [2, 3], otherModel: 'gpt2-mini' },
  translate: { text, from: 'English', to: 'German' },
  attention: { text },
  attentionSummary: { text },
  occlusion: { text, at: 1 },
  headAblation: { text, at: 1 },
  saliency: { text, at: 1 },
  rightContext: { text, at: 1 },
  inputVectors: { text },
  predictions: { text, variants: [{ at: [1] }] },
  comparePrecision: { text },
  gradients: { text },
  hidden: { text },
  logitLens: { text },
  search: { query: 'river', documents: [{ name: 'a', text }] },
  buildIndex: { folders: [folder] },
  train: { examples, folder: path.join(folder, 'classes') },
  trainNames: { examples: names, folder: path.join(folder, 'names') },
  adapt: { text, folder: path.join(folder, 'adapted') },
  inspect: {},
  anatomy: {},
};

/** What Infinity and its like have: vectors, and no way to write on. */
const vectorsAlone = (found: ServerAbilities): ServerAbilities => ({
  ...{ ...found, completes: false, promptLogProbabilities: null, sampling: null, ends: [] },
  alternatives: { most: 0, isWhole: false, namedBy: null, are: null },
  tokenNumbers: { tokenize: false, in: false, out: false },
});

const KINDS: [string, Partial<Skills>, MethodName[], ((found: ServerAbilities) => ServerAbilities)?][] = [
  ['with numbers', ALL, ['tokens', 'generate', 'compare', 'distribution', 'score', 'embed', 'search', 'buildIndex']],
  ['of words alone', WORDS_ONLY, ['generate', 'compare']],
  ['of words and vectors', { ...WORDS_ONLY, embeds: true }, ['generate', 'compare', 'embed', 'search', 'buildIndex']],
  ['of vectors alone', { ...WORDS_ONLY, embeds: true }, ['embed', 'search', 'buildIndex'], vectorsAlone],
];

describe.each(KINDS)('a server %s', (_, skills, serves, change = (found) => found) => {
  it.each(Object.keys(ASKED) as MethodName[])('%s', async (method) => {
    const { engine, model } = await engineWith({ skills: { ...ALL, ...skills }, change });
    const asked = method === 'buildIndex' ? { index: mkdtempSync(path.join(folder, 'index-')) } : {};
    const error = await engine.call(method, { model, ...ASKED[method], ...asked }).then(
      () => null,
      (thrown: GlassboxError) => thrown,
    );
    if (serves.includes(method)) return expect(error).toBeNull();
    expect(error).toMatchObject({
      code: 'wrong-architecture',
      details: { kind: 'servedTask', model, method },
      message: expect.stringContaining(`It serves ${serves[0]}`) as string,
    });
  });
});

it('each method that takes a model is tried', () => {
  // Label by label is tried on a real server: its lines are no words of the stand-in's. Many texts are asked for by these.
  const free: MethodName[] = ['zeroShot', 'planMany', 'scoreMany', 'pretrain'];
  const taken = SERVED_METHODS.map(([method]) => method).filter((method) => !free.includes(method));
  expect(taken.filter((method) => !(method in ASKED))).toEqual([]);
});
