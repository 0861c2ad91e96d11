import type { LastResult, ReviewSentence } from '../../../src/protocol/webviews/index.js';

/** A translation as the host tells it to the page of its review. */
export function reviewSentences({
  params,
  value,
}: Pick<Extract<LastResult, { kind: 'translate' }>, 'params' | 'value'>): ReviewSentence[] {
  return value.segments.map(({ start, end, target, doubts = [], kept = false }, id) => ({
    id,
    text: 0,
    start,
    source: params.text.slice(start, end),
    target,
    doubts,
    kept,
    written: target,
    changed: false,
  }));
}
