import type { RankValue } from '../../protocol/engine/index.js';
import { embed } from './embed.js';
import { pairRow } from './shared/pairRow.js';
import type { Method } from './shared/methodContext.js';

/**
 * Texts by how well they answer a query: a cross-encoder reads both together and gives one logit, taken as it is; with any
 * other model it is the cosine of their embeddings.
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
    const texts = [params.query, ...params.texts];
    const { similarities } = await embed(context, { model: params.model, texts, pooling: undefined }, report, signal);
    const ranking = ranked((similarities[0] ?? []).slice(1));
    return { model: model.info.id, method: 'similarity', ranking };
  }
};

const ranked = (scores: readonly number[]) =>
  scores.map((score, index) => ({ index, score })).sort((one, other) => other.score - one.score);
