import { type ErrorDetails, GlassboxError, type MethodName, type Token } from '../../protocol/engine/index.js';
import { createTokenGenerator, limitNewTokens } from '../../decoding/run.js';
import { resolveGenerationConfig } from '../../decoding/config/resolve.js';
import { generateAll } from '../../decoding/output.js';
import type { Model } from '../models/model.js';
import { requireMask } from './requireMask.js';

/** What a model reads, token by token. */
export interface ModelInputs {
  source: Token[];
  /** BERT's segment of each source token */
  tokenTypeIds: number[];
  /** index of the first token of the second text */
  pairStart?: number;
  /** what the decoder of an encoder-decoder reads: its start token, then the target's without the end of sequence */
  target?: Token[];
  targetText?: string;
}

/** What an answer begins with: which model, and what it read. */
export const readingTold = ({ info }: Model, { source, target, targetText }: ModelInputs) => ({
  model: info.id,
  source,
  ...(target && { target }),
  ...(targetText !== undefined && { targetText }),
});

interface ModelInputParams {
  text: string;
  textPair?: string | undefined;
  target?: string | undefined;
  masked?: readonly number[] | undefined;
}

/** New tokens of a target that the model writes itself; `generate`'s default. */
const MAX_TARGET_LENGTH = 40;

const idsOf = (tokens: readonly Token[]) => tokens.map(({ id }) => id);

/**
 * Reads the tokens of what is to be looked at, checked against the model. Without a target, an encoder-decoder's decoder reads
 * what greedy decoding writes.
 * @param withTarget whether the decoder of an encoder-decoder has a part in it
 * @throws GlassboxError `bad-request`, `too-long`, `wrong-architecture`
 */
export async function readModelInputs(
  model: Model,
  method: MethodName,
  { text, textPair, target, masked }: ModelInputParams,
  withTarget: boolean,
  signal?: AbortSignal,
): Promise<ModelInputs> {
  model.requireTask(method);
  const { architecture, id } = model.info;
  const refuse = (message: string, details: ErrorDetails) =>
    new GlassboxError('bad-request', `${method}: ${message}`, { details });
  if (textPair !== undefined && architecture !== 'encoder') {
    throw refuse(`textPair is for models that read two texts at once; ${id} is ${architecture}. Leave it out.`, {
      kind: 'parameter',
      name: 'textPair',
    });
  }
  if (target !== undefined && architecture !== 'encoder-decoder') {
    throw refuse(`target is for encoder-decoders; ${id} is ${architecture}. Leave it out.`, {
      kind: 'parameter',
      name: 'target',
    });
  }
  const inputs = encodeSource(model, text, textPair);
  if (!inputs.source.some(({ start }) => start !== null)) {
    throw refuse('text has nothing that the model reads; give at least one word.', { kind: 'nothingToRead' });
  }
  model.requireLength(inputs.source.length);
  if (masked) inputs.source = maskTokens(model, method, inputs.source, masked);
  if (architecture !== 'encoder-decoder' || !withTarget) return inputs;
  return { ...inputs, ...(await encodeTarget(model, inputs.source, target, signal)) };
}

/** The source with the model's mask in the place of some tokens; their offsets stay. @throws GlassboxError `bad-request`, `no-mask` */
function maskTokens(model: Model, method: MethodName, source: readonly Token[], masked: readonly number[]): Token[] {
  const refuse = (message: string) =>
    new GlassboxError('bad-request', `${method}: masked ${message}`, {
      details: { kind: 'parameter', name: 'masked' },
    });
  const { architecture, id: name } = model.info;
  if (architecture !== 'encoder') throw refuse(`is for encoders; ${name} is ${architecture}. Leave it out.`);
  const wrong = masked.find((index) => (source[index]?.start ?? null) === null);
  if (wrong !== undefined) throw refuse(`must be tokens of the text; ${wrong} is none.`);
  const id = requireMask(model);
  const text = model.tokenizer.tokenText(id);
  return source.map((token, index) => (masked.includes(index) ? { ...token, id, text } : token));
}

function encodeSource({ tokenizer }: Model, text: string, textPair: string | undefined): ModelInputs {
  if (textPair === undefined) {
    // As *Fill Mask* reads it: one sentence is explained as it was filled.
    const source = tokenizer.encode(text, { readsMask: true });
    return { source, tokenTypeIds: source.map(() => 0) };
  }
  const tokens = tokenizer.encodePair(text, textPair);
  const second = tokens.findIndex(({ sequence }) => sequence === 1);
  return {
    source: tokens.map(({ id, text, start, end }) => ({ id, text, start, end })),
    tokenTypeIds: tokens.map(({ segment }) => segment),
    ...(second >= 0 && { pairStart: second }),
  };
}

async function encodeTarget(
  model: Model,
  source: readonly Token[],
  given: string | undefined,
  signal?: AbortSignal,
): Promise<Required<Pick<ModelInputs, 'target' | 'targetText'>>> {
  const { tokenizer, decoderStartTokenId: startToken } = model;
  const start: Token = { id: startToken, text: tokenizer.tokenText(startToken), start: null, end: null };
  if (given === undefined) {
    const greedy = await generateTarget(model, source, signal);
    return { target: [start, ...greedy.tokens], targetText: greedy.text };
  }
  const tokens = tokenizer.forTarget.encode(given);
  if (tokens.at(-1)?.id === tokenizer.specialIds.eos) tokens.pop();
  const { maxLength, id } = model.info;
  if (maxLength !== null && tokens.length + 1 > maxLength) {
    const most = `${id} reads at most ${maxLength - 1}`;
    throw new GlassboxError('too-long', `The target is ${tokens.length} tokens long; ${most}. Take a shorter one.`, {
      details: { kind: 'length', what: 'target', tokens: tokens.length, limit: maxLength - 1, model: id },
    });
  }
  return { target: [start, ...tokens], targetText: given };
}

/** What greedy decoding makes of the source, with the places of its tokens in the text. */
async function generateTarget(
  model: Model,
  source: readonly Token[],
  signal?: AbortSignal,
): Promise<{ tokens: Token[]; text: string }> {
  const { model: writer, decoderPrompt } = await model.prepareGeneration(idsOf(source), signal);
  const limit = limitNewTokens(writer, decoderPrompt.length, MAX_TARGET_LENGTH);
  const config = resolveGenerationConfig(
    { strategy: 'greedy' },
    { vocabularySize: writer.vocabularySize, maxNewTokens: limit },
  );
  const run = createTokenGenerator({ main: writer }, { prompt: decoderPrompt, limit, alternatives: 0 }, config, signal);
  const ids = (await generateAll(run)).sequences[0]?.ids ?? [];
  return alignTokens(
    model,
    ids.filter((id, index) => index < ids.length - 1 || !writer.eosIds.includes(id)),
  );
}

/** Tokens in the text that they make; a token's place is without the space before it. */
function alignTokens({ tokenizer }: Model, ids: readonly number[]): { tokens: Token[]; text: string } {
  const stream = tokenizer.stream({ skipSpecialTokens: true });
  let text = '';
  const tokens = ids.map((id, index): Token => {
    const piece = stream.push(id) + (index === ids.length - 1 ? stream.end() : '');
    const start = text.length + (piece.length - piece.trimStart().length);
    text += piece;
    const visible = start < text.length;
    return { id, text: tokenizer.tokenText(id), start: visible ? start : null, end: visible ? text.length : null };
  });
  return { tokens, text };
}
