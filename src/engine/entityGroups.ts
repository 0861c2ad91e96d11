import type { Span } from '../protocol/engine/index.js';
import type { TextTokenizer } from './tokenizer/tokenizer.js';

/** A token's or a word's class without the mark for its place in an entity. */
export interface TaggedSpan extends Span {
  begins: boolean;
  tag: string;
}

/** Tokens that are of no entity. */
export const OUTSIDE = 'O';

/** `B-PER` begins a PER, `I-PER` goes on with one; a label without a mark goes on, too. */
export function tagOf(label: string): Pick<TaggedSpan, 'begins' | 'tag'> {
  const [, place, tag] = /^([BI])-(.*)$/s.exec(label) ?? [];
  return { begins: place === 'B', tag: tag ?? label };
}

/** Neighbours of one class, until one begins anew, as Hugging Face's token-classification pipeline groups them; entities only. */
export function entityGroups<T extends TaggedSpan>(tokens: readonly T[]): [T, ...T[]][] {
  const groups: [T, ...T[]][] = [];
  for (const token of tokens) {
    const last = groups.at(-1);
    if (last && last[0].tag === token.tag && !token.begins) last.push(token);
    else groups.push([token]);
  }
  return groups.filter(([{ tag }]) => tag !== OUTSIDE);
}

/** How sure an entity is: the mean of what its tokens or words are told by, as the pipeline has it. */
export const probabilityOf = (group: readonly { probability: number }[]): number =>
  group.reduce((sum, { probability }) => sum + probability, 0) / group.length;

/**
 * The tokens of each word, by the pipeline's rule: where pieces say that they go on with a word, by that; else those that no
 * space stands before.
 */
export function wordsOf<T extends Span & { id: number }>(
  tokens: readonly T[],
  tokenizer: TextTokenizer,
  text: string,
): T[][] {
  const groups: T[][] = [];
  for (const token of tokens) {
    if (groups.length > 0 && goesOn(token, tokenizer, text)) groups.at(-1)!.push(token);
    else groups.push([token]);
  }
  return groups;
}

/**
 * A word's tokens, with signs in front of it and behind it as words of their own: by the pipeline's rule they are of the word
 * where pieces do not say that they go on with one.
 */
export function withoutSigns<T extends Span>(word: readonly T[], text: string): T[][] {
  const isSign = ({ start, end }: T) => !/[\p{L}\p{M}\p{N}]/u.test(text.slice(start, end));
  const [first, last] = [word.findIndex((token) => !isSign(token)), word.findLastIndex((token) => !isSign(token))];
  if (first < 0) return [[...word]];
  const alone = (tokens: readonly T[]) => tokens.map((token) => [token]);
  return [...alone(word.slice(0, first)), word.slice(first, last + 1), ...alone(word.slice(last + 1))];
}

function goesOn({ id, start, end }: Span & { id: number }, tokenizer: TextTokenizer, text: string): boolean {
  if (id === tokenizer.specialIds.unk) return false;
  if (!tokenizer.marksContinuations) return start > 0 && !text.slice(start - 1, start + 1).includes(' ');
  // As the pipeline has it: the piece is spelt longer, or by normalisation otherwise, than what it stands for.
  return characters(tokenizer.tokenText(id)) !== characters(text.slice(start, end));
}

const characters = (text: string) => [...text].length;
