import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompareValue, Sequence } from '../../src/protocol/engine/index.js';
import type { LastResult } from '../../src/protocol/webviews/index.js';

type Kind = LastResult['kind'];
type Of<K extends Kind> = Extract<LastResult, { kind: K }>;

const parsed = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8'));

/** What the embedded models answered; figures are rounded, nothing else is changed. */
function read<K extends Kind>(name: string, kind: K): Of<K> {
  const result = parsed(name) as Of<K>;
  if (result.kind !== kind) throw new Error(`${name}.json is of the kind ${result.kind}, not ${kind}`);
  return result;
}

export const fill = read('fill', 'fillMask');
export const fillTwo = read('fillTwo', 'fillMask');
/** sampled, with top-p and a repetition penalty */
export const continuation = read('continuation', 'generate');
/** beam search with its tree, no n-gram of 3 twice */
export const beams = read('beams', 'generate');
/** greedy, going in circles */
export const repeating = read('repeating', 'generate');
export const translation = read('translation', 'translate');
/** three sentences with emphasis, a link and code, one of them in doubt */
export const signs = read('signs', 'translate');
/** three texts, put in order by a tiny cross-encoder with random weights */
export const found = read('found', 'search');
/** ten sentences, of which t5-mini's translations are in doubt or were kept here and there */
export const review = read('review', 'translate');
/** the translation's first sentence: all beams, a prefix with another word, and what the beams found behind it */
export const sentence = parsed('sentence') as { own: Sequence[]; prefix: number[]; behind: Sequence[] };
/** six strategies on one prompt: greedy, top-p, beams with two texts, temperature 1.5, contrastive search and decoding */
export const comparison = parsed('comparison') as CompareValue;
