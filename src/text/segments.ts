import type { TextSpan } from './span.js';

/**
 * How many of a window's last segments may end elsewhere once more text follows. Thai and Japanese words are chosen
 * several at a time.
 */
const UNSETTLED = { grapheme: 1, word: 8 } as const;

/** UTF-16 units; a window costs the square of its length. */
const WINDOW = { grapheme: 256, word: 512 } as const;

type Granularity = keyof typeof UNSETTLED;

export interface Segment extends TextSpan {
  isWordLike: boolean;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Made on first use: the first segmenter of a process loads ICU's data, about 8 ms of an extension's activation. */
export function segmenterFor(granularity: Granularity, locale: string): Intl.Segmenter {
  const key = `${granularity} ${locale}`;
  let segmenter = segmenters.get(key);
  if (!segmenter) segmenters.set(key, (segmenter = new Intl.Segmenter(locale, { granularity })));
  return segmenter;
}

/**
 * A text's segments as `Intl.Segmenter` gives them. Its own iterator takes time by the whole text for each segment (V8,
 * 8 s for 80,000 Chinese characters), so it is given windows that begin where a segment does.
 */
export function* segments(text: string, granularity: Granularity, locale = 'en'): Generator<Segment> {
  const segmenter = segmenterFor(granularity, locale);
  let length: number = WINDOW[granularity];
  for (let start = 0; start < text.length;) {
    // Half a character would end the segment before it.
    const end = start + length - (/[\uD800-\uDBFF]/.test(text[start + length - 1] ?? '') ? 1 : 0);
    const isLast = end >= text.length;
    const found = Array.from(segmenter.segment(text.slice(start, end)), ({ index, segment, isWordLike }) => ({
      start: start + index,
      end: start + index + segment.length,
      isWordLike: isWordLike === true,
    }));
    const settled = isLast ? found : found.slice(0, -UNSETTLED[granularity]);
    yield* settled;
    // A segment as long as the window needs a longer one.
    length = settled.length > 0 ? WINDOW[granularity] : 2 * length;
    start = settled.at(-1)?.end ?? start;
  }
}
