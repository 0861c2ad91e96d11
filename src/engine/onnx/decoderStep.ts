import { GlassboxError } from '../../protocol/index.js';
import type { StepFn, StepInput, StepOutput } from '../../decoding/step.js';
import type { Turn } from '../turns.js';
import { emptyPast, keepsPast, pastName, TensorPast } from './past.js';
import { rereading } from './rereading.js';
import { runSession, type Feeds, type Session, type Tensor } from './runtime.js';
import { HIDDEN_OUTPUT } from './graph/expose.js';
import { boolTensor, floats, int64Filled, int64Rows, lastPositions, output, selectRows } from './tensors.js';

/** The graphs of a decoder: one for all steps, or one for the first and one for the later steps. */
export interface DecoderSessions {
  first: Session;
  later: Session;
}

/** Sessions may have the hidden state as one more output, see `exposeHiddenState`. */
const givesHidden = ({ first, later }: DecoderSessions) =>
  [first, later].every((session) => session.outputNames.includes(HIDDEN_OUTPUT));

/** What T5's decoder reads of the source: the encoder's states [1, source tokens, width]. */
export interface Source {
  hiddenStates: Tensor;
  length: number;
}

/** Prompt tokens read at once: bounds the logits of a long prompt and the time until a cancellation is seen. */
const CHUNK = 128;

async function feedsFor(
  session: Session,
  past: TensorPast,
  { tokens }: StepInput,
  later: boolean,
  source: Source | null,
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
      );
  }
  return feeds;
}

/**
 * The step of a decoder's graphs, with the hub's names: `past_key_values.*` in, `present.*` out. Cross-attention keys
 * and values stay those of the first step; merged graphs return them empty afterwards.
 */
export function decoderStep(sessions: DecoderSessions, turn: Turn, source: Source | null = null): StepFn {
  const extra = givesHidden(sessions) ? [HIDDEN_OUTPUT] : [];
  const one = async (input: StepInput, signal?: AbortSignal): Promise<StepOutput> => {
    const rows = input.tokens.length;
    const later = input.past !== null && input.past.length > 0;
    const session = later ? sessions.later : sessions.first;
    const past = (input.past as TensorPast | null) ?? new TensorPast(rows, 0, await emptyPast(session, rows));
    const feeds = await feedsFor(session, past, input, later, source);
    const presents = session.outputNames.filter(
      (name) => name.startsWith('present') && !(later && name.includes('.encoder.')),
    );
    const outputs = await runSession(session, feeds, ['logits', ...extra, ...presents], turn, signal);
    const tensors = new Map(presents.map((name) => [pastName(name), output(outputs, name)]));
    if (later) {
      for (const [name, tensor] of Object.entries(feeds)) if (name.includes('.encoder.')) tensors.set(name, tensor);
    }
    const length = past.length + (input.tokens[0]?.length ?? 0);
    const hidden = outputs[HIDDEN_OUTPUT] && output(outputs, HIDDEN_OUTPUT);
    return {
      logits: lastPositions(output(outputs, 'logits'), 'logits'),
      ...(hidden && { hidden: lastPositions(hidden, HIDDEN_OUTPUT), hiddenStates: floats(hidden) }),
      past: new TensorPast(rows, length, tensors),
    };
  };

  if (!keepsPast(sessions.later)) return rereading(one);
  // The cached branch of a merged or split export may be traced for one new token only, so only plain graphs are fed in
  // chunks; hidden states are wanted of the whole prompt at once.
  const plain = sessions.first === sessions.later && !sessions.first.inputNames.includes('use_cache_branch');
  const chunked = plain && extra.length === 0;
  if (!chunked) return one;
  return async (input, signal) => {
    const columns = input.tokens[0]?.length ?? 0;
    let result = await one({ past: input.past, tokens: input.tokens.map((row) => row.slice(0, CHUNK)) }, signal);
    for (let start = CHUNK; start < columns; start += CHUNK) {
      const tokens = input.tokens.map((row) => row.slice(start, start + CHUNK));
      result = await one({ past: result.past, tokens }, signal);
    }
    return result;
  };
}
