import type { DocumentFormat, TranslatedSegment } from '../../protocol/engine/index.js';
import { isSameStructure, parseDocument, stretchesOf, windowAround } from '../../documents/index.js';
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

/**
 * Told with each segment as it is done; its offsets are of the selected text. Of a long text the count is estimated from
 * what was read so far.
 */
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
  const whole = before + text + after;
  const by = before.length;
  const found: TranslatedSegment[] = [];
  for (const stretch of stretchesOf(whole, { start: by, end: by + text.length }, format)) {
    const { start, end } = stretch;
    const told: SegmentReport = (index, count, segment) => {
      const rest = Math.round((count * (by + text.length - end)) / (end - start));
      report(found.length + index, found.length + count + rest, moved(segment, -by));
    };
    const kept = skipped.map((one) => ({ start: one.start + by, end: one.end + by }));
    const segments = await translateStretch(model, { document: whole, stretch, format, kept }, options, told, signal);
    found.push(...segments);
  }
  return found.map((segment) => moved(segment, -by));
}

interface Stretch {
  document: string;
  /** with the rest in offsets of the document */
  stretch: TextSpan;
  format: DocumentFormat;
  kept: readonly TextSpan[];
}

/** Translates a part of a document, read with as much of it as it depends on. */
async function translateStretch(
  model: Model,
  { document: whole, stretch, format, kept }: Stretch,
  options: DocumentOptions,
  report: SegmentReport,
  signal?: AbortSignal,
): Promise<TranslatedSegment[]> {
  const { from, prefix, decoding, alternatives } = options;
  const { document, selection } = windowAround(whole, stretch, format);
  const by = stretch.start - selection.start;
  const { units, skeleton } = parseDocument(document, format);
  const found = await findPieces(document, units, selection, model, { from, prefix }, signal);
  const pieces = found.filter((piece) => {
    const { start, end } = moved(placeOf(piece), by);
    return !kept.some((one) => start < one.end && end > one.start);
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
    report(index, pieces.length, moved(segment, by));
  }
  return keepStructure(document, inOrder(placeSegments(document, pieces, segments)), (changed) =>
    isSameStructure(skeleton, parseDocument(changed, format).skeleton),
  ).map((segment) => moved(segment, by));
}

const moved = <T extends TextSpan>(span: T, by: number): T => ({ ...span, start: span.start + by, end: span.end + by });
