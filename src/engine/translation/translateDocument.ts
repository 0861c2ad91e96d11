import type { DocumentFormat, TranslatedSegment } from '../../protocol/engine/index.js';
import { isSameStructure, parseDocument, windowAround } from '../../documents/index.js';
import type { TextSpan } from '../../text/index.js';
import type { Model } from '../models/model.js';
import { findPieces } from './documentPieces.js';
import { isPlain, placeOf } from './pieces.js';
import { translateSentence } from './sentenceAlternatives.js';
import { inOrder, keepStructure, placeSegments } from './structure.js';
import { Translator, type TranslatorOptions } from './translator.js';

/** A text that is to be translated, where it stands. */
export interface DocumentSelection {
  text: string;
  /** the rest of its document */
  before?: string;
  after?: string;
  format: DocumentFormat;
  /** stretches of the text that are left as they are */
  skipped?: readonly TextSpan[];
}

export interface DocumentOptions extends TranslatorOptions {
  /** above 0 plain sentences have all that the search found */
  alternatives: number;
}

/** Told with each segment as it is done; its offsets are of the selected text. */
export type SegmentReport = (index: number, count: number, segment: TranslatedSegment) => void;

/**
 * Translates what is prose in a selection, in one direction.
 * @returns the segments in their order, with offsets of the selected text
 * @throws GlassboxError `cancelled`, `too-long`, `out-of-memory`, `model-broken`
 */
export async function translateDocument(
  model: Model,
  { text, before = '', after = '', format, skipped = [] }: DocumentSelection,
  options: DocumentOptions,
  report: SegmentReport,
  signal?: AbortSignal,
): Promise<TranslatedSegment[]> {
  const { from, prefix, decoding, alternatives } = options;
  const { document, selection } = windowAround(
    before + text + after,
    { start: before.length, end: before.length + text.length },
    format,
  );
  const { units, skeleton } = parseDocument(document, format);
  const found = await findPieces(document, units, selection, model, { from, prefix }, signal);
  const pieces = found.filter((piece) => {
    const { start, end } = placeOf(piece);
    return !skipped.some((one) => start < one.end + selection.start && end > one.start + selection.start);
  });
  const translator = new Translator(document, model, options);
  const segments: TranslatedSegment[] = [];
  for (const [index, piece] of pieces.entries()) {
    const segment = await translator.segment(piece, signal);
    if (alternatives > 0 && isPlain(piece) && piece.unit.into === undefined) {
      const source = prefix + document.slice(segment.start, segment.end).replace(/\s+/g, ' ');
      const { sequences = [] } = await translateSentence(model, source, { decoding, alternatives }, signal);
      // Of a sentence that was read in another form they would be another's.
      if (sequences.some((one) => one.text === segment.target)) segment.sequences = sequences;
    }
    segments.push(segment);
    report(index, pieces.length, moved(segment, -selection.start));
  }
  return keepStructure(document, inOrder(placeSegments(document, pieces, segments)), (changed) =>
    isSameStructure(skeleton, parseDocument(changed, format).skeleton),
  ).map((segment) => moved(segment, -selection.start));
}

const moved = (segment: TranslatedSegment, by: number): TranslatedSegment => ({
  ...segment,
  start: segment.start + by,
  end: segment.end + by,
});
