import type { Aggregation, EntitiesValue, Span } from '../../protocol/engine/index.js';
import { argmax, softmax } from '../../maths/softmax.js';
import { entityGroups, probabilityOf, tagOf, wordsOf, type TaggedSpan } from '../entityGroups.js';
import type { Method } from './shared/methodContext.js';
import { predictTokens } from './shared/predictTokens.js';

/** A token or a word with the probabilities of its classes. */
interface ScoredSpan extends Span {
  probabilities: ArrayLike<number>;
}

/** A token's or a word's class, and how sure it is. */
interface ScoredTag extends TaggedSpan {
  probability: number;
}

/**
 * Names and the like in a text, as Hugging Face's token-classification pipeline groups them: neighbouring tokens of one
 * class, until one begins anew. With another `aggregation` than `simple` the tokens of a word come to one class first: its
 * first token's, that of the surest, or the one with the highest mean.
 * @throws GlassboxError `wrong-architecture`, `too-long`
 */
export const entities: Method<'entities'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('entities');
  const { text, aggregation } = params;
  const { tokens, logits } = await predictTokens(model, text, signal);
  const width = logits.length / Math.max(1, tokens.length);
  const labels = model.labels(width);
  const read = tokens.flatMap((token, at) => {
    if (token.start === null || token.end === null) return [];
    const probabilities = softmax(logits.subarray(at * width, (at + 1) * width));
    return [{ id: token.id, start: token.start, end: token.end, probabilities }];
  });
  const spans =
    aggregation === 'simple' ? read : wordsOf(read, model.tokenizer, text).map((word) => agreed(word, aggregation));
  const tagged = spans.map(({ start, end, probabilities }): ScoredTag => {
    const best = argmax(probabilities);
    return { start, end, ...tagOf(labels[best] ?? ''), probability: probabilities[best] ?? 0 };
  });
  return { model: model.info.id, entities: grouped(tagged, text) };
};

/** A word with the probabilities that its class is told by. */
function agreed(word: readonly ScoredSpan[], aggregation: Exclude<Aggregation, 'simple'>): ScoredSpan {
  const [first, last] = [word[0]!, word.at(-1)!];
  return { start: first.start, end: last.end, probabilities: told() };

  function told(): ArrayLike<number> {
    switch (aggregation) {
      case 'first':
        return first.probabilities;
      case 'max': {
        const surest = argmax(word.map(({ probabilities }) => probabilities[argmax(probabilities)] ?? 0));
        return word[surest]!.probabilities;
      }
      case 'average':
        return Array.from(first.probabilities, (_, label) =>
          mean(word.map(({ probabilities }) => probabilities[label] ?? 0)),
        );
    }
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function grouped(tokens: readonly ScoredTag[], text: string): EntitiesValue['entities'] {
  return entityGroups(tokens).map((group) => {
    const { start, tag: label } = group[0];
    const { end } = group.at(-1)!;
    return { label, text: text.slice(start, end), start, end, probability: probabilityOf(group) };
  });
}
