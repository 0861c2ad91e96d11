import { expect, it } from 'vitest';
import { checkDeterminism } from '../../../../../src/host/features/decoding/checkDeterminism.js';
import type { GenerationConfig } from '../../../../../src/protocol/engine/index.js';
import type { DeterminismCheck } from '../../../../../src/protocol/webviews/index.js';
import { firstDivergence, piecesOf } from '../../../../../webview-ui/decoding/determinism/runDivergence.js';
import { engineWith } from '../../../engine/served/engineWith.js';
import { WORDS_ONLY } from '../../../servers/standIn.js';

/** Where each part's runs part on a server that tells texts alone. */
async function partings(seeds: boolean, decoding: GenerationConfig) {
  const { engine, model } = await engineWith({ skills: { ...WORDS_ONLY, seeds } });
  let check: DeterminismCheck | null = null;
  const prompt = { model, text: 'one two', maxNewTokens: 12 };
  await checkDeterminism(engine, decoding, 3, prompt, (now) => (check = now), new AbortController().signal);
  const { parts, error } = check!;
  expect(error).toBeNull();
  expect(parts.flatMap(({ runs }) => runs).every((run) => run.decodedByServer && run.ids.length === 0)).toBe(true);
  const found = parts.map(({ kind, runs }) => [kind, firstDivergence(piecesOf(runs).runs)] as const);
  return Object.fromEntries(found.map(([kind, parting]) => [kind, parting !== null]));
}

it('a server that takes seeds writes the same with one, others with others', async () => {
  const parted = await partings(true, { strategy: 'sample', temperature: 1.5 });
  expect(parted).toMatchObject({ recipe: true, zero: false, seed: false });
});

it('one that takes none is seen to: texts with one seed part', async () => {
  expect(await partings(false, { strategy: 'sample', temperature: 1.5 })).toMatchObject({ zero: false, seed: true });
});

it('what is not drawn is asked for three times', async () => {
  expect(await partings(true, { strategy: 'greedy' })).toEqual({ recipe: false });
});
