import type { Engine, Token } from '../../../protocol/engine/index.js';

/** A prompt whose last word was begun and is completed by a token. */
export interface CompletedPrompt {
  promptIds: number[];
  /** the rest of the word, as far as the token has it */
  wordRest: string;
}

/** As many of the likeliest tokens are looked at. */
const LOOKED_AT = 4000;

/** In scripts with spaces between words. */
const LAST_WORD = /(?<=^|[^\p{L}\p{N}'’])[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]+$/u;

/**
 * Completes the word that a prompt ends within. A model that reads "the sup" sees a word "sup", since it has learnt longer
 * words as other tokens: so the word's tokens are taken back, and the likeliest that begins as they do takes their place,
 * where longer words are likelier than this one ("token healing").
 * @returns null where the word is whole, or no token completes it
 */
export async function completeLastWord(
  engine: Engine,
  model: string,
  text: string,
  tokens: readonly Token[],
  signal: AbortSignal,
): Promise<CompletedPrompt | null> {
  const word = LAST_WORD.exec(text);
  // An encoder's text ends with a token that stands for none: what follows it is written elsewhere.
  if (word === null || tokens.at(-1)?.end === null) return null;
  const first = tokens.findIndex(({ end }) => end !== null && end > word.index);
  const start = tokens[first]?.start ?? null;
  if (first < 1 || start === null) return null;
  const begun = text.slice(start);
  // Part of the token belongs to something else, such as a bracket before the word.
  if (begun.trimStart() !== word[0]) return null;
  const promptIds = tokens.slice(0, first).map(({ id }) => id);
  const { ids, logits, texts } = await engine.call('distribution', { model, promptIds, topK: LOOKED_AT }, {}, signal);
  // Of a word in several pieces the first is another word.
  const own = first === tokens.length - 1 ? ids.indexOf(tokens[first]!.id) : -1;
  const longer = texts.flatMap((one, index) => (one.length > begun.length && one.startsWith(begun) ? [index] : []));
  const [best] = longer;
  if (best === undefined) return null;
  const top = logits[0]!;
  const weight = (index: number) => Math.exp(logits[index]! - top);
  const together = longer.reduce((sum, index) => sum + weight(index), 0);
  if (own >= 0 && weight(own) >= together) return null;
  return { promptIds: [...promptIds, ids[best]!], wordRest: texts[best]!.slice(begun.length) };
}
