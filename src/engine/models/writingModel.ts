import type { ResolvedGenerationConfig } from '../../decoding/config/resolve.js';
import type {
  GenerationConfig,
  GenerationWarning,
  MethodName,
  ModelInfo,
  ServerFailure,
  Strategy,
  Token,
} from '../../protocol/engine/index.js';
import type { RemoteText } from '../served/remoteText.js';
import type { TextTokenizer } from '../tokenizer/tokenizer.js';
import type { PreparedGeneration } from './model.js';

/** Texts of tokens. */
export interface TokenTexts extends Pick<TextTokenizer, 'decode' | 'stream' | 'tokenText'> {
  /** Has the texts of tokens ready that are told elsewhere. */
  settle?(ids: readonly number[], signal?: AbortSignal): Promise<void>;
}

/** What a server's sampler is to write. */
export interface RemoteRequest {
  /** a text, or numbers of tokens where the server reads them */
  prompt: string | readonly number[];
  config: ResolvedGenerationConfig;
  /** the recipe as it was asked for */
  given: GenerationConfig;
  /** most new tokens */
  limit: number;
  stop: readonly string[];
  /** called with what is new of a text; null where nobody reads along: then it comes in one piece, which costs a server less */
  onText: ((sequence: number, text: string) => void) | null;
  /** asked after each piece: whether to end here with what there is */
  ended?: (() => boolean) | undefined;
}

export interface RemoteResult {
  texts: RemoteText[];
  /** why a text was broken off */
  fault: ServerFailure | null;
  /** whether one was ended, as `ended` said */
  wasEnded: boolean;
}

/** The sampler of a server, which writes where no step can be taken here. */
export interface RemoteWriter {
  /** the server tells too little for a step: all is written by it */
  readonly isOnly: boolean;
  /** the model's name there */
  readonly model: string;
  /** Whether it has the strategy. */
  canRun(config: Pick<GenerationConfig, 'strategy'>): boolean;
  /** What of a recipe it takes no notice of, or perhaps not. @param given as it was asked for */
  warnings(config: ResolvedGenerationConfig, given: GenerationConfig): GenerationWarning[];
  /** @throws GlassboxError `cancelled`; `server-failed` where nothing has come before that */
  write(request: RemoteRequest, signal?: AbortSignal): Promise<RemoteResult>;
}

/** What methods that write need of a model, be it here or on a server. */
export interface WritingModel {
  readonly info: ModelInfo;
  /** token ids are from 0 to this, exclusive */
  readonly vocabularySize: number;
  readonly tokenizer: TokenTexts;
  /** of a model on a server */
  readonly remote?: RemoteWriter;
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
