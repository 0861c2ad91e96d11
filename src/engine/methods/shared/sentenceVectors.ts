import { GlassboxError, type Pooling, type Token } from '../../../protocol/engine/index.js';
import { poolStates } from '../../../maths/pooling.js';
import { AttentionModel } from '../../attention/attentionModel.js';
import { batchesWithProgress } from '../../attention/progressBatches.js';
import { chunk } from '../../attention/targetPrediction.js';
import type { Model } from '../../models/model.js';
import { readSentenceModules, type SentenceModules } from '../../models/sentenceModules.js';
import { readSentencePrompts } from '../../models/sentencePrompts.js';
import type { ReportProgress } from './methodContext.js';

/** How texts are read: without a pooling in the model's own way, without a prompt's name with its default one. */
export interface Reading {
  pooling?: Pooling | undefined;
  promptName?: string | undefined;
  /** tokens that are read at once, where others are not to wait for more */
  batchTokens?: number;
  /** a text that is longer than the model is read up to there, too */
  cutsLong?: boolean;
}

/**
 * A vector for each text, pooled from the model's last hidden states of all its tokens, specials and prompt included; of an
 * encoder-decoder those of its encoder.
 * @returns `truncated`: a text was longer than the model's own `max_seq_length`, and was read up to there
 * @throws GlassboxError `bad-request`, `too-long`, `model-broken`, `cancelled`
 */
export async function sentenceVectors(
  model: Model,
  given: readonly string[],
  { pooling: named, promptName, batchTokens = Infinity, cutsLong = false }: Reading,
  report: ReportProgress,
  signal?: AbortSignal,
): Promise<{ vectors: Float64Array[]; truncated: boolean }> {
  const { pooling, normalise, maxTokens } = await poolingOf(model, named);
  const prompt = await promptFor(model, promptName);
  const most = cutsLong ? Math.min(maxTokens ?? Infinity, model.info.maxLength ?? Infinity) : (maxTokens ?? Infinity);
  const read = given.map((text, index) => readText(model, prompt + text, index, most));
  const texts = read.map(({ ids }) => ids);
  const reader = await AttentionModel.open(model, false, 'states');
  reader.require({ states: true });
  const vectors: Float64Array[] = [];
  // Rows of equal length are read together: no text sees the padding of another.
  const batches = batchesOf(texts, (length) =>
    Math.max(1, Math.min(reader.maxBatchRows(length), Math.floor(batchTokens / length))),
  );
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
  return { vectors, truncated: read.some(({ isCut }) => isCut) };
}

async function poolingOf(model: Model, pooling: Pooling | undefined): Promise<SentenceModules> {
  const plain = { normalise: false, maxTokens: null };
  if (pooling !== undefined) return { pooling, ...plain };
  return (await readSentenceModules(model.info.folder)) ?? { pooling: 'mean', ...plain };
}

/** @throws GlassboxError `bad-request` for a name that the model does not have, with those that it has */
async function promptFor(model: Model, named: string | undefined): Promise<string> {
  const { prompts, defaultName } = await readSentencePrompts(model.info.folder);
  const name = named ?? defaultName;
  if (name === null) return '';
  const prompt = prompts.get(name);
  if (prompt !== undefined) return prompt;
  const known = prompts.size === 0 ? 'It has none.' : `It has ${[...prompts.keys()].join(', ')}.`;
  throw new GlassboxError('bad-request', `promptName: ${model.info.id} has no prompt ${name}. ${known}`, {
    details: { kind: 'parameter', name: 'promptName' },
  });
}

/** @throws GlassboxError `bad-request` for a text without tokens, `too-long` */
function readText(model: Model, text: string, index: number, most: number): { ids: number[]; isCut: boolean } {
  const tokens = model.tokenizer.encode(text);
  if (tokens.length === 0) {
    throw new GlassboxError('bad-request', `embed: texts.${index} has nothing that ${model.info.id} reads.`, {
      details: { kind: 'nothingToRead' },
    });
  }
  const isCut = tokens.length > most;
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

/** The texts' indices in groups of equal length, of which none is too large. */
function batchesOf(texts: readonly (readonly number[])[], most: (length: number) => number): number[][] {
  const byLength = new Map<number, number[]>();
  for (const [index, { length }] of texts.entries()) {
    const known = byLength.get(length);
    if (known) known.push(index);
    else byLength.set(length, [index]);
  }
  return [...byLength].flatMap(([length, indices]) => chunk(indices, most(length)));
}

function scaleToOne(vector: Float64Array): void {
  const length = Math.hypot(...vector);
  if (length > 0) vector.forEach((value, at) => (vector[at] = value / length));
}
