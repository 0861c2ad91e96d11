import { GlassboxError, type GenerationConfig } from '../../protocol/engine/index.js';
import { createTokenGenerator, limitNewTokens } from '../../decoding/run.js';
import { resolveGenerationConfig } from '../../decoding/config/resolve.js';
import { generateAll, type DecodedSequence } from '../../decoding/output.js';
import type { TextSpan } from '../../text/index.js';
import type { Model } from '../models/model.js';

/** The published T5's way to translate. */
export const DEFAULT_BEAMS = 4;
export const BEAMS: GenerationConfig = { strategy: 'beam', numBeams: DEFAULT_BEAMS };

/** A translation is rarely longer than this many times its source; a run that goes on is repeating itself. */
export const MAX_LENGTH = { factor: 3, extra: 20 };

/** A source text as tokens. */
export interface SourceTokens {
  ids: number[];
  /** their spans in the text, without the space before a word; null for the prefix and special ones */
  spans: (TextSpan | null)[];
}

/** The tokens of a text behind the words that tell the model its task. */
export function encodeSource(model: Model, prefix: string, text: string): SourceTokens {
  const tokens = model.tokenizer.encode(prefix + text);
  const spans = tokens.map(({ start, end }) => {
    if (start === null || end === null || end <= prefix.length) return null;
    let first = Math.max(start, prefix.length) - prefix.length;
    const last = end - prefix.length;
    while (first < last - 1 && /\s/.test(text[first]!)) first++;
    return { start: first, end: last };
  });
  return { ids: tokens.map(({ id }) => id), spans };
}

/**
 * What a model writes for a source, best first; of beams all that there are.
 * @throws GlassboxError `too-long`, `cancelled`, `out-of-memory`, `model-broken`
 */
export async function writeSequences(
  model: Model,
  { ids }: SourceTokens,
  decoding: GenerationConfig,
  signal?: AbortSignal,
): Promise<DecodedSequence[]> {
  model.requireLength(ids.length);
  const { model: decoder, decoderPrompt } = await model.prepareGeneration(ids, signal);
  const most = ids.length * MAX_LENGTH.factor + MAX_LENGTH.extra;
  const limit = limitNewTokens(decoder, decoderPrompt.length, most);
  const isOne = decoding.strategy !== 'beam' || decoding.numReturnSequences !== undefined;
  const config = resolveGenerationConfig(
    { ...decoding, ...(!isOne && { numReturnSequences: decoding.numBeams ?? 1 }) },
    { vocabularySize: decoder.vocabularySize, maxNewTokens: limit },
  );
  const run = createTokenGenerator(
    { main: decoder },
    { prompt: decoderPrompt, limit, alternatives: 0 },
    config,
    signal,
  );
  const { sequences } = await generateAll(run);
  if (sequences.length > 0) return sequences;
  throw new GlassboxError('internal', 'The decoder returned no sequence. Please report this.');
}
