import { pairsBySpread } from '../../../maths/pairSpread.js';
import type { SentenceComparison } from '../../../protocol/webviews/index.js';
import { toCsv } from '../../../text/csv.js';

/** A line for each pair of sentences, those that the poolings disagree on most first. */
export function comparisonCsv({ sentences, poolings }: SentenceComparison): string {
  const pairs = pairsBySpread(poolings.map(({ similarities }) => similarities));
  const names = poolings.map(({ pooling }) => pooling);
  return toCsv([
    ['line', 'other line', 'sentence', 'other sentence', ...names, 'spread'],
    ...pairs.map(({ a, b, values, spread }) => [
      sentences[a]!.line,
      sentences[b]!.line,
      sentences[a]!.text,
      sentences[b]!.text,
      ...values.map((value) => Number(value.toFixed(6))),
      Number(spread.toFixed(6)),
    ]),
  ]);
}
