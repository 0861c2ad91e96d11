import type { TranslatedSegment } from '../../protocol/engine/index.js';
import { replaceSpans } from '../../text/index.js';
import type { Piece } from './pieces.js';

/**
 * The segments, with the source kept of those that change the document's structure: found by halving, since a structure is
 * that of the whole.
 * @param isWhole whether a text has the structure of the source
 */
export function keepStructure(
  text: string,
  segments: readonly TranslatedSegment[],
  isWhole: (text: string) => boolean,
): TranslatedSegment[] {
  const done = [...segments];
  /** Whether the first of them leave the structure as it was. */
  const holds = (count: number) => isWhole(replaceSpans(text, done.slice(0, count)));
  let sound = 0;
  while (!holds(done.length)) {
    let low = sound;
    let high = done.length;
    // The first `low` hold, the first `high` do not.
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (holds(middle)) low = middle;
      else high = middle;
    }
    const { start, end, doubts = [] } = done[high - 1]!;
    const others = doubts.filter((doubt) => doubt !== 'structure');
    done[high - 1] = {
      start,
      end,
      target: text.slice(start, end),
      logProbability: 0,
      doubts: [...others, 'structure'],
      kept: true,
    };
    sound = high;
    if (sound === done.length) break;
  }
  return done;
}

/** Segments in the order of the text, without those within others, which have them already. */
export function inOrder(segments: readonly TranslatedSegment[]): TranslatedSegment[] {
  const sorted = [...segments].sort((one, other) => one.start - other.start || other.end - one.end);
  let end = 0;
  return sorted.filter((segment) => {
    if (segment.end <= end) return false;
    end = segment.end;
    return true;
  });
}

/** The segments of pieces, where those of a text that is written elsewhere are one, in the place that is meant for it. */
export function placeSegments(
  document: string,
  pieces: readonly Piece[],
  segments: readonly TranslatedSegment[],
): TranslatedSegment[] {
  const found: TranslatedSegment[] = [];
  const elsewhere = new Map<number, { into: NonNullable<Piece['unit']['into']>; parts: TranslatedSegment[] }>();
  for (const [index, segment] of segments.entries()) {
    const { into } = pieces[index]!.unit;
    if (into === undefined) {
      found.push(segment);
      continue;
    }
    const { parts } = elsewhere.get(into.place.start) ?? { parts: [] };
    elsewhere.set(into.place.start, { into, parts: [...parts, segment] });
  }
  for (const { into, parts } of elsewhere.values()) {
    const doubts = [...new Set(parts.flatMap((part) => part.doubts ?? []))];
    // What could not be translated leaves its place empty: a catalogue's reader finds it there.
    const isKept = parts.every(({ kept }) => kept);
    found.push({
      ...into.place,
      target: isKept
        ? document.slice(into.place.start, into.place.end)
        : replaceSpans(document, inOrder(parts), into.whole),
      logProbability: parts.reduce((sum, part) => sum + part.logProbability, 0),
      ...(doubts.length > 0 && { doubts }),
      ...(isKept && { kept: true }),
    });
  }
  return found;
}
