import { GlassboxError } from '../../protocol/engine/index.js';
import type { BestLogits, KVCache, StepFn, StepInput, StepOutput } from '../../decoding/model/languageModel.js';
import type { Lease } from '../scheduling/scheduler.js';
import { BufferedKVCache, KVCacheBuffers } from './kvCache.js';
import { BEST_COUNT, BEST_IDS, BEST_LOG_PROBABILITIES, BEST_LOGITS, BEST_OUTPUTS } from './rewrite/bestLogits.js';
import { STEP_MASK, SPLIT_SIZES, TOKEN_POSITIONS } from './rewrite/bufferedAttention.js';
import { PAST_SHAPE, TOTAL_SHAPE } from './rewrite/bufferedStep.js';
import { TOKEN_COUNT, FLAT_SHAPE, ROW_COUNT, VIEW_SHAPE } from './rewrite/knownSizes.js';
import { HIDDEN_OUTPUT } from './rewrite/exposeHiddenState.js';
import { runSession, type Feeds, type Outputs, type Session, type Tensor } from './session.js';
import {
  toFloat32,
  floatsOf,
  floatTensor,
  int64Filled,
  int64Rows,
  int64Vector,
  lastPositions,
  requireOutput,
} from './tensors.js';

/** What the decoder of an encoder-decoder reads of the source, made once and the same for all rows. */
export interface CrossAttentionCache {
  /** cross-attention's keys and values by the step's input names, [1, heads, source tokens, head width] */
  tensors: ReadonlyMap<string, Tensor>;
  length: number;
}

/** Prompt tokens read at once: bounds the time until a cancellation is seen. */
const CHUNK_TOKENS = 128;

/** Computes the keys and values of a source, by the names of a step's inputs. */
export async function computeCrossAttentionCache(
  session: Session,
  hiddenStates: Tensor,
  lease: Lease,
  signal?: AbortSignal,
): Promise<CrossAttentionCache> {
  const outputs = await runSession(
    session,
    { encoder_hidden_states: hiddenStates },
    session.outputNames,
    lease,
    signal,
  );
  const named = Object.entries(outputs).map(
    ([name, tensor]) => [name.replace(/^present/, 'past_key_values'), tensor] as const,
  );
  return { tensors: new Map(named), length: hiddenStates.dims[1] ?? 0 };
}

/** The index of the token in each place of a buffer and of the new ones; where there is none, any will do. */
const tokenPositions = (past: number, capacity: number, columns: number) =>
  Array.from({ length: capacity + columns }, (_, at) => (at < past ? at : at < capacity ? 0 : past + at - capacity));

/** What is added to the scores of [capacity + new tokens] for each new one: nothing for a token it sees, else −∞. */
async function createStepMask(past: number, capacity: number, columns: number): Promise<Tensor> {
  const width = capacity + columns;
  const mask = new Float32Array(columns * width);
  for (let column = 0; column < columns; column++) {
    mask.fill(-Infinity, column * width + past, column * width + capacity);
    mask.fill(-Infinity, column * width + capacity + column + 1, (column + 1) * width);
  }
  return floatTensor(mask, [1, 1, columns, width]);
}

/** Beyond this many, ranking in the graph takes longer than what it saves. */
const MAX_RANKED = 128;

function readBestLogits(outputs: Outputs): BestLogits {
  const logits = floatsOf(outputs, BEST_LOGITS);
  const logProbabilities = floatsOf(outputs, BEST_LOG_PROBABILITIES);
  const ids = requireOutput(outputs, BEST_IDS);
  const [rows = 0, , count = 0] = ids.dims;
  return {
    ids: Int32Array.from(ids.data as BigInt64Array, Number),
    logits,
    totals: Float64Array.from({ length: rows }, (_, row) => logits[row * count]! - logProbabilities[row * count]!),
  };
}

/**
 * What a step of these new tokens reads beside the buffers.
 * @param best how many of the largest logits are wanted
 */
