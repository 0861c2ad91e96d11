import type { DocumentFormat, Span } from '../../protocol/engine/index.js';
import { type ProseUnit, parseDocument, stretchesOf } from '../../documents/index.js';
import { readWords, type WordReading } from '../../documents/wordReading.js';

/** Stands between two runs of prose; no sentence goes over it. */
const BETWEEN = '\n\n';

/** Parsing takes a millisecond for each 150 units: Markdown is read in parts of this size, so that others come to their turn. */
const PART = { long: 8000, stretch: 4000 };

/**
 * The prose of a stretch of a document as a person reads it, each run of it a paragraph; long Markdown in several parts.
 * Headings, items and cells are runs of their own; code, addresses and signs are not read as words. `documentSpan` gives the
 * place of what is found.
 * @param within in UTF-16 units
 */
export function* proseIn(text: string, format: DocumentFormat, within: Span): Generator<WordReading> {
  for (const { start, end } of stretchesOf(text, { start: 0, end: text.length }, format, PART)) {
    if (end <= within.start || start >= within.end) continue;
    const part = text.slice(start, end);
    const { units } = parseDocument(part, format);
    yield joined(part, units, { start: within.start - start, end: within.end - start }, start);
  }
}

/** @param by how much further on everything stands in the whole document */
function joined(document: string, units: readonly ProseUnit[], within: Span, by: number): WordReading {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const unit of units) {
    if (unit.isInside === true || unit.end <= within.start || unit.start >= within.end) continue;
    const read = readWords(document, unit);
    let own = '';
    for (let at = 0; at < read.text.length; at++) {
      const [start, end] = [read.starts[at]!, read.ends[at]!];
      if (start < within.start || end > within.end) continue;
      if (own === '' && parts.length > 0) {
        for (let sign = 0; sign < BETWEEN.length; sign++) {
          starts.push(start + by);
          ends.push(start + by);
        }
        own = BETWEEN;
      }
      own += read.text[at]!;
      starts.push(start + by);
      ends.push(end + by);
    }
    if (own !== '') parts.push(own);
  }
  return { text: parts.join(''), starts, ends };
}
