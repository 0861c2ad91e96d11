import {
  GlassboxError,
  type CheckedParams,
  type GenerationConfig,
  type Sequence,
  type Span,
  type TranslatedSegment,
} from '../../protocol/engine/index.js';
import { createTokenGenerator, limitNewTokens } from '../../decoding/run.js';
import { resolveGenerationConfig } from '../../decoding/config/resolve.js';
import { generateAll } from '../../decoding/output.js';
import { toSequenceValue } from '../generation/outputValues.js';
import type { Model } from '../models/model.js';
import { BEAMS, DEFAULT_BEAMS, MAX_LENGTH } from './modelRun.js';

/** What is translated into what, and with how much told of it. */
type SentenceParams = Pick<CheckedParams<'translate'>, 'decoding' | 'alternatives' | 'targetPrefix'>;

/**
 * Translates one sentence as it stands, and tells all that the search found.
 * @param source with the words that tell the model its task
 * @throws GlassboxError `too-long`, `bad-request` for a token of the prefix that the model does not have, `cancelled`
 */
export async function translateSentence(
  model: Model,
  source: string,
  { decoding = BEAMS, alternatives, targetPrefix: written = [] }: SentenceParams,
  signal?: AbortSignal,
): Promise<Omit<TranslatedSegment, keyof Span>> {
  const sourceIds = model.tokenizer.encode(source).map((token) => token.id);
  model.requireLength(sourceIds.length);
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
