import { softmax } from '../../../maths/softmax.js';
import type { FillMaskValue, GenerateValue } from '../../../protocol/engine/index.js';
import { letterCaseOf, matchCase } from '../../../text/index.js';
import type { EngineService } from '../../core/services.js';
import type { Reader } from './readers.js';
import type { PlacedWord } from './scoredProse.js';

/** So many words are offered. */
const OFFERED = 5;
/** Of the model's next tokens so many are looked at for words. */
const LOOKED_AT = 40;
/** A word has hardly more tokens. */
const LONGEST = 4;

/** What a model expected in a word's place. */
export interface Expectation {
  words: readonly { text: string; probability: number }[];
  /** the place of the word's first token among all, from 1; null where the model does not tell */
  rank: number | null;
}

const MASK = '[MASK]';
const WORD = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*$/u;

/**
 * Asks a model what it expected where a word stands. From left to right these are the words that its likeliest next tokens
 * begin, each gone on with by the likeliest pieces; the probability is that of the beginning. From both sides it is a gap.
 * @throws GlassboxError the engine's, `cancelled`
 */
export async function expectedWords(
  engine: EngineService,
  { model, method }: Reader,
  { passage: { before, text, after }, start, end, text: word, firstToken }: PlacedWord,
  signal: AbortSignal,
): Promise<Expectation> {
  const ahead = before + text.slice(0, start);
  if (method === 'pseudo') {
    const asked = { model, text: ahead + MASK + text.slice(end) + after, topK: OFFERED + 1, words: true };
    const value = await engine.call('fillMask', asked, { priority: 'visible' }, signal);
    return { words: wordsOfGap(value, ahead.length, word), rank: null };
  }
  // A token begins with its space.
  const prompt = ahead.replace(/[^\S\n\r]+$/, '');
  if (prompt.trim() === '') return { words: [], rank: null };
  const isApart = prompt.length < ahead.length;
  const next = await engine.call(
    'distribution',
    { model, text: prompt, topK: LOOKED_AT },
    { priority: 'visible' },
    signal,
  );
  // What a server does not tell has its share, too: its figures are probabilities already.
  const probabilities = next.rest === undefined ? softmax(next.logits) : next.logits.map((one) => Math.exp(one));
  const beginnings = next.texts.flatMap((token, at) =>
    isBeginning(token, isApart, word) ? [{ token, probability: probabilities[at] ?? 0 }] : [],
  );
  const words: { text: string; probability: number }[] = [];
  for (const { token, probability } of beginnings) {
    if (words.length === OFFERED) break;
    const found = WORD.test(word) ? await wholeWord(engine, model, prompt, token, signal) : token.trim();
    const isNew = found !== null && found !== word && words.every((other) => other.text !== found);
    if (isNew) words.push({ text: found, probability });
  }
  const rank = firstToken === null ? -1 : next.ids.indexOf(firstToken);
  return { words, rank: rank < 0 ? null : rank + 1 };
}

/** Whether a token begins something of the word's kind in its place: a word behind a space, a sign where a sign stands. */
export function isBeginning(token: string, isApart: boolean, word: string): boolean {
  const hasSpace = /^[^\S\n\r]/.test(token);
  const written = token.trim();
  if (written === '' || hasSpace !== isApart) return false;
  return WORD.test(word) ? WORD.test(written) : !/[\p{L}\p{N}\uFFFD]/u.test(written);
}

async function wholeWord(
  engine: EngineService,
  model: string,
  prompt: string,
  token: string,
  signal: AbortSignal,
): Promise<string | null> {
  const asked = { model, text: prompt + token, decoding: { strategy: 'greedy' as const }, maxNewTokens: LONGEST };
  return completed(token, await engine.call('generate', asked, { priority: 'visible' }, signal));
}

/** A token with what the model goes on with, up to the word's end; null where none has come. */
export function completed(token: string, { sequences }: Pick<GenerateValue, 'sequences'>): string | null {
  const rest = sequences[0]?.text ?? '';
  const more = /^[\p{L}\p{M}\p{N}'’-]*/u.exec(rest)?.[0] ?? '';
  const isOpen = more.length === rest.length && sequences[0]?.finish !== 'eos';
  const word = token.trim() + more;
  return isOpen || !WORD.test(word) ? null : word;
}

/** The words of the gap at a place, in the letters of the word that stands there. */
export function wordsOfGap({ masks }: Pick<FillMaskValue, 'masks'>, at: number, word: string): Expectation['words'] {
  const gap = masks.find(({ start }) => start === at);
  const letters = letterCaseOf(word);
  const own = (text: string) => (letters === null || letters === 'lower' ? text : matchCase(text, letters));
  return (gap?.candidates ?? [])
    .map(({ text, probability }) => ({ text: own(text), probability }))
    .filter(({ text }) => text.toLowerCase() !== word.toLowerCase())
    .slice(0, OFFERED);
}
