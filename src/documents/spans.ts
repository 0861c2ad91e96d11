import type { TextSpan } from '../text/index.js';

/** Index of the first of spans, in the order of their starts, that begins at a place or behind it. */
export function firstFrom(spans: readonly TextSpan[], place: number): number {
  let low = 0;
  for (let high = spans.length; low < high;) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start >= place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Those of spans, in the order of their starts, that lie within another; without looking at all of them. */
export function spansWithin<T extends TextSpan>(spans: readonly T[], { start, end }: TextSpan): T[] {
  const found: T[] = [];
  for (let at = firstFrom(spans, start); at < spans.length && spans[at]!.start <= end; at++) {
    if (spans[at]!.end <= end) found.push(spans[at]!);
  }
  return found;
}

/** Whether a span lies within one of spans that are in order and apart. */
export function isWithinOne(spans: readonly TextSpan[], { start, end }: TextSpan): boolean {
  const before = spans[firstFrom(spans, start + 1) - 1];
  return before !== undefined && before.end >= end;
}

/** Those that are within no other, of spans in the order of their nesting. */
export function outermost<T extends TextSpan>(spans: readonly T[]): T[] {
  const found: T[] = [];
  for (const span of spans) if (span.start >= (found.at(-1)?.end ?? 0)) found.push(span);
  return found;
}

/** Tells of a place whether one of spans goes on over it: begins before it and ends behind it. */
export function coverOf(spans: readonly TextSpan[]): (place: number) => boolean {
  const stretches: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort(byStart)) {
    const last = stretches.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else stretches.push({ start, end });
  }
  return (place) => {
    const before = stretches[firstFrom(stretches, place) - 1];
    return before !== undefined && before.end > place;
  };
}

export const byStart = (one: TextSpan, other: TextSpan): number => one.start - other.start;

/** The outer before the inner. */
export const byNesting = (one: TextSpan, other: TextSpan): number => one.start - other.start || other.end - one.end;

/** Adds to a list: as arguments of one call there may be too many. */
export function append<T>(list: T[], more: Iterable<T>): void {
  for (const one of more) list.push(one);
}
