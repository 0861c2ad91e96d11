import type { Aggregation, EntitiesValue, Span } from '../../protocol/engine/index.js';
import { argmax, softmax } from '../../maths/softmax.js';
import type { TextTokenizer } from '../tokenizer/tokenizer.js';
import type { Method } from './shared/methodContext.js';
import { predictTokens } from './shared/predictTokens.js';

/** A token or a word with the probabilities of its classes. */
interface ScoredSpan extends Span {
  probabilities: ArrayLike<number>;
}

/** A token's or a word's class without the mark for its place in an entity, and how sure it is. */
interface TaggedSpan extends Span {
  begins: boolean;
  tag: string;
  probability: number;
}

/** Tokens that are of no entity. */
const OUTSIDE = 'O';

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
    aggregation === 'simple' ? read : words(read, model.tokenizer, text).map((word) => agreed(word, aggregation));
  const tagged = spans.map(({ start, end, probabilities }): TaggedSpan => {
    const best = argmax(probabilities);
    return { start, end, ...tagOf(labels[best] ?? ''), probability: probabilities[best] ?? 0 };
  });
  return { model: model.info.id, entities: grouped(tagged, text) };
};

/**
 * The tokens of each word, by the pipeline's rule: where pieces say that they go on with a word, by that; else those that no
 * space stands before.
 */
function words<T extends Span & { id: number }>(tokens: readonly T[], tokenizer: TextTokenizer, text: string): T[][] {
  const groups: T[][] = [];
  for (const token of tokens) {
    if (groups.length > 0 && goesOn(token, tokenizer, text)) groups.at(-1)!.push(token);
    else groups.push([token]);
  }
  return groups;
}

function goesOn({ id, start, end }: Span & { id: number }, tokenizer: TextTokenizer, text: string): boolean {
  if (id === tokenizer.specialIds.unk) return false;
  if (!tokenizer.marksContinuations) return start > 0 && !text.slice(start - 1, start + 1).includes(' ');
  // As the pipeline has it: the piece is spelt longer, or by normalisation otherwise, than what it stands for.
  return characters(tokenizer.tokenText(id)) !== characters(text.slice(start, end));
}

const characters = (text: string) => [...text].length;

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

/** `B-PER` begins a PER, `I-PER` goes on with one; a label without a mark goes on, too. */
function tagOf(label: string): Pick<TaggedSpan, 'begins' | 'tag'> {
  const [, place, tag] = /^([BI])-(.*)$/s.exec(label) ?? [];
  return { begins: place === 'B', tag: tag ?? label };
}

function grouped(tokens: readonly TaggedSpan[], text: string): EntitiesValue['entities'] {
  const groups: TaggedSpan[][] = [];
  for (const token of tokens) {
    const last = groups.at(-1);
    if (last && last[0]?.tag === token.tag && !token.begins) last.push(token);
    else groups.push([token]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last || first.tag === OUTSIDE) return [];
    const { start, tag: label } = first;
    const probability = mean(group.map((token) => token.probability));
    return [{ label, text: text.slice(start, last.end), start, end: last.end, probability }];
  });
}
