import { METHOD_TASKS, GlassboxError } from '../../protocol/engine/index.js';
import { cosineSimilarity } from '../../maths/divergence.js';
import { sentenceAround } from '../../text/index.js';
import type { MethodContext } from '../methods/shared/methodContext.js';
import { sentenceVectors } from '../methods/shared/sentenceVectors.js';
import type { Model } from '../models/model.js';
import { changedArticle, filled, type Gap } from './gap.js';

/** How near a word is to the present one to a sentence encoder: cosines. */
export interface Nearness {
  /** of the sentence with it and as it stands */
  sentence: number;
  /** of the two words by themselves */
  word: number;
}

/** The sentence encoder that comes along; null where it is not here: words are then ranked without it. */
export async function openSentenceEncoder(context: MethodContext): Promise<Model | null> {
  try {
    return await context.openModel(METHOD_TASKS.embed?.defaultModel ?? undefined);
  } catch (error) {
    if (error instanceof GlassboxError && error.code === 'unknown-model') return null;
    throw error;
  }
}

/** @throws GlassboxError `model-broken`, `cancelled` */
export async function nearnessOf(
  encoder: Model,
  gap: Gap,
  words: readonly string[],
  signal?: AbortSignal,
): Promise<Nearness[]> {
  const present = filled(gap, gap.word);
  const sentence = sentenceAround(present.text, present.start);
  const inSentence = (word: string) => {
    const { text } = filled(gap, word, changedArticle(gap, word));
    return text.slice(sentence.start, sentence.end + text.length - present.text.length);
  };
  const all = [gap.word, ...words];
  const texts = [...all.map(inSentence), ...all];
  const { vectors } = await sentenceVectors(encoder, texts, { promptName: 'query' }, () => {}, signal);
  return words.map((_, at) => ({
    sentence: cosineSimilarity(vectors[0]!, vectors[at + 1]!),
    word: cosineSimilarity(vectors[all.length]!, vectors[all.length + at + 1]!),
  }));
}
