import { abilities } from '../../unit/host/servers/abilities.js';
import type { CompareValue, ModelInfo, ServerAbilities } from '../../../src/protocol/engine/index.js';
import type { DecodingRun, DecodingState, RunGrowth, RunSequence } from '../../../src/protocol/webviews/index.js';

const model = (id: string, bytes: number, more: Partial<ModelInfo> = {}): ModelInfo => ({
  id,
  architecture: 'decoder',
  type: 'gpt2',
  tasks: ['generate', 'compare', 'divergence'],
  source: 'embedded',
  folder: id,
  bytes,
  maxLength: 1024,
  vocabularySize: 16_000,
  defaultFor: [],
  ...more,
});

export const MODELS: ModelInfo[] = [
  model('gpt2-mini', 9e6),
  model('gpt2-mini-amateur', 2e6),
  model('t5-mini', 16e6, {
    architecture: 'encoder-decoder',
    type: 't5',
    maxLength: null,
    languages: [
      { from: 'English', to: 'German' },
      { from: 'English', to: 'French' },
    ],
    prefixes: ['translate English to German: ', 'summarize: '],
  }),
];

/** A model of a server: without a size and a folder here. @param more what its server can do otherwise than most */
export const served = (address: string, more: Partial<ServerAbilities> = {}): ModelInfo => ({
  ...model(`forty@${new URL(address).host}`, 0, { source: 'server', folder: '', tasks: ['generate', 'compare'] }),
  server: { address, abilities: abilities(more) },
});

/** A run that has not started. */
export function idleRun(id: number, decoding: DecodingRun['decoding']): DecodingRun {
  return {
    id,
    generation: 0,
    name: null,
    decoding,
    status: 'idle',
    stale: false,
    faults: [],
    error: null,
    sequences: [],
    tree: null,
    metrics: null,
    warnings: [],
    seed: null,
    promptIds: [],
    model: null,
    branch: null,
    check: null,
  };
}

/** The runs of a comparison as they stand when they have ended; ids from 1. */
export function endedRuns({ model: writer, runs, prompt }: CompareValue): DecodingRun[] {
  return runs.map((run, index) => ({
    ...idleRun(index + 1, withoutSeed(run.decoding)),
    generation: 1,
    status: 'done',
    sequences: run.sequences.map(({ ids, text, steps = [], finish, logProbability, score }): RunSequence => ({
      ids,
      text,
      steps,
      finish,
      logProbability,
      score,
    })),
    tree: run.tree?.nodes ?? null,
    metrics: run.metrics,
    warnings: run.warningDetails ?? [],
    seed: run.seed ?? null,
    promptIds: prompt.map(({ id }) => id),
    model: writer,
  }));
}

function withoutSeed(decoding: DecodingRun['decoding']): DecodingRun['decoding'] {
  return Object.fromEntries(Object.entries(decoding).filter(([field]) => field !== 'seed')) as typeof decoding;
}

/** A state with these runs. */
export function stateOf(value: CompareValue, runs = endedRuns(value)): DecodingState {
  return {
    prompt: {
      mode: 'follow',
      text: value.prompt.map(({ text }) => text).join(''),
      label: 'note.md:12',
    },
    model: value.model,
    seed: 7,
    maxNewTokens: 28,
    prefix: '',
    models: MODELS,
    error: null,
    runs,
  };
}

/** What an ended run told while it was written, `size` tokens of each sequence at a time. */
export function growthOf(run: DecodingRun, generation: number, size: number): RunGrowth[] {
  const longest = Math.max(0, ...run.sequences.map(({ steps }) => steps.length));
  const parts = Math.ceil(longest / size);
  const nodes = run.tree ?? [];
  return Array.from({ length: parts }, (_, part) => ({
    id: run.id,
    generation,
    sequences: run.sequences
      .map(({ steps }, sequence) => {
        const fresh = steps.slice(part * size, (part + 1) * size);
        return { sequence, text: fresh.map(({ text }) => text).join(''), steps: fresh };
      })
      .filter(({ steps }) => steps.length > 0),
    nodes: nodes.slice(Math.floor((part * nodes.length) / parts), Math.floor(((part + 1) * nodes.length) / parts)),
  }));
}
