import type { TranslatedSegment } from '../../protocol/engine/index.js';
import type { TextSpan } from '../../text/index.js';

/** The text with every span replaced by its target; the spans are in order and apart. */
export function replaceSpans(text: string, segments: readonly (TextSpan & { target: string })[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, target } of segments) {
    result += text.slice(at, start) + target;
    at = end;
  }
  return result + text.slice(at);
}

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
