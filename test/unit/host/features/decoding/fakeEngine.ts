import type {
  CallOptions,
  CompareValue,
  ComparedRun,
  GenerationConfig,
  Engine,
  GenerationMetrics,
  GenerationStep,
  MethodName,
  ModelInfo,
  Params,
  Progress,
  Values,
} from '../../../../../src/protocol/engine/index.js';
import type { DecodingState } from '../../../../../src/protocol/webviews/index.js';
import { GlassboxError } from '../../../../../src/protocol/engine/index.js';
import { deserializeState } from '../../../../../src/host/features/decoding/serialization.js';
import { reduce } from '../../../../../src/host/features/decoding/reducer.js';
import type { SessionState } from '../../../../../src/host/features/decoding/sessionState.js';

const info = (id: string, rest: Partial<ModelInfo> = {}): ModelInfo => ({
  id,
  architecture: 'decoder',
  type: 'gpt2',
  tasks: ['tokens', 'generate', 'compare', 'distribution'],
  source: 'embedded',
  folder: `/models/${id}`,
  bytes: 9_000_000,
  maxLength: 512,
  vocabularySize: 10_000,
  defaultFor: [],
  ...rest,
});

export const GPT2 = info('gpt2-mini');
export const AMATEUR = info('gpt2-mini-amateur', { bytes: 2_000_000 });
export const OTHER_GPT2 = info('gpt2', { vocabularySize: 50_257, source: 'installed' });
export const T5 = info('t5-mini', {
  architecture: 'encoder-decoder',
  type: 't5',
  languages: [
    { from: 'German', to: 'English' },
    { from: 'English', to: 'German' },
  ],
  prefixes: ['translate German to English: ', 'translate English to German: '],
});
export const MODELS = [GPT2, AMATEUR, OTHER_GPT2, T5];

export const METRICS: GenerationMetrics = {
  newTokens: 2,
  seconds: 0.1,
  tokensPerSecond: 20,
  meanLogProbability: -1,
  perplexity: Math.E,
  distinct1: 1,
  distinct2: 1,
  repeated4grams: 0,
  promptOverlap: 0,
  selfBleu: null,
};

export function step(id: number, text: string, other = { id: id + 100, text: ' other' }): GenerationStep {
  const alternative = { ...other, probability: 0.1, filteredProbability: 0.1 };
  const own = { id, text, probability: 0.5, filteredProbability: 0.5 };
  return { id, text, probability: 0.5, alternatives: [own, alternative] };
}

/** What a run of two tokens gives. */
export function twoTokens(decoding: GenerationConfig): ComparedRun {
  const steps = [step(1, ' one'), step(2, ' two')];
  const sequence = { ids: [1, 2], text: ' one two', logProbability: -2, score: -2, finish: 'length' as const, steps };
  return { decoding, sequences: [sequence], metrics: METRICS, warnings: [] };
}

/** A call of `compare` that goes on until the test ends it. */
export interface OpenJob {
  params: Params<'compare'>;
  tell(progress: Progress): void;
  /** begins with these tokens, gives every run that has not ended two tokens, and settles */
  finish(promptIds?: number[]): void;
  end(run: number, value?: Partial<ComparedRun>): void;
  fail(error: Error): void;
}

/** An engine whose runs are played by the test; everything else is answered at once. */
export class FakeEngine implements Engine {
  readonly calls: { method: MethodName; params: unknown }[] = [];
  readonly jobs: OpenJob[] = [];
  models: ModelInfo[] = MODELS;
  /** answers of `generate`, in turn */
  generations: number[][] = [];

  /** The job that was started last. */
  get job(): OpenJob {
    return this.jobs.at(-1)!;
  }

  called<M extends MethodName>(method: M): Params<M>[] {
    return this.calls.filter((call) => call.method === method).map(({ params }) => params as Params<M>);
  }

  call<M extends MethodName>(method: M, params: Params<M>, options: CallOptions = {}, signal?: AbortSignal) {
    this.calls.push({ method, params });
    return this.#answer(method, params as never, options, signal) as Promise<Values[M]>;
  }

  #answer(method: MethodName, params: never, options: CallOptions, signal?: AbortSignal): Promise<unknown> {
    if (method === 'compare') return this.#compare(params, options, signal);
    if (method === 'models') return Promise.resolve(this.models);
    if (method === 'endRun') return Promise.resolve({ ended: true });
    if (method === 'tokens') {
      const { text } = params as Params<'tokens'>;
      const tokens = [...text.matchAll(/\s*\S+/g)].map(({ 0: word, index }, id) => ({
        id,
        text: word,
        start: index,
        end: index + word.length,
      }));
      return Promise.resolve({ model: 'gpt2-mini', tokens, maxLength: 512 });
    }
    if (method === 'distribution') {
      return Promise.resolve({ model: 'gpt2-mini', ids: Int32Array.of(5), logits: Float32Array.of(1), texts: ['x'] });
    }
    if (method === 'generate') {
      const ids = this.generations.shift() ?? [1, 2];
      const steps = ids.map((id) => step(id, ` ${id}`));
      const sequence = { ids, text: '', logProbability: -1, score: -1, finish: 'length', steps };
      return Promise.resolve({ model: 'gpt2-mini', prompt: [], sequences: [sequence], metrics: METRICS, warnings: [] });
    }
    return Promise.reject(new Error(`${method} is not played`));
  }

  #compare(params: Params<'compare'>, { onProgress }: CallOptions, signal?: AbortSignal): Promise<CompareValue> {
    return new Promise((resolve, reject) => {
      const ended = new Set<number>();
      const job: OpenJob = {
        params,
        tell: (progress) => onProgress?.(progress),
        end: (run, value = {}) => {
          ended.add(run);
          onProgress?.({ kind: 'run', run, value: { ...twoTokens(params.decodings[run]!), ...value } });
        },
        finish: (promptIds = [7, 8]) => {
          onProgress?.({ kind: 'prompt', ids: promptIds });
          params.decodings.forEach((_, run) => !ended.has(run) && job.end(run));
          resolve({ model: 'gpt2-mini', prompt: [], runs: params.decodings.map(twoTokens) });
        },
        fail: reject,
      };
      signal?.addEventListener('abort', () => reject(new GlassboxError('cancelled', 'The run was cancelled.')));
      this.jobs.push(job);
    });
  }
}

/** A new comparison with a typed prompt and these recipes. */
export function freshState(decodings: GenerationConfig[], change: Partial<DecodingState> = {}): SessionState {
  const settings = {
    version: 1,
    prompt: { mode: 'typed', text: 'Once upon a time', label: '' },
    model: 'gpt2-mini',
    seed: 7,
    maxNewTokens: 40,
    prefix: '',
    recipes: decodings.map((decoding, id) => ({ id, name: null, decoding, branch: null })),
  };
  const state = deserializeState(settings, null, {
    prompt: { mode: 'follow', text: '', label: '' },
    model: 'x',
    maxNewTokens: 1,
  });
  return reduce({ ...state, shown: { ...state.shown, ...change } }, { type: 'setModels', models: MODELS });
}
