import { GlassboxError } from '../../protocol/engine/index.js';
import type { DecodedSequence } from '../../decoding/output.js';
import { logSumExp } from '../../maths/softmax.js';
import { primaryLanguage, type TextSpan } from '../../text/index.js';
import { AttentionModel } from '../attention/attentionModel.js';
import type { Model } from '../models/model.js';
import { alignWords } from './alignment.js';
import { isFunctionWord } from './functionWords.js';
import { encodeSource, type SourceTokens } from './modelRun.js';

/** A translation as the model read and wrote it, stand-ins in it. */
export interface WrittenTranslation {
  source: SourceTokens & { text: string };
  target: { ids: readonly number[]; text: string };
  /** what the search found, best first */
  beams: readonly DecodedSequence[];
  from: string;
  to: string;
}

/** Figures by which a translation is doubted. Log-probabilities are natural ones, means of the tokens. */
export interface Measures {
  /** of the translation */
  forward: number;
  /** share of the tokens that the best translation and the other beams have in common (Dice) */
  agreement: number;
  /** log of the translation's length over the source's, in UTF-16 units */
  length: number;
  /**
   * of the source given the translation, by the same model; null where it does not know that direction. The rule does
   * without it: bench/doubts tells what it would add
   */
  reverse: number | null;
  /** of the source's content word that is least probable given the translation */
  leastWord: number | null;
  /** largest share of attention that a step of the decoder gives the content word that it is least for */
  coverage: number | null;
}

/** What the decoding tells by itself. */
export function measureDecoding({
  source,
  target,
  beams,
}: WrittenTranslation): Pick<Measures, 'forward' | 'agreement' | 'length'> {
  const [best, ...others] = beams;
  return {
    forward: (best?.logProbability ?? 0) / Math.max(1, best?.ids.length ?? 1),
    agreement:
      others.length === 0 ? 1 : others.reduce((sum, { ids }) => sum + dice(target.ids, ids), 0) / others.length,
    length: Math.log(Math.max(1, target.text.length) / Math.max(1, source.text.length)),
  };
}

function dice(one: readonly number[], other: readonly number[]): number {
  const left = new Map<number, number>();
  for (const id of one) left.set(id, (left.get(id) ?? 0) + 1);
  let common = 0;
  for (const id of other) {
    const count = left.get(id) ?? 0;
    if (count > 0) common++;
    left.set(id, count - 1);
  }
  return (2 * common) / Math.max(1, one.length + other.length);
}

/** Words that say something: no figures, and none of those that grammar asks for. */
export function contentWords(text: string, language: string): TextSpan[] {
  const found = Array.from(text.matchAll(/\p{L}[\p{L}\p{M}]*/gu), ({ 0: word, index }) => ({ word, index }));
  return found
    .filter(({ word }) => word.length > 2 && !isFunctionWord(word, primaryLanguage(language)))
    .map(({ word, index }) => ({ start: index, end: index + word.length }));
}

/**
 * How probable the source is given its translation, by the model's other direction: one pass of encoder and decoder over
 * what stands there already. A word that the translation has left out, or has made another one, is improbable.
 * @returns null where the model does not know that direction, or shows no logits
 * @throws GlassboxError `cancelled`, `out-of-memory`
 */
export async function measureReverse(
  model: Model,
  { source, target, from, to }: WrittenTranslation,
  signal?: AbortSignal,
): Promise<{ reverse: number; leastWord: number } | null> {
  if (!model.info.languages?.some((pair) => pair.from === to && pair.to === from)) return null;
  const { ids, spans } = encodeSource(model, '', source.text);
  const read = encodeSource(model, `translate ${to} to ${from}: `, target.text);
  const { maxLength } = model.info;
  if (ids.length === 0 || (maxLength !== null && Math.max(read.ids.length, ids.length) > maxLength)) return null;
  const attention = await AttentionModel.open(model);
  if (![...attention.sizes.keys()].includes('cross')) return null;
  const positions = ids.map((_, at) => at);
  const { logits } = await attention.run(
    { source: [read.ids], target: [model.decoderStartTokenId, ...ids.slice(0, -1)] },
    { positions, logits: true },
    signal,
  );
  if (logits === null) return null;
  const width = logits.length / ids.length;
  const logProbabilities = ids.map((id, at) => {
    const row = logits.subarray(at * width, (at + 1) * width);
    return row[id]! - logSumExp(row);
  });
  const words = contentWords(source.text, from).map((word) =>
    mean(logProbabilities.filter((_, at) => touches(spans[at] ?? null, word))),
  );
  return { reverse: mean(logProbabilities), leastWord: words.reduce((least, one) => Math.min(least, one), 0) };
}

/** The share of attention that the least attended content word of the source gets where it gets most. */
export async function measureCoverage(
  model: Model,
  { source, target, from }: WrittenTranslation,
  signal?: AbortSignal,
): Promise<number> {
  const { weights, sourceTokens } = await alignWords(
    model,
    { ids: source.ids, places: source.spans },
    target.ids,
    // Each step by itself.
    target.ids.map((_, at) => at),
    signal,
  );
  const shares = contentWords(source.text, from).map((word) =>
    weights.reduce((most, row) => {
      let [inside, all] = [0, 0];
      for (const [at, token] of sourceTokens.entries()) {
        if (token === null) continue;
        all += row[at]!;
        if (touches(token, word)) inside += row[at]!;
      }
      return Math.max(most, all > 0 ? inside / all : 0);
    }, 0),
  );
  return shares.reduce((least, one) => Math.min(least, one), 1);
}

const touches = (token: TextSpan | null, word: TextSpan): boolean =>
  token !== null && token.start < word.end && token.end > word.start;

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** A measure that this model does not allow. @throws what is no such thing */
export async function whereShown<T>(measure: Promise<T>): Promise<T | null> {
  try {
    return await measure;
  } catch (error) {
    if (error instanceof GlassboxError && error.code === 'model-broken') return null;
    throw error;
  }
}
