import {
  GlassboxError,
  type CheckedParams,
  type GenerationConfig,
  type Span,
  type TranslatedSegment,
} from '../../protocol/engine/index.js';
import { findBlocks, splitSentences, splitAtClauses } from '../../text/index.js';
import { createTokenGenerator, limitNewTokens } from '../../decoding/run.js';
import { resolveGenerationConfig } from '../../decoding/config/resolve.js';
import { generateAll } from '../../decoding/output.js';
import type { Model } from '../models/model.js';
import type { Method } from './shared/methodContext.js';

/** The published T5's way to translate. */
const BEAMS: GenerationConfig = { strategy: 'beam', numBeams: 4 };

/** A translation is rarely longer than this many times its source; a run that goes on is repeating itself. */
const MAX_LENGTH = { factor: 3, extra: 20 };

/** While sentences are looked for, other jobs and a cancellation are let in this often. */
const TURN_MS = 20;

/**
 * Translates a text sentence by sentence with a T5-like model. What lies between sentences (line breaks, list marks,
 * code) stays as it is; a sentence longer than the model takes is cut at clause marks.
 * @throws GlassboxError `wrong-architecture`, `bad-request` for a language the model does not know, `too-long` for what
 * cannot be cut
 */
export const translate: Method<'translate'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('translate');
  const { prefix, text } = { prefix: promptPrefix(model, params), text: params.text };
  const pieces: Span[] = [];
  let since = performance.now();
  for (const block of findBlocks(text)) {
    for (const piece of splitBlock(text, block, prefix, model)) {
      pieces.push(piece);
      if (performance.now() - since < TURN_MS) continue;
      await model.yield(signal);
      since = performance.now();
    }
  }
  const segments: TranslatedSegment[] = [];
  for (const [index, span] of pieces.entries()) {
    const source = text.slice(span.start, span.end).replace(/\s+/g, ' ');
    // Numbers, rules and signs are the same in every language.
    const result = /\p{L}/u.test(source)
      ? await translateSentence(model, prefix + source, params.decoding ?? BEAMS, signal)
      : { target: source, logProbability: 0 };
    const segment = { ...span, ...result };
    segments.push(segment);
    report({ kind: 'segment', index, count: pieces.length, segment });
  }
  return { model: model.info.id, text: replaceSpans(text, segments), segments };
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

/** The sentences of a block, those that are too long for the model cut at clauses. */
function* splitBlock(text: string, block: Span, prefix: string, model: Model): Generator<Span> {
  const limit = model.info.maxLength ?? Number.POSITIVE_INFINITY;
  let last = { text: '', tokens: 0, fits: 0 };
  /** How many tokens a stretch is, and how much of it the model takes. */
  const measured = (stretch: string) => {
    if (last.text === stretch) return last;
    const tokens = model.tokenizer.encode(prefix + stretch);
    const ends = tokens.flatMap(({ end }) => end ?? []);
    const end = ends[limit - (tokens.length - ends.length) - 1] ?? 0;
    const fits = tokens.length <= limit ? stretch.length : Math.max(0, end - prefix.length);
    return (last = { text: stretch, tokens: tokens.length, fits });
  };
  for (const sentence of splitSentences(text.slice(block.start, block.end))) {
    const start = block.start + sentence.start;
    const whole = text.slice(start, block.start + sentence.end);
    for (const piece of splitAtClauses(whole, (stretch) => measured(stretch).fits)) {
      const { tokens } = measured(whole.slice(piece.start, piece.end));
      if (tokens > limit) {
        throw new GlassboxError(
          'too-long',
          `A piece of ${tokens} tokens has no place to cut it at; ${model.info.id} takes at most ${limit}. Break it up and try again.`,
          { details: { kind: 'length', what: 'sentence', tokens, limit, model: model.info.id } },
        );
      }
      yield { start: start + piece.start, end: start + piece.end };
    }
  }
}

async function translateSentence(
  model: Model,
  source: string,
  decoding: GenerationConfig,
  signal?: AbortSignal,
): Promise<{ target: string; logProbability: number }> {
  const sourceIds = model.tokenizer.encode(source).map((token) => token.id);
  const { model: decoder, decoderPrompt } = await model.prepareGeneration(sourceIds, signal);
  const most = sourceIds.length * MAX_LENGTH.factor + MAX_LENGTH.extra;
  const limit = limitNewTokens(decoder, decoderPrompt.length, most);
  const config = resolveGenerationConfig(decoding, { vocabularySize: decoder.vocabularySize, maxNewTokens: limit });
  const run = createTokenGenerator(
    { main: decoder },
    { prompt: decoderPrompt, limit, alternatives: 0 },
    config,
    signal,
  );
  const [best] = (await generateAll(run)).sequences;
  if (!best) throw new GlassboxError('internal', 'The decoder returned no sequence. Please report this.');
  const target = model.tokenizer.decode(best.ids, { skipSpecialTokens: true }).trim();
  return { target, logProbability: best.logProbability };
}

/** The text with every segment's span replaced by its target; the spans are in order and apart. */
function replaceSpans(text: string, segments: readonly TranslatedSegment[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, target } of segments) {
    result += text.slice(at, start) + target;
    at = end;
  }
  return result + text.slice(at);
}
