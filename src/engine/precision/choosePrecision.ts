import type { Precision, PrecisionWish } from '../../protocol/engine/index.js';
import type { CopyStore } from './copyStore.js';

/**
 * From so many bytes of weights on 8 bit is chosen. It is two to four times as quick at every size, but below this one 40
 * tokens take some 0.3 s in 32 bit, which is exact (bench/README.md).
 */
const LARGE = 100_000_000;
/** Beyond it, bits a token, a text reads differently. */
const MOST_LOSS = 0.1;

/** What a model is served in, and where its 8-bit copy is or is to be made. */
export interface PrecisionChoice {
  precision: Precision;
  /** the folder that weights are read from instead of the model's own */
  weights: string | null;
  /** where a copy is wanted that is not there yet */
  wanted: string | null;
}

/** What the choice goes by. */
export interface ChoiceOf {
  folder: string;
  /** of its weights */
  bytes: number;
  predictsTokens: boolean;
}

/** Chooses what a model is served in. The same files and the same wish always give the same. */
export async function choosePrecision(
  model: ChoiceOf,
  wish: PrecisionWish,
  store: CopyStore,
): Promise<PrecisionChoice> {
  const own = (reason: Precision['reason'], more: Partial<PrecisionChoice> = {}, lossBits?: number) => ({
    precision: { serves: 'fp32' as const, reason, ...(lossBits !== undefined && { lossBits }) },
    ...{ weights: null, wanted: null, ...more },
  });
  if (wish === 'fp32') return own('setting');
  if (!model.predictsTokens) return own('kind');
  if (wish === 'auto' && model.bytes < LARGE) return own('size');
  const place = await store.placeOf(model.folder);
  const found = await store.find(place);
  if (!found) return own('pending', { wanted: place });
  const { lossBits } = found;
  if (wish === 'auto' && lossBits > MOST_LOSS) return own('loss', {}, lossBits);
  const reason = wish === 'int8' ? 'setting' : 'size';
  return { precision: { serves: 'int8', reason, lossBits }, weights: place, wanted: null };
}
