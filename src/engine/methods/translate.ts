import { GlassboxError, type CheckedParams, type TranslatedSegment } from '../../protocol/engine/index.js';
import { isSameStructure, parseDocument } from '../../documents/index.js';
import type { Model } from '../models/model.js';
import { findPieces } from '../translation/documentPieces.js';
import { BEAMS } from '../translation/modelRun.js';
import { isPlain, placeOf } from '../translation/pieces.js';
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
  const { units, skeleton } = parseDocument(text, format);
  const pieces = await findPieces(text, units, model, { from, prefix }, signal);
  const translator = new Translator(text, model, { from, to, prefix, decoding, glossary });
  const segments: TranslatedSegment[] = [];
  for (const [index, piece] of pieces.entries()) {
    const segment = await translator.segment(piece, signal);
    if (params.alternatives > 0 && isPlain(piece)) {
      const { start, end } = placeOf(piece);
      const source = prefix + text.slice(start, end).replace(/\s+/g, ' ');
      const { sequences } = await translateSentence(model, source, params, signal);
      if (sequences) segment.sequences = sequences;
    }
    segments.push(segment);
    report({ kind: 'segment', index, count: pieces.length, segment });
  }
  const done = keepStructure(text, inOrder(segments), (changed) =>
    isSameStructure(skeleton, parseDocument(changed, format).skeleton),
  );
  return { model: model.info.id, text: replaceSpans(text, done), segments: done };
};

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
