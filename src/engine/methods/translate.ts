import {
  GlassboxError,
  type CheckedParams,
  type GenerationConfig,
  type Sequence,
  type Span,
  type TranslatedSegment,
} from '../../protocol/engine/index.js';
import { findBlocks, splitSentences, splitAtClauses } from '../../text/index.js';
import { createTokenGenerator, limitNewTokens } from '../../decoding/run.js';
import { resolveGenerationConfig } from '../../decoding/config/resolve.js';
import { generateAll } from '../../decoding/output.js';
import { toSequenceValue } from '../generation/outputValues.js';
import type { Model } from '../models/model.js';
import type { Method } from './shared/methodContext.js';

/** The published T5's way to translate. */
const DEFAULT_BEAMS = 4;
const BEAMS: GenerationConfig = { strategy: 'beam', numBeams: DEFAULT_BEAMS };

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
  const pieces = params.targetPrefix
    ? [oneSentence(model, prefix, text)]
    : await splitText(model, prefix, text, signal);
  const segments: TranslatedSegment[] = [];
  for (const [index, span] of pieces.entries()) {
    const source = text.slice(span.start, span.end).replace(/\s+/g, ' ');
    // Numbers, rules and signs are the same in every language.
    const result = /\p{L}/u.test(source)
      ? await translateSentence(model, prefix + source, params, signal)
      : { target: source, logProbability: 0 };
    const segment = { ...span, ...result };
    segments.push(segment);
    report({ kind: 'segment', index, count: pieces.length, segment });
  }
  return { model: model.info.id, text: replaceSpans(text, segments), segments };
};

async function splitText(model: Model, prefix: string, text: string, signal?: AbortSignal): Promise<Span[]> {
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
  return pieces;
}

/** The whole text as one piece. @throws GlassboxError `too-long` */
function oneSentence(model: Model, prefix: string, text: string): Span {
  model.requireLength(model.tokenizer.encode(prefix + text.replace(/\s+/g, ' ')).length);
  return { start: 0, end: text.length };
}

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

/** What is translated into what, and with how much told of it. */
type SentenceParams = Pick<CheckedParams<'translate'>, 'decoding' | 'alternatives' | 'targetPrefix'>;

async function translateSentence(
  model: Model,
  source: string,
  { decoding = BEAMS, alternatives, targetPrefix: written = [] }: SentenceParams,
  signal?: AbortSignal,
): Promise<Omit<TranslatedSegment, keyof Span>> {
  const sourceIds = model.tokenizer.encode(source).map((token) => token.id);
  const { model: decoder, decoderPrompt } = await model.prepareGeneration(sourceIds, signal);
  requireKnown(written, decoder.vocabularySize, model.info.id);
  const wholeText = (ids: readonly number[]) =>
    model.tokenizer.decode([...written, ...ids], { skipSpecialTokens: true }).trim();
  // A prefix that ends the sentence leaves nothing to write.
  if (decoder.eosIds.includes(written.at(-1) ?? -1)) {
    const ended: Sequence = { ids: [], text: wholeText([]), logProbability: 0, score: 0, finish: 'eos', steps: [] };
    return { target: ended.text, logProbability: 0, ...(alternatives > 0 && { sequences: [ended] }) };
  }
  const prompt = [...decoderPrompt, ...written];
  const most = Math.max(1, sourceIds.length * MAX_LENGTH.factor + MAX_LENGTH.extra - written.length);
  const limit = limitNewTokens(decoder, prompt.length, most);
  const limits = { vocabularySize: decoder.vocabularySize, maxNewTokens: limit };
  const config = resolveGenerationConfig(alternatives > 0 ? withAllBeams(decoding) : decoding, limits);
  const { sequences } = await generateAll(
    createTokenGenerator({ main: decoder }, { prompt, limit, alternatives }, config, signal),
  );
  const [best] = sequences;
  if (!best) throw new GlassboxError('internal', 'The decoder returned no sequence. Please report this.');
  const told = sequences.map((one) => ({ ...toSequenceValue(one, model.tokenizer, []), text: wholeText(one.ids) }));
  return {
    target: wholeText(best.ids),
    logProbability: best.logProbability,
    ...(alternatives > 0 && { sequences: told }),
  };
}

/** The same search, which gives all that it has found. */
function withAllBeams(decoding: GenerationConfig): GenerationConfig {
  if (decoding.strategy !== 'beam') return decoding;
  const { numBeams = DEFAULT_BEAMS } = decoding;
  return { ...decoding, numBeams, numReturnSequences: decoding.numReturnSequences ?? numBeams };
}

/** @throws GlassboxError `bad-request` for a token that the model does not have */
function requireKnown(written: readonly number[], vocabularySize: number, id: string): void {
  const wrong = written.find((token) => token >= vocabularySize);
  if (wrong === undefined) return;
  const message = `translate: targetPrefix must be from 0 to ${vocabularySize - 1} with ${id}; one is ${wrong}.`;
  throw new GlassboxError('bad-request', message, { details: { kind: 'parameter', name: 'targetPrefix' } });
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
