import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  minTokensToKeepFor,
  createLogitsProcessors,
  createLogitsWarpers,
} from '../../../src/decoding/logits/processorList.js';
import { resolveGenerationConfig } from '../../../src/decoding/config/resolve.js';
import { processLogits } from '../../../src/decoding/logits/processedLogits.js';
import { logSoftmax } from '../../../src/maths/softmax.js';
import type { GenerationConfig } from '../../../src/protocol/engine/index.js';
import { decodeAll } from './decodeAll.js';
import { tableModel, type Tables } from './tableModel.js';

/** Written by huggingFaceCases.py, which says how. */
interface Case extends Tables {
  kind: 'greedy' | 'beam' | 'group' | 'filters';
  eos: number[];
  pad: number;
  prompt: number[];
  limit: number;
  /** in Hugging Face's spelling */
  options: Record<string, unknown>;
  beams?: boolean;
  sequences?: number[][];
  scores: (number | null)[] | null;
}

const file = new URL('huggingFaceCases.json', import.meta.url);
const cases = (JSON.parse(readFileSync(file, 'utf8')) as Case[]).map((one, index) => ({ ...one, index }));

function decodingOf({ kind, options }: Case): GenerationConfig {
  const camelCase = (name: string) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const strategy = { greedy: 'greedy', beam: 'beam', group: 'beam', filters: 'sample' }[kind];
  const fields = Object.entries(options).map(([name, value]) => [camelCase(name), value]);
  return { strategy, ...Object.fromEntries(fields) } as GenerationConfig;
}

test.each(cases.filter(({ kind }) => kind === 'filters'))(
  'case $index: $options leaves what it leaves there',
  async (one) => {
    const model = tableModel(one);
    const plan = resolveGenerationConfig(decodingOf(one), {
      vocabularySize: model.vocabularySize,
      maxNewTokens: one.limit,
    });
    const { logits } = await model.step({ past: null, tokens: [one.prompt] });
    const chain = [
      ...createLogitsProcessors(plan, { eosIds: one.eos }, one.limit),
      ...createLogitsWarpers(plan, one.beams ? minTokensToKeepFor(one.eos) : 1),
    ];
    const { final } = processLogits(chain, one.beams ? logSoftmax(logits) : logits, { ids: one.prompt, newTokens: 0 });
    one.scores!.forEach((score, id) => {
      if (score === null) expect(final[id]).toBe(-Infinity);
      else expect(final[id]).toBeCloseTo(score, 3);
    });
  },
);

test.each(cases.filter(({ kind }) => kind !== 'filters'))(
  'case $index: $kind $options writes the same',
  async (one) => {
    const model = tableModel(one, { eosIds: one.eos, padId: one.pad });
    const { sequences } = await decodeAll(model, decodingOf(one), { prompt: one.prompt, limit: one.limit });
    // Hugging Face ends every hypothesis with the first of several ends of sequence, whichever it had.
    const body = (ids: readonly number[]) => (one.eos.includes(ids.at(-1)!) ? [...ids.slice(0, -1), one.eos[0]] : ids);
    expect(sequences.map(({ ids }) => body(ids))).toEqual(one.sequences!.map(body));
    one.scores?.forEach((score, index) => expect(sequences[index]!.score).toBeCloseTo(score!, 4));
  },
);
