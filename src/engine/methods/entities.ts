import type { EntitiesValue } from '../../protocol/engine/index.js';
import { argmax, softmax } from '../../maths/softmax.js';
import type { Method } from './shared/methodContext.js';
import { predictTokens } from './shared/predictTokens.js';

/** A token's class without the mark for its place in an entity, and how sure it is. */
interface TaggedToken {
  start: number;
  end: number;
  begins: boolean;
  tag: string;
  probability: number;
}

/** Tokens that are of no entity. */
const OUTSIDE = 'O';

/**
 * Names and the like in a text, as Hugging Face's token-classification pipeline groups them with
 * `aggregation_strategy="simple"`: neighbouring tokens of one class, until one begins anew.
 * @throws GlassboxError `wrong-architecture`, `too-long`
 */
export const entities: Method<'entities'> = async (context, params, _report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('entities');
  const { tokens, logits } = await predictTokens(model, params.text, signal);
  const width = logits.length / Math.max(1, tokens.length);
  const labels = model.labels(width);
  const tagged = tokens.flatMap(({ start, end }, at): TaggedToken[] => {
    if (start === null || end === null) return [];
    const row = softmax(logits.subarray(at * width, (at + 1) * width));
    const best = argmax(row);
    return [{ start, end, ...tagOf(labels[best] ?? ''), probability: row[best] ?? 0 }];
  });
  return { model: model.info.id, entities: grouped(tagged, params.text) };
};

/** `B-PER` begins a PER, `I-PER` goes on with one; a label without a mark goes on, too. */
function tagOf(label: string): Pick<TaggedToken, 'begins' | 'tag'> {
  const [, place, tag] = /^([BI])-(.*)$/s.exec(label) ?? [];
  return { begins: place === 'B', tag: tag ?? label };
}

function grouped(tokens: readonly TaggedToken[], text: string): EntitiesValue['entities'] {
  const groups: TaggedToken[][] = [];
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
    const probability = group.reduce((sum, token) => sum + token.probability, 0) / group.length;
    return [{ label, text: text.slice(start, last.end), start, end: last.end, probability }];
  });
}
