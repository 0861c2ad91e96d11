import { determinismParts } from '../../../decoding/config/determinism.js';
import {
  toErrorValue,
  type GenerateValue,
  type GenerationConfig,
  type Engine,
  type Params,
} from '../../../protocol/engine/index.js';
import type { DeterminismCheck } from '../../../protocol/webviews/index.js';

/**
 * Runs a recipe several times, each by itself: in one batch, runs could hardly differ.
 * @param prompt what all of them go on from
 * @param onCheck called after each run
 */
export async function checkDeterminism(
  engine: Engine,
  decoding: GenerationConfig,
  seed: number,
  prompt: Pick<Params<'generate'>, 'model' | 'text' | 'promptIds' | 'maxNewTokens'>,
  onCheck: (check: DeterminismCheck) => void,
  signal: AbortSignal,
): Promise<void> {
  const parts = determinismParts(decoding, [seed, seed + 1, seed + 2]);
  const all = parts.flatMap(({ decodings }, part) => decodings.map((one) => ({ part, decoding: one })));
  let check: DeterminismCheck = {
    parts: parts.map((part) => ({ kind: part.kind, decoding: part.decodings[0] ?? decoding, runs: [] })),
    running: all.length,
    error: null,
  };
  onCheck(check);
  try {
    for (const [index, one] of all.entries()) {
      const params = { ...prompt, decoding: one.decoding, alternatives: 1 };
      const run = runOf(await engine.call('generate', params, { priority: 'visible' }, signal));
      const next = check.parts.map((part, at) => (at === one.part ? { ...part, runs: [...part.runs, run] } : part));
      onCheck((check = { ...check, parts: next, running: all.length - index - 1 }));
    }
  } catch (error) {
    onCheck({ ...check, running: 0, error: toErrorValue(error) });
  }
}

function runOf({
  sequences: [first],
  decodedByServer,
}: GenerateValue): DeterminismCheck['parts'][number]['runs'][number] {
  return decodedByServer
    ? { ids: [], texts: [first?.text ?? ''], decodedByServer }
    : { ids: first?.ids ?? [], texts: first?.steps?.map(({ text }) => text) ?? [] };
}
