/**
 * chrF2 of a corpus, 0 to 100 (Popović 2015, with sacrebleu's defaults): F-score of character n-grams up to six, white
 * space left out, recall weighted twice; counts are summed over all texts.
 */
export function chrf(made: readonly string[], wanted: readonly string[]): number {
  let [precision, recall, orders] = [0, 0, 0];
  for (let order = 1; order <= 6; order++) {
    let [common, found, expected] = [0, 0, 0];
    for (const [at, text] of made.entries()) {
      const [one, other] = [ngrams(text, order), ngrams(wanted[at] ?? '', order)];
      for (const [gram, count] of one) {
        found += count;
        common += Math.min(count, other.get(gram) ?? 0);
      }
      for (const count of other.values()) expected += count;
    }
    if (found === 0 || expected === 0) continue;
    orders++;
    precision += common / found;
    recall += common / expected;
  }
  // Means of the orders first, as sacrebleu takes them.
  return precision + recall > 0 ? (100 / orders) * ((5 * precision * recall) / (4 * precision + recall)) : 0;
}

function ngrams(text: string, order: number): Map<string, number> {
  const signs = [...text.replace(/\s+/g, '')];
  const found = new Map<string, number>();
  for (let at = 0; at + order <= signs.length; at++) {
    const gram = signs.slice(at, at + order).join('');
    found.set(gram, (found.get(gram) ?? 0) + 1);
  }
  return found;
}
