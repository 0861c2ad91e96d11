import type { MethodName, ModelInfo, Strategy, Token } from '../../protocol/engine/index.js';
import type { TextTokenizer } from '../tokenizer/tokenizer.js';
import type { PreparedGeneration } from './model.js';

/** Texts of tokens. */
export interface TokenTexts extends Pick<TextTokenizer, 'decode' | 'stream' | 'tokenText'> {
  /** Has the texts of tokens ready that are told elsewhere. */
  settle?(ids: readonly number[], signal?: AbortSignal): Promise<void>;
}

/** What methods that write need of a model, be it here or on a server. */
export interface WritingModel {
  readonly info: ModelInfo;
  /** token ids are from 0 to this, exclusive */
  readonly vocabularySize: number;
  readonly tokenizer: TokenTexts;
  /** @throws GlassboxError `wrong-architecture` naming what the model is */
  requireTask(method: MethodName): void;
  /** @throws GlassboxError `wrong-architecture` for a strategy that asks for more than the model tells */
  requireStrategy(strategy: Strategy): void;
  /** @throws GlassboxError `too-long` with both figures */
  requireLength(tokens: number, room?: number): void;
  /** All tokens of a text, specials included. */
  encode(text: string, signal?: AbortSignal): Promise<Token[]>;
  prepareGeneration(promptIds: readonly number[], signal?: AbortSignal): Promise<PreparedGeneration>;
}
