import type { ModelInfo, PredictedPlace } from '../../../../src/protocol/engine/index.js';
import type { Bench } from '../../model/experiment.js';
import { beforeGaps, readMasked, withMasks, type MaskedText } from '../../model/maskedText.js';

/** What stands at a mask, or would. */
export interface Guess {
  id: number;
  text: string;
  probability: number;
}

/** What a model that writes from the left goes on with. */
export interface Continuation {
  model: string;
  text: string;
  tokens: { text: string; probability: number }[];
}

/** How many masks there can be. */
export const LENGTHS = ['8', '12', '16'] as const;

/** So many masks at most, also of a text's own. */
const MOST_MASKS = 24;

/** Where nothing stands before the first mask, GPT-2 begins as it does between texts. */
const BEGINNING = '<|endoftext|>';

/** A text with masks to be filled, as a masked model reads it. @throws GlassboxError the engine's */
export async function readDraft(bench: Bench, model: ModelInfo, text: string, count: number): Promise<MaskedText> {
  const read = await readMasked(bench, model, withMasks(text, count));
  return { ...read, masks: read.masks.slice(0, MOST_MASKS) };
}

/** The first choice at some masks of a draft while others are filled. @throws GlassboxError the engine's */
export async function guess(
  bench: Bench,
  { id }: ModelInfo,
  { text }: MaskedText,
  at: readonly number[],
  filled: readonly { at: number; id: number }[],
): Promise<Guess[]> {
  const variant = { at: [...at], ...(filled.length > 0 && { replaced: filled.map((one) => ({ ...one })) }) };
  const { variants } = await bench.ask('predictions', { model: id, text, variants: [variant], topK: 1 });
  return variants[0]!.places.map(firstChoice);
}

function firstChoice({ predictions }: PredictedPlace): Guess {
  const [{ id, text, probability } = { id: 0, text: '', probability: 0 }] = predictions;
  return { id, text, probability };
}

/** What a causal model writes behind what stands before the first mask, greedily. @throws GlassboxError the engine's */
export async function continueGreedily(
  bench: Bench,
  model: ModelInfo,
  text: string,
  count: number,
): Promise<Continuation> {
  const value = await bench.ask('generate', {
    model: model.id,
    text: beforeGaps(text) || BEGINNING,
    decoding: { strategy: 'greedy' },
    maxNewTokens: count,
    alternatives: 1,
  });
  const [{ text: continued, steps = [] } = { text: '' }] = value.sequences;
  const tokens = steps.map((step) => ({ text: step.text, probability: step.probability }));
  return { model: value.model, text: continued.trim(), tokens };
}
