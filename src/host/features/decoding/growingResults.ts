import type { ComparedRun, GenerationStep } from '../../../protocol/engine/index.js';
import type { DecodingRun, RunGrowth, RunSequence } from '../../../protocol/webviews/index.js';

const EMPTY: RunSequence = { ids: [], text: '', steps: [], finish: null, logProbability: null, score: null };

/** A run with what came to it. */
export function appendToResult(run: DecodingRun, { sequences, nodes }: RunGrowth): DecodingRun {
  const next = [...run.sequences];
  for (const { sequence, text, steps } of sequences) {
    while (next.length <= sequence) next.push(EMPTY);
    const before = next[sequence]!;
    next[sequence] = {
      ...before,
      text: before.text + (before.text === '' ? spaced(run, steps, text) : text),
      ids: [...before.ids, ...steps.map(({ id }) => id)],
      steps: [...before.steps, ...steps],
    };
  }
  const tree = nodes.length > 0 ? [...(run.tree ?? []), ...nodes] : run.tree;
  return { ...run, status: 'running', sequences: next, tree };
}

/** A text by itself loses its first space where the tokenizer takes it for the beginning; behind a branch's text it is one. */
function spaced({ branch }: DecodingRun, [first]: readonly GenerationStep[], text: string): string {
  return branch && first?.text.startsWith(' ') && text !== '' && !/^\s/.test(text) ? ` ${text}` : text;
}

/** A run with what it gave in the end. */
export function finishResult(run: DecodingRun, value: ComparedRun): DecodingRun {
  const { sequences, metrics, warnings, seed, tree, stopped } = value;
  return {
    ...run,
    status: stopped ? 'stopped' : 'done',
    sequences: sequences.map(({ steps = [], text, ...rest }) => ({ ...rest, text: spaced(run, steps, text), steps })),
    tree: tree?.nodes ?? null,
    metrics,
    warnings,
    seed: seed ?? null,
  };
}
