import { GlassboxError, type CheckedParams, type TranslatedSegment } from '../../protocol/engine/index.js';
import { isSameStructure, parseDocument } from '../../documents/index.js';
import type { Model } from '../models/model.js';
import { findPieces } from '../translation/documentPieces.js';
import { BEAMS } from '../translation/modelRun.js';
import { isPlain } from '../translation/pieces.js';
import { translateSentence } from '../translation/sentenceAlternatives.js';
import { inOrder, keepStructure, replaceSpans } from '../translation/structure.js';
import { Translator } from '../translation/translator.js';
import type { Method } from './shared/methodContext.js';

/**
 * Translates a text sentence by sentence with a T5-like model. What is not prose never reaches the model and comes back
 * byte for byte; a sentence that does not come back whole is tried in other ways, then in parts, and stays in the end.
 * @throws GlassboxError `wrong-architecture`, `bad-request` for a language the model does not know, `too-long` for what
 * cannot be cut
 */
export const translate: Method<'translate'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('translate');
  const { text, from, to, format, glossary = [], decoding = BEAMS } = params;
  const prefix = promptPrefix(model, params);
  if (params.targetPrefix !== undefined) {
    const whole = await translateSentence(model, prefix + text.replace(/\s+/g, ' '), params, signal);
    return { model: model.info.id, text: whole.target, segments: [{ start: 0, end: text.length, ...whole }] };
  }
  const { before = '', after = '' } = params.around ?? {};
  const document = before + text + after;
  const selection = { start: before.length, end: before.length + text.length };
  const { units, skeleton } = parseDocument(document, format);
  const pieces = await findPieces(document, units, selection, model, { from, prefix }, signal);
  const translator = new Translator(document, model, { from, to, prefix, decoding, glossary });
  const segments: TranslatedSegment[] = [];
  for (const [index, piece] of pieces.entries()) {
    const segment = await translator.segment(piece, signal);
    if (params.alternatives > 0 && isPlain(piece)) {
      const source = prefix + document.slice(segment.start, segment.end).replace(/\s+/g, ' ');
      const { sequences = [] } = await translateSentence(model, source, params, signal);
      // Of a sentence that was read in another form they would be another's.
      if (sequences.some((one) => one.text === segment.target)) segment.sequences = sequences;
    }
    segments.push(segment);
    report({ kind: 'segment', index, count: pieces.length, segment: moved(segment, -selection.start) });
  }
  const done = keepStructure(document, inOrder(segments), (changed) =>
    isSameStructure(skeleton, parseDocument(changed, format).skeleton),
  ).map((segment) => moved(segment, -selection.start));
  return { model: model.info.id, text: replaceSpans(text, done), segments: done };
};

const moved = (segment: TranslatedSegment, by: number): TranslatedSegment => ({
  ...segment,
  start: segment.start + by,
  end: segment.end + by,
});

/** The words that tell T5 its task. @throws GlassboxError `bad-request` with the languages there are */
function promptPrefix(model: Model, { from, to }: CheckedParams<'translate'>): string {
  const pairs = model.info.languages;
  if (pairs && !pairs.some((pair) => pair.from === from && pair.to === to)) {
    const known = pairs.map((pair) => `${pair.from} to ${pair.to}`).join(', ');
    throw new GlassboxError(
      'bad-request',
      `${model.info.id} does not translate ${from} to ${to}. It translates ${known}.`,
      { details: { kind: 'languagePair', model: model.info.id, pair: { from, to }, known: pairs } },
    );
  }
  return `translate ${from} to ${to}: `;
}
