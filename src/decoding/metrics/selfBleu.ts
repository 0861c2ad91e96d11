import { ngrams } from './ngrams.js';

/** NLTK's smoothing method 1: a precision with no match counts a tenth of one. */
const EPSILON = 0.1;

/**
 * Self-BLEU (Zhu et al. 2018, arXiv 1802.01886): the mean BLEU-4 over token ids of each sequence against all others;
 * high when sequences are alike. BLEU is Papineni et al. 2002 with brevity penalty and smoothing method 1 of Chen and
 * Cherry 2014; a sequence of fewer than four tokens is measured up to its length.
 * @returns null for fewer than two sequences
 */
export function selfBleu(texts: readonly (readonly number[])[]): number | null {
  if (texts.length < 2) return null;
  const scores = texts.map((ids, index) =>
    bleu(
      ids,
      texts.filter((_, other) => other !== index),
    ),
  );
  return scores.reduce((total, score) => total + score, 0) / scores.length;
}

/** Sentence BLEU of a hypothesis with several references, 0 to 1; 0 where no token of it is in any, as in NLTK. */
export function bleu(ids: readonly number[], references: readonly (readonly number[])[]): number {
  const longest = Math.min(4, ids.length);
  if (longest === 0) return 0;
  let logs = 0;
  for (let n = 1; n <= longest; n++) {
    const own = counts(ngrams(ids, n));
    const theirs = references.map((reference) => counts(ngrams(reference, n)));
    let matches = 0;
    for (const [gram, count] of own)
      matches += Math.min(count, Math.max(...theirs.map((other) => other.get(gram) ?? 0)));
    // Smoothing is for texts that share words and no longer stretch.
    if (n === 1 && matches === 0) return 0;
    logs += Math.log((matches || EPSILON) / (ids.length - n + 1));
  }
  const nearest = references
    .map(({ length }) => length)
    .reduce((best, length) => (closer(length, best, ids.length) ? length : best));
  const brevity = ids.length >= nearest ? 1 : Math.exp(1 - nearest / ids.length);
  return brevity * Math.exp(logs / longest);
}

/** The reference length nearest to the hypothesis's; the shorter of two equally near ones. */
function closer(length: number, best: number, own: number): boolean {
  const difference = Math.abs(length - own) - Math.abs(best - own);
  return difference < 0 || (difference === 0 && length < best);
}

function counts(grams: readonly string[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const gram of grams) result.set(gram, (result.get(gram) ?? 0) + 1);
  return result;
}
