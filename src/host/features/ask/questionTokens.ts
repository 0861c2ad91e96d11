import { GlassboxError, type Engine } from '../../../protocol/engine/index.js';
import type { WorkProgress } from '../../core/workProgress.js';

/** Tokens of the text that a question has to leave room for: with fewer no sentence is read. */
const LEAST = 16;

/**
 * How many tokens a question has, those that the tokenizer adds included.
 * @param around other tokens beside question and text
 * @throws GlassboxError of the engine; `too-long` for a question that leaves no room for the text
 */
export async function questionTokens(
  engine: Engine,
  model: string,
  question: string,
  around: number,
  { onProgress, signal }: Pick<WorkProgress, 'onProgress' | 'signal'>,
): Promise<number> {
  const asked = { model, text: question };
  const { tokens: found, maxLength } = await engine.call('tokens', asked, { onProgress }, signal);
  const tokens = found.length;
  const limit = Math.max(0, (maxLength ?? Infinity) - around - LEAST);
  if (tokens <= limit) return tokens;
  const message = `The question is ${tokens} tokens long; beside a text ${model} takes at most ${limit}. Ask a shorter one.`;
  throw new GlassboxError('too-long', message, { details: { kind: 'length', what: 'question', tokens, limit, model } });
}
