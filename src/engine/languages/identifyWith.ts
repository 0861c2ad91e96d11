import type { IdentifyValue } from '../../protocol/engine/index.js';
import { proseOf } from './proseOf.js';
import { hasOtherLetters, isLatin, languageByScript } from './scripts.js';

/** What is asked of eld (Efficient Language Detector), or of what stands in for it. */
export interface Detector {
  detect(text: string): { language: string; getScores(): Record<string, number> };
}

/** As many candidates as are told. */
const TOLD = 8;

/** eld reads no more, in UTF-16 units. */
const MOST = 1000;

/**
 * Identifies a text's language: by its script where one language is written in it, else by its groups of four bytes.
 * It is told only where the first is ahead of the second by more than chance, and shorter texts need a longer lead.
 */
export function identifyWith(detector: Detector, text: string): IdentifyValue {
  const prose = proseOf(text.slice(0, 4 * MOST)).slice(0, MOST);
  const letters = prose.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return { language: null, candidates: [] };
  const byScript = languageByScript(prose);
  if (byScript !== null) return { language: byScript, candidates: [{ language: byScript, score: 1 }] };
  const scores = Object.entries(detector.detect(prose).getScores());
  const candidates = scores
    .map(([language, score]) => ({ language, score }))
    .filter(({ language }) => !hasOtherLetters(prose, language))
    .sort((a, b) => b.score - a.score);
  const [first, second] = candidates;
  if (first === undefined) return { language: null, candidates: [] };
  // Of the languages of another script one may be taken for another, but none for those of our models.
  const isClear = isLatin(prose) ? isAhead(first.score, second?.score ?? 0, letters) : letters >= LEAST_OTHER_LETTERS;
  return { language: isClear ? first.language : null, candidates: candidates.slice(0, TOLD) };
}

/** See bench/README.md: of lines of more than four words in a language that a model knows one in a thousand is taken for another. */
const LEAST = { letters: 8, lead: 1.9 };

/** In another script than the Latin one. */
const LEAST_OTHER_LETTERS = 4;

/** eld's scores are from 0 to 1; as odds they are sums over groups of bytes again, divided by their number. */
const odds = (score: number): number => score / (1 - score);

/** Whether a score's lead over the next is more than chance in a text of so many letters. */
function isAhead(first: number, second: number, letters: number): boolean {
  return letters >= LEAST.letters && (odds(first) - odds(second)) * Math.sqrt(letters) >= LEAST.lead;
}
