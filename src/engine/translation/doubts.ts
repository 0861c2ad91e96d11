import type { Doubt } from '../../protocol/engine/index.js';
import { findRepetition, missingFacts, primaryLanguage } from '../../text/index.js';
import type { Identifier } from '../languages/identifier.js';
import { countWords } from './pieces.js';

/** A translation with more words than this many times its source's, or fewer, is not all of it. */
const LENGTH = { most: 2.2, least: 0.4 };
/** Of fewer words than this nothing is said by their number. */
const FEW_WORDS = 4;

/**
 * What is to be doubted in a translation by the two texts alone.
 * @param ended whether the model came to an end by itself
 * @param identify tells what the translation looks like
 */
export function doubtsOf(
  source: { text: string; language: string },
  target: { text: string; language: string },
  ended: boolean,
  identify: Identifier,
): Doubt[] {
  const doubts: Doubt[] = [];
  if (!ended || findRepetition(target.text, source.text) !== null) doubts.push('repetition');
  const [given, written] = [countWords(source.text), countWords(target.text)];
  if (given >= FEW_WORDS && (written > LENGTH.most * given + 2 || written < LENGTH.least * given))
    doubts.push('length');
  if (looksForeign(target, identify)) doubts.push('language');
  if (differInFacts(source, target)) doubts.push('facts');
  return doubts;
}

/** Half past six is six thirty as well, and half an hour thirty minutes. */
const HALF = /(?<!\p{L})(?:half|halb\p{L}*|demie?s?|medi[ao]s?|jum[aă]t\p{L}*)(?!\p{L})/iu;

/**
 * A number in words may be none ("one", "both"): up to two it counts where another stands in its place. From three on
 * it is said otherwise in one of thirty sentences that people translated, mostly in idioms.
 */
function differInFacts(
  source: { text: string; language: string },
  target: { text: string; language: string },
): boolean {
  const { missing, added } = missingFacts(source.text, source.language, target.text, target.language);
  if ([...missing, ...added].some(({ isWord }) => !isWord)) return true;
  if (missing.length > 0 && added.length > 0) return true;
  const isCount = [...missing, ...added].some(({ value }) => value !== null && value > 2);
  return isCount && !HALF.test(source.text) && !HALF.test(target.text);
}

/** Whether a translation is clearly in another language than it should be, as where its source was copied. */
function looksForeign({ text, language }: { text: string; language: string }, identify: Identifier): boolean {
  // Names are of no language, and may be all that a sentence has.
  const words = text.replace(/(?<=[\p{L}\p{N}][,;]?\s)\p{Lu}[\p{L}’'-]*/gu, '');
  if (countWords(words) < FEW_WORDS) return false;
  const { language: found } = identify(words);
  return found !== null && found !== primaryLanguage(language);
}
