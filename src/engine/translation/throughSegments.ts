import type { TranslatedSegment } from '../../protocol/engine/index.js';
import { replaceSpans, type TextSpan } from '../../text/index.js';

/**
 * Where segments' targets stand in the text that all of them make.
 * @param of some of the segments
 * @param all in their order
 */
export function spansOfTargets(of: readonly TranslatedSegment[], all: readonly TranslatedSegment[]): TextSpan[] {
  let shift = 0;
  const spans = new Map<TranslatedSegment, TextSpan>();
  for (const segment of all) {
    const start = segment.start + shift;
    spans.set(segment, { start, end: start + segment.target.length });
    shift += segment.target.length - (segment.end - segment.start);
  }
  return of.map((segment) => spans.get(segment)!);
}

/** Segments of the source and of the text between that are one stretch of both. */
interface Group {
  source: TextSpan;
  between: TextSpan;
  into: TranslatedSegment[];
  outOf: TranslatedSegment[];
}

/**
 * Joins the segments of two translations, of which the second's source is the first's text. Sentences are parted in another
 * way in another language: what overlaps is one segment.
 * @returns segments of the first source with the second's targets
 */
export function joinSegments(
  source: string,
  into: readonly TranslatedSegment[],
  between: string,
  outOf: readonly TranslatedSegment[],
): TranslatedSegment[] {
  const spans = spansOfTargets(into, into);
  const own = into.map((segment, index): Group => ({
    source: { start: segment.start, end: segment.end },
    between: spans[index]!,
    into: [segment],
    outOf: [],
  }));
  const added = outOf.map((segment): Group => ({
    source: sourceOf(segment, into, spans),
    between: { start: segment.start, end: segment.end },
    into: [],
    outOf: [segment],
  }));
  const groups: Group[] = [];
  for (const group of [...own, ...added].sort(
    (a, b) => a.between.start - b.between.start || a.between.end - b.between.end,
  )) {
    const last = groups.at(-1);
    if (last && overlap(last, group)) groups.splice(-1, 1, merged(last, group));
    else groups.push(group);
  }
  return groups.map((group) => segmentOf(source, between, group));
}

const overlap = (one: Group, other: Group) =>
  (one.between.end > other.between.start && other.between.end > one.between.start) ||
  (one.source.end > other.source.start && other.source.end > one.source.start);

const union = (one: TextSpan, other: TextSpan): TextSpan => ({
  start: Math.min(one.start, other.start),
  end: Math.max(one.end, other.end),
});

const merged = (one: Group, other: Group): Group => ({
  source: union(one.source, other.source),
  between: union(one.between, other.between),
  into: [...one.into, ...other.into],
  outOf: [...one.outOf, ...other.outOf],
});

/** Where a stretch of the text between was in the source; within a translated sentence that whole sentence. */
function sourceOf(span: TextSpan, into: readonly TranslatedSegment[], spans: readonly TextSpan[]): TextSpan {
  const place = (at: number, isEnd: boolean): number => {
    let shift = 0;
    for (const [index, { start, end }] of spans.entries()) {
      if (isEnd ? at <= start : at < start) break;
      const segment = into[index]!;
      if (isEnd ? at <= end : at < end) return isEnd ? segment.end : segment.start;
      shift += end - start - (segment.end - segment.start);
    }
    return at - shift;
  };
  return { start: place(span.start, false), end: place(span.end, true) };
}

function segmentOf(text: string, between: string, { source, between: span, into, outOf }: Group): TranslatedSegment {
  const target = replaceSpans(between.slice(0, span.end), outOf).slice(span.start);
  const doubts = [...new Set([...into, ...outOf].flatMap((segment) => segment.doubts ?? []))];
  const isKept = doubts.length > 0 && target === text.slice(source.start, source.end);
  return {
    ...source,
    target,
    logProbability: [...into, ...outOf].reduce((sum, segment) => sum + segment.logProbability, 0),
    ...(doubts.length > 0 && { doubts }),
    ...(isKept && { kept: true }),
  };
}
