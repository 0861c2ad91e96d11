import type { RankValue } from '../../protocol/engine/index.js';
import { cosineSimilarity } from '../../maths/divergence.js';
import { promptOf, readSentencePrompts } from '../models/sentencePrompts.js';
import { pairRow } from './shared/pairRow.js';
import { sentenceVectors } from './shared/sentenceVectors.js';
import type { Method } from './shared/methodContext.js';

/**
 * Texts by how well they answer a query: a cross-encoder reads both together and gives one logit, taken as it is; with any
 * other model it is the cosine of their embeddings, each with the prompt that the model has for its role.
 * @throws GlassboxError `wrong-architecture`, `too-long`
 */
export const rank: Method<'rank'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('rank');
  const scores: number[] = [];
  const isCrossEncoder = model.info.tasks.includes('classify');
  if (isCrossEncoder) {
    for (const text of params.texts) {
      const [logits = new Float32Array(0)] = await model.predict(
        pairRow(model, params.query, text),
        ['logits'],
        signal,
      );
      if (logits.length !== 1) return byMeaning();
      scores.push(logits[0] ?? 0);
    }
    return { model: model.info.id, method: 'crossEncoder', ranking: ranked(scores) };
  }
  return byMeaning();

  async function byMeaning(): Promise<RankValue> {
    const prompts = await readSentencePrompts(model.info.folder);
    const read = async (texts: readonly string[], role: 'query' | 'document') =>
      (await sentenceVectors(model, texts, { promptName: promptOf(prompts, role) }, report, signal)).vectors;
    const [query = new Float64Array(0)] = await read([params.query], 'query');
    const ranking = ranked((await read(params.texts, 'document')).map((vector) => cosineSimilarity(query, vector)));
    return { model: model.info.id, method: 'similarity', ranking };
  }
};

const ranked = (scores: readonly number[]) =>
  scores.map((score, index) => ({ index, score })).sort((one, other) => other.score - one.score);
