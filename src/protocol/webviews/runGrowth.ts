import type { GenerationStep } from '../engine/generationValues.js';
import type { DecodingRun, RunGrowth, RunSequence } from './decoding.js';

const EMPTY: RunSequence = { ids: [], text: '', steps: [], finish: null, logProbability: null, score: null };

/** Puts what came to a run behind what it has. The run is a new object over longer lists, which are its own. */
export function growRun(run: DecodingRun, { sequences, nodes }: RunGrowth): DecodingRun {
  const grown = [...run.sequences];
  for (const { sequence, text, steps } of sequences) {
    while (grown.length <= sequence) grown.push(EMPTY);
    const before = grown[sequence] ?? EMPTY;
    grown[sequence] = {
      ...before,
      text: before.text + (before.text === '' ? firstText(run, steps, text) : text),
      ids: [...before.ids, ...steps.map(({ id }) => id)],
      steps: [...before.steps, ...steps],
    };
  }
  return {
    ...run,
    status: run.status === 'waiting' ? 'running' : run.status,
    sequences: grown,
    tree: nodes.length > 0 ? [...(run.tree ?? []), ...nodes] : run.tree,
  };
}

/**
 * Gives a run's text as it follows what stands before it: a text by itself loses its first space where the tokenizer takes
 * it for the beginning; behind a branch's text it is one.
 */
export function firstText({ branch }: DecodingRun, [first]: readonly GenerationStep[], text: string): string {
  return branch && first?.text.startsWith(' ') && text !== '' && !/^\s/.test(text) ? ` ${text}` : text;
}
