import type { Alternative, CompareValue, ServerAbilities } from '../../../src/protocol/engine/index.js';
import type { DecodingRun, DecodingState } from '../../../src/protocol/webviews/index.js';
import { endedRuns, MODELS, served, stateOf } from './decodingFixture.js';

/** Of a server that tells texts alone. */
const WORDS_ONLY: Partial<ServerAbilities> = {
  alternatives: { most: 0, isWhole: false, namedBy: null, are: null },
  promptLogProbabilities: null,
  tokenNumbers: { tokenize: false, in: false, out: false },
};

/** One that texts leave this machine for, with a name that fills a line; one here; one that tells texts alone. */
export const BEYOND = served('https://gpu12.cluster.example.org:8443');
export const HERE = served('http://127.0.0.1:8080');
export const OLLAMA = served('http://127.0.0.1:11434', WORDS_ONLY);

/**
 * Models side by side: one recipe by gpt2-mini here, a server beyond and one here, a recipe of which the server beyond drew
 * every other token, and the first again by a server that tells texts alone; ids from 1.
 */
export function servedRuns(value: CompareValue): DecodingRun[] {
  const [greedy, sampled] = endedRuns(value) as [DecodingRun, DecodingRun];
  const by = ({ id }: typeof HERE, run: DecodingRun, place: number): DecodingRun => ({
    ...run,
    ...{ id: place, ownModel: id, model: id },
  });
  return [
    greedy,
    by(BEYOND, greedy, 2),
    by(HERE, greedy, 3),
    withDrawnTokens(by(BEYOND, sampled, 4)),
    byItsSampler(by(OLLAMA, greedy, 5)),
  ];
}

/** Every other token was drawn by the server: nothing is told of what its samplers left. */
function withDrawnTokens(run: DecodingRun): DecodingRun {
  const sequences = run.sequences.map((sequence) => ({
    ...sequence,
    steps: sequence.steps.map(({ id, text, probability, alternatives }, at) => ({
      ...{ id, text, probability },
      ...(at % 2 === 0 ? { alternatives } : { alternatives: alternatives.map(untold), drawnByServer: true as const }),
    })),
  }));
  return { ...run, sequences };
}

const untold = (alternative: Alternative): Alternative => ({ ...alternative, filteredProbability: null });

/** All was written by the server: neither tokens nor figures of them. */
function byItsSampler(run: DecodingRun): DecodingRun {
  const none = { meanLogProbability: null, perplexity: null, distinct1: null, distinct2: null };
  return {
    ...run,
    decoding: { strategy: 'sample', topK: 40, minP: 0.05 },
    sequences: run.sequences.slice(0, 1).map(({ text, finish }) => ({
      ...{ ids: [], steps: [], text, finish, logProbability: null, score: null },
    })),
    metrics: run.metrics && {
      ...run.metrics,
      ...none,
      ...{ repeated4grams: null, promptOverlap: null, selfBleu: null },
    },
    warnings: [
      { kind: 'decodedByServer' },
      { kind: 'ignoredByServer', fields: ['minP'] },
      { kind: 'unsureAtServer', fields: ['topK'] },
    ],
    promptIds: [],
  };
}

/** The view with models of servers beside those here. */
export const servedState = (value: CompareValue, runs = servedRuns(value)): DecodingState => ({
  ...stateOf(value, runs),
  models: [...MODELS, BEYOND, HERE, OLLAMA],
});
