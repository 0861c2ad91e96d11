import { cosineSimilarity } from '../../maths/divergence.js';
import { embedServed } from '../served/servedEmbed.js';
import type { Method } from './shared/methodContext.js';
import { sentenceVectors } from './shared/sentenceVectors.js';

/**
 * A vector for each text, and their cosines. Without `pooling` the model's own way, where its `modules.json` tells one: a text
 * that is longer than its `max_seq_length` is then cut, and the value says so. Before each text stands the prompt that
 * `promptName` names in the model's `config_sentence_transformers.json`, or its default one, where it has some.
 * @throws GlassboxError `bad-request`, `too-long`, `model-broken`
 */
export const embed: Method<'embed'> = async (context, params, report, signal) => {
  const served = await context.findServed(params.model);
  if (served) return embedServed(served, params, signal);
  const model = await context.openModel(params.model);
  model.requireTask('embed');
  const { vectors, truncated } = await sentenceVectors(model, params.texts, params, report, signal);
  return {
    model: model.info.id,
    vectors: vectors.map((vector) => [...vector]),
    similarities: vectors.map((a) => vectors.map((b) => cosineSimilarity(a, b))),
    ...(truncated && { truncated: true }),
  };
};
