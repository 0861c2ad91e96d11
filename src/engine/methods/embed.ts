import { GlassboxError, type Pooling, type Token } from '../../protocol/engine/index.js';
import { cosineSimilarity } from '../../maths/divergence.js';
import { poolStates } from '../../maths/pooling.js';
import { AttentionModel } from '../attention/attentionModel.js';
import { batchesWithProgress } from '../attention/progressBatches.js';
import { chunk } from '../attention/targetPrediction.js';
import { readSentenceModules, type SentenceModules } from '../models/sentenceModules.js';
import type { Model } from '../models/model.js';
import type { Method } from './shared/methodContext.js';

/**
 * A vector for each text, pooled from the model's last hidden states of all its tokens, specials included; of an
 * encoder-decoder those of its encoder. Without `pooling` the model's own way, where its `modules.json` tells one: a text
 * that is longer than its `max_seq_length` is then cut, and the value says so.
 * @throws GlassboxError `bad-request`, `too-long`, `model-broken`
 */
export const embed: Method<'embed'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('embed');
  const { pooling, normalise, maxTokens } = await embeddingOf(model, params.pooling);
  const read = params.texts.map((text, index) => readText(model, text, index, maxTokens));
  const texts = read.map(({ ids }) => ids);
  const reader = await AttentionModel.open(model, false, 'states');
  reader.require({ states: true });
  const vectors: Float64Array[] = [];
  // Rows of equal length are read together: no text sees the padding of another.
  const batches = batchesOf(texts, (length) => reader.maxBatchRows(length));
  for (const [indices = []] of batchesWithProgress(batches, 1, report)) {
    const source = indices.map((index) => texts[index] ?? []);
    const length = source[0]?.length ?? 0;
    const positions = Array.from({ length }, (_, at) => at);
    const { states } = await reader.run({ source }, { positions, states: true }, signal);
    const all = states ?? new Float32Array(0);
    const size = all.length / source.length;
    indices.forEach((index, row) => {
      vectors[index] = poolStates(all.subarray(row * size, (row + 1) * size), length, pooling);
      if (normalise) scaleToOne(vectors[index]);
    });
  }
  return {
    model: model.info.id,
    vectors: vectors.map((vector) => [...vector]),
    similarities: vectors.map((a) => vectors.map((b) => cosineSimilarity(a, b))),
    ...(read.some(({ isCut }) => isCut) && { truncated: true }),
  };
};

/** @throws GlassboxError `bad-request` for a text without tokens, `too-long` */
function readText(model: Model, text: string, index: number, most: number | null): { ids: number[]; isCut: boolean } {
  const tokens = model.tokenizer.encode(text);
  if (tokens.length === 0) {
    throw new GlassboxError('bad-request', `embed: texts.${index} has nothing that ${model.info.id} reads.`, {
      details: { kind: 'nothingToRead' },
    });
  }
  const isCut = most !== null && tokens.length > most;
  const kept = isCut ? withoutLast(tokens, tokens.length - most) : tokens;
  model.requireLength(kept.length);
  return { ids: kept.map(({ id }) => id), isCut };
}

/** So many of the text's last tokens are left out; those that the tokenizer adds, which have no place, stay. */
function withoutLast(tokens: readonly Token[], count: number): Token[] {
  const own = tokens.filter(({ start }) => start !== null).length;
  let at = 0;
  return tokens.filter(({ start }) => start === null || at++ < own - count);
}

async function embeddingOf(model: Model, pooling: Pooling | undefined): Promise<SentenceModules> {
  if (pooling !== undefined) return { pooling, normalise: false, maxTokens: null };
  return (await readSentenceModules(model.info.folder)) ?? { pooling: 'mean', normalise: false, maxTokens: null };
}

/** The texts' indices in groups of equal length, of which none is too large. */
function batchesOf(texts: readonly (readonly number[])[], most: (length: number) => number): number[][] {
  const byLength = new Map<number, number[]>();
  texts.forEach(({ length }, index) => byLength.set(length, [...(byLength.get(length) ?? []), index]));
  return [...byLength].flatMap(([length, indices]) => chunk(indices, most(length)));
}

function scaleToOne(vector: Float64Array): void {
  const length = Math.hypot(...vector);
  if (length > 0) vector.forEach((value, at) => (vector[at] = value / length));
}
