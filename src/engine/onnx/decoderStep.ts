import { GlassboxError } from '../../protocol/engine/index.js';
import type { StepFn, StepInput, StepOutput } from '../../decoding/model/languageModel.js';
import type { Lease } from '../scheduling/scheduler.js';
import { emptyCacheTensors, usesCache, pastNameOf, TensorKVCache } from './pastTensors.js';
import { createNoCacheStep } from './noCacheStep.js';
import { runSession, type Feeds, type Session, type Tensor } from './session.js';
import { HIDDEN_OUTPUT } from './rewrite/exposeHiddenState.js';
import { boolTensor, toFloat32, int64Filled, int64Rows, lastPositions, requireOutput, selectRows } from './tensors.js';

/** The graphs of a decoder: one for all steps, or one for the first and one for the later steps. */
export interface DecoderSessions {
  first: Session;
  later: Session;
}

/** Sessions may have the hidden state as one more output, see `exposeHiddenState`. */
const givesHidden = ({ first, later }: DecoderSessions) =>
  [first, later].every((session) => session.outputNames.includes(HIDDEN_OUTPUT));

/** What T5's decoder reads of the source: the encoder's states [1, source tokens, width]. */
export interface EncodedSource {
  hiddenStates: Tensor;
  length: number;
}

/** Prompt tokens read at once: bounds the logits of a long prompt and the time until a cancellation is seen. */
const CHUNK_TOKENS = 128;

async function stepFeedsOf(
  session: Session,
  past: TensorKVCache,
  { tokens }: StepInput,
  later: boolean,
  source: EncodedSource | null,
): Promise<Feeds> {
  const rows = tokens.length;
  const columns = tokens[0]?.length ?? 0;
  const tensors = await past.resolve();
  const feeds: Feeds = {};
  for (const name of session.inputNames) {
    const tensor = tensors.get(name);
    if (tensor) feeds[name] = tensor;
    else if (name === 'input_ids') feeds[name] = await int64Rows(tokens);
    else if (name === 'attention_mask') feeds[name] = await int64Filled(1, rows, past.length + columns);
    else if (name === 'position_ids') {
      const positions = Array.from({ length: columns }, (_, column) => past.length + column);
      feeds[name] = await int64Rows(tokens.map(() => positions));
    } else if (name === 'use_cache_branch') feeds[name] = await boolTensor(later);
    else if (name === 'encoder_attention_mask' && source) feeds[name] = await int64Filled(1, rows, source.length);
    else if (name === 'encoder_hidden_states' && source) {
      feeds[name] = await selectRows(source.hiddenStates, Array<number>(rows).fill(0));
    } else
      throw new GlassboxError(
        'model-broken',
        `The decoder asks for the input ${name}, which no model of this kind has.`,
        { details: { kind: 'graph', name } },
      );
  }
  return feeds;
}

/**
 * Creates the step of a decoder's graphs, with the hub's names: `past_key_values.*` in, `present.*` out. Cross-attention keys
 * and values stay those of the first step; merged graphs return them empty afterwards.
 */
export function createDecoderStep(
  sessions: DecoderSessions,
  lease: Lease,
  source: EncodedSource | null = null,
): StepFn {
  const extra = givesHidden(sessions) ? [HIDDEN_OUTPUT] : [];
  const one = async (input: StepInput, signal?: AbortSignal): Promise<StepOutput> => {
    const rows = input.tokens.length;
    const later = input.past !== null && input.past.length > 0;
    const session = later ? sessions.later : sessions.first;
    const past =
      (input.past as TensorKVCache | null) ?? new TensorKVCache(rows, 0, await emptyCacheTensors(session, rows));
    const feeds = await stepFeedsOf(session, past, input, later, source);
    const presents = session.outputNames.filter(
      (name) => name.startsWith('present') && !(later && name.includes('.encoder.')),
    );
    const outputs = await runSession(session, feeds, ['logits', ...extra, ...presents], lease, signal);
    const tensors = new Map(presents.map((name) => [pastNameOf(name), requireOutput(outputs, name)]));
    if (later) {
      for (const [name, tensor] of Object.entries(feeds)) if (name.includes('.encoder.')) tensors.set(name, tensor);
    }
    const length = past.length + (input.tokens[0]?.length ?? 0);
    const hidden = outputs[HIDDEN_OUTPUT] && requireOutput(outputs, HIDDEN_OUTPUT);
    return {
      logits: lastPositions(requireOutput(outputs, 'logits'), 'logits'),
      ...(hidden && { hidden: lastPositions(hidden, HIDDEN_OUTPUT), hiddenStates: toFloat32(hidden) }),
      past: new TensorKVCache(rows, length, tensors),
    };
  };

  if (!usesCache(sessions.later)) return createNoCacheStep(one);
  // The cached branch of a merged or split export may be traced for one new token only, so only plain graphs are fed in
  // chunks; hidden states are wanted of the whole prompt at once.
  const plain = sessions.first === sessions.later && !sessions.first.inputNames.includes('use_cache_branch');
  const chunked = plain && extra.length === 0;
  if (!chunked) return one;
  return async (input, signal) => {
    const columns = input.tokens[0]?.length ?? 0;
    let result = await one({ past: input.past, tokens: input.tokens.map((row) => row.slice(0, CHUNK_TOKENS)) }, signal);
    for (let start = CHUNK_TOKENS; start < columns; start += CHUNK_TOKENS) {
      const tokens = input.tokens.map((row) => row.slice(start, start + CHUNK_TOKENS));
      result = await one({ past: result.past, tokens }, signal);
    }
    return result;
  };
}
