import { softmax } from '../../maths/softmax.js';
import { sigmoid } from '../../maths/sigmoid.js';
import type { Method } from './shared/methodContext.js';

/**
 * The classes of a text by a model's head, as Hugging Face's text-classification pipeline has them: the softmax of the
 * logits; the sigmoid of each where a text can have several classes, or the head has one only.
 * @throws GlassboxError `wrong-architecture`, `too-long`
 */
export const classify: Method<'classify'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('classify');
  const ids = model.tokenizer.encode(params.text).map(({ id }) => id);
  model.requireLength(ids.length);
  const [logits = new Float32Array(0)] = await model.predict({ rows: [ids] }, ['logits'], signal);
  const isEach = model.isMultiLabel || logits.length === 1;
  const probabilities = isEach ? Array.from(logits, sigmoid) : softmax(logits);
  const labels = model.labels(logits.length).map((label, at) => ({ label, probability: probabilities[at] ?? 0 }));
  return {
    model: model.info.id,
    functionToApply: isEach ? 'sigmoid' : 'softmax',
    labels: labels.sort((one, other) => other.probability - one.probability),
  };
};