export async function bufferedStepFeeds(
  session: Session,
  buffers: KVCacheBuffers,
  tokens: StepInput['tokens'],
  source: CrossAttentionCache | null,
  best = 0,
): Promise<Feeds> {
  const rows = tokens.length;
  const columns = tokens[0]?.length ?? 0;
  const past = buffers.length;
  const total = past + columns;
  const [heads, width] = buffers.headWidth;
  const feeds: Feeds = {};
  for (const name of session.inputNames) {
    const shared = source?.tensors.get(name);
    if (shared) feeds[name] = shared;
    else if (name === 'input_ids') feeds[name] = await int64Rows(tokens);
    else if (name === 'position_ids') {
      const positions = Array.from({ length: columns }, (_, column) => past + column);
      feeds[name] = await int64Rows(tokens.map(() => positions));
    } else if (name === STEP_MASK) feeds[name] = await createStepMask(past, buffers.capacity, columns);
    else if (name === TOKEN_POSITIONS) feeds[name] = await int64Vector(tokenPositions(past, buffers.capacity, columns));
    else if (name === SPLIT_SIZES) feeds[name] = await int64Vector([buffers.capacity, columns]);
    else if (name === ROW_COUNT) feeds[name] = await int64Vector([rows]);
    else if (name === FLAT_SHAPE) feeds[name] = await int64Vector([rows * columns, -1]);
    else if (name === VIEW_SHAPE) feeds[name] = await int64Vector([rows, columns, -1]);
    else if (name === BEST_COUNT) feeds[name] = await int64Vector([best]);
    else if (name === TOKEN_COUNT) feeds[name] = await int64Vector([columns]);
    else if (name === PAST_SHAPE) feeds[name] = await int64Vector([rows, heads, past, width]);
    else if (name === TOTAL_SHAPE) feeds[name] = await int64Vector([rows, heads, total, width]);
    else if (name === 'attention_mask') feeds[name] = await int64Filled(1, rows, total);
    else if (name === 'encoder_attention_mask' && source) feeds[name] = await int64Filled(1, 1, source.length);
    else if (!name.startsWith('past_key_values')) {
      throw new GlassboxError(
        'model-broken',
        `The decoder asks for the input ${name}, which no model of this kind has.`,
        { details: { kind: 'graph', name } },
      );
    }
  }
  return feeds;
}

/**
 * Creates the step of a graph made by `rewriteBufferedStep`.
 * @param withHidden whether hidden states are given, too
 */
export function createBufferedDecoderStep(
  session: Session,
  lease: Lease,
  source: CrossAttentionCache | null,
  withHidden: boolean,
): StepFn {
  const one = async (
    past: BufferedKVCache | null,
    tokens: StepInput['tokens'],
    { best = 0, bestOnly = false }: Pick<StepInput, 'best' | 'bestOnly'>,
    more: number | undefined,
    signal?: AbortSignal,
  ): Promise<StepOutput> => {
    const rows = tokens.length;
    const columns = tokens[0]?.length ?? 0;
    const order = Array.from({ length: rows }, (_, row) => row);
    past?.requireUnused();
    const buffers = past?.buffers ?? new KVCacheBuffers(session);
    buffers.arrange(past?.order ?? order, columns, more);
    const feeds = {
      ...(await bufferedStepFeeds(session, buffers, tokens, source, best)),
      ...(await buffers.feeds(rows)),
    };
    const whole = best === 0 || !bestOnly;
    const wanted = [...(whole ? ['logits'] : []), ...(best > 0 ? Object.keys(BEST_OUTPUTS) : [])];
    const fetches = [...wanted, ...(withHidden ? [HIDDEN_OUTPUT] : []), ...buffers.outputs];
    const outputs = await runSession(session, feeds, fetches, lease, signal);
    buffers.append(outputs, rows, columns);
    const hidden = withHidden ? requireOutput(outputs, HIDDEN_OUTPUT) : null;
    return {
      logits: whole ? floatsOf(outputs, 'logits') : new Float32Array(0),
      ...(best > 0 && { best: readBestLogits(outputs) }),
      ...(hidden && { hidden: lastPositions(hidden, HIDDEN_OUTPUT), hiddenStates: toFloat32(hidden) }),
      past: new BufferedKVCache(buffers, order),
    };
  };

  return async ({ past, tokens, more, best = 0, bestOnly = false }, signal) => {
    const ranked = best <= MAX_RANKED ? { best, bestOnly } : {};
    const columns = tokens[0]?.length ?? 0;
    // Hidden states are wanted of the whole prompt at once, and onnxruntime reads on in one row only.
    const size = withHidden || tokens.length > 1 ? columns : CHUNK_TOKENS;
    const read = (from: KVCache | null, start: number) => {
      const chunk = tokens.map((row) => row.slice(start, start + size));
      // The next chunk is longer than any room left for it would be.
      const room = start + size < columns ? 0 : more;
      return one(from as BufferedKVCache | null, chunk, ranked, room, signal);
    };
    let result = await read(past, 0);
    for (let start = size; start < columns; start += size) result = await read(result.past, start);
    return result;
  };
}
