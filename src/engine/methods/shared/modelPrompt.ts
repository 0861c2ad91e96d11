import { type ErrorDetails, GlassboxError, type MethodName, type Token } from '../../../protocol/engine/index.js';
import { limitNewTokens } from '../../../decoding/run.js';
import type { PreparedGeneration } from '../../models/model.js';
import type { WritingModel } from '../../models/writingModel.js';
import { wellFormed } from '../../../text/wholeCharacters.js';
import { createNoCacheStep } from '../../onnx/noCacheStep.js';

interface PromptParams {
  text?: string | undefined;
  promptIds?: number[] | undefined;
}

/** What is to be continued or transformed, checked against the model. */
export interface ModelPrompt {
  /** decoder-only: the text; encoder-decoder: the source */
  tokens: Token[];
  ids: number[];
  /** encoder-decoder: what the decoder has written already */
  written: number[];
}

/**
 * The text that a server goes on with by itself, which takes no numbers of tokens.
 * @throws GlassboxError `bad-request`
 */
export function textPrompt(model: WritingModel, method: MethodName, { text, promptIds }: PromptParams): string {
  model.requireTask(method);
  const refuse = (message: string, details: ErrorDetails) =>
    new GlassboxError('bad-request', `${method}: ${message}`, { details });
  if (promptIds !== undefined) {
    const message = `promptIds cannot be given: the server that has ${model.info.id} tells no numbers of tokens. Give text.`;
    throw refuse(message, { kind: 'parameter', name: 'promptIds' });
  }
  if (text === undefined) throw refuse('text is missing.', { kind: 'emptyPrompt' });
  if (text === '') throw refuse('text is empty; give at least one character.', { kind: 'emptyPrompt' });
  // Half a character cannot be sent.
  return wellFormed(text);
}

/**
 * Reads the prompt as tokens: a text, or `promptIds` exactly. With an encoder-decoder, `promptIds` alone are the source and
 * beside a text they are what the decoder has written so far.
 * @throws GlassboxError `bad-request`, `wrong-architecture`
 */
export async function parsePrompt(
  model: WritingModel,
  method: MethodName,
  { text, promptIds }: PromptParams,
  signal?: AbortSignal,
): Promise<ModelPrompt> {
  model.requireTask(method);
  const refuse = (message: string, details: ErrorDetails) =>
    new GlassboxError('bad-request', `${method}: ${message}`, { details });
  const emptyPrompt = { kind: 'emptyPrompt' } as const;
  const wrongIds = { kind: 'parameter', name: 'promptIds' } as const;
  const twoSided = model.info.architecture === 'encoder-decoder';
  if (text === undefined && promptIds === undefined) throw refuse('text or promptIds is missing.', emptyPrompt);
  if (text !== undefined && promptIds !== undefined && !twoSided) {
    throw refuse('text and promptIds were both given; one of them says what to continue.', wrongIds);
  }
  if (text === '') throw refuse('text is empty; give at least one character.', emptyPrompt);
  if (promptIds?.length === 0) throw refuse('promptIds is empty; give at least one token id.', emptyPrompt);
  const { tokenizer, vocabularySize } = model;
  const wrong = promptIds?.find((id) => id >= vocabularySize);
  if (wrong !== undefined) {
    throw refuse(`promptIds must be from 0 to ${vocabularySize - 1} with ${model.info.id}; one is ${wrong}.`, wrongIds);
  }
  await tokenizer.settle?.(promptIds ?? [], signal);
  const tokens =
    text !== undefined
      ? await model.encode(text, signal)
      : (promptIds ?? []).map((id) => ({ id, text: tokenizer.tokenText(id), start: null, end: null }));
  if (tokens.length === 0)
    throw refuse('text has no tokens; give at least one character that the model reads.', {
      kind: 'nothingToRead',
    });
  return { tokens, ids: tokens.map(({ id }) => id), written: text !== undefined ? (promptIds ?? []) : [] };
}

/**
 * Limits the number of new tokens.
 * @throws GlassboxError `too-long`
 */
export function newTokenLimit(model: WritingModel, { ids, written }: ModelPrompt, maxNewTokens: number): number {
  const { architecture, id, maxLength } = model.info;
  if (architecture !== 'encoder-decoder') return limitNewTokens({ id, maxLength }, ids.length, maxNewTokens);
  model.requireLength(ids.length);
  return limitNewTokens({ id, maxLength }, 1 + written.length, maxNewTokens);
}

/** Prepares the model for the prompt. */
export async function prepareGeneration(
  model: WritingModel,
  { ids, written }: ModelPrompt,
  signal?: AbortSignal,
): Promise<PreparedGeneration> {
  const writer = await model.prepareGeneration(ids, signal);
  return { ...writer, decoderPrompt: [...writer.decoderPrompt, ...written] };
}

/** The same without a memory: each step reads all tokens anew, as with transformers' `use_cache=False`. */
export function withoutCache({ model, decoderPrompt }: PreparedGeneration): PreparedGeneration {
  const { step, stepWithHidden } = model;
  return {
    model: {
      ...model,
      step: createNoCacheStep(step),
      ...(stepWithHidden && { stepWithHidden: createNoCacheStep(stepWithHidden) }),
    },
    decoderPrompt,
  };
}
