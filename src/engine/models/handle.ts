import { GlassboxError, type ModelInfo, type MethodName, type Progress } from '../../protocol/index.js';
import type { LanguageModel } from '../decoding/step.js';
import { decoderStep, type DecoderSessions, type Source } from '../onnx/decoderStep.js';
import { runEncoder } from '../onnx/encoder.js';
import type { Session } from '../onnx/runtime.js';
import { floats } from '../onnx/tensors.js';
import type { TextTokenizer } from '../text/tokenizer.js';
import type { Turn } from '../turns.js';
import { eosIds } from './config.js';
import type { GraphFiles } from './folder.js';
import type { LoadedFolder } from './store.js';

/** Logits of a masked language model, flat [rows, tokens, vocabularySize]. */
export type MaskedLogits = (rows: readonly (readonly number[])[], signal?: AbortSignal) => Promise<Float32Array>;

/** A model that writes, ready for a prompt. */
export interface Writer {
  model: LanguageModel;
  /** what the decoder reads first: the prompt, or an encoder-decoder's start token */
  decoderPrompt: number[];
}

/** A model as one job sees it: its graphs run in the job's turns. */
export class ModelHandle {
  constructor(
    private readonly loaded: LoadedFolder,
    readonly tokenizer: TextTokenizer,
    private readonly turn: Turn,
    private readonly report: (progress: Progress) => void,
    private readonly onLoading: (fraction: number) => void,
  ) {}

  get info(): ModelInfo {
    return this.loaded.folder.info;
  }

  /** @throws GlassboxError `wrong-architecture` naming what the model is */
  requireTask(method: MethodName): void {
    if (this.info.tasks.includes(method)) return;
    const { id, architecture, type } = this.info;
    throw new GlassboxError(
      'wrong-architecture',
      `${id} cannot do ${method}: its architecture is ${architecture} (${type}). It serves ${this.info.tasks.join(', ')}.`,
    );
  }

  /** @throws GlassboxError `too-long` with both figures */
  requireLength(tokens: number, room = 0): void {
    const limit = this.info.maxLength;
    if (limit === null || tokens + room <= limit) return;
    throw new GlassboxError(
      'too-long',
      `The text is ${tokens} tokens long; ${this.info.id} takes at most ${limit - room}. Take a shorter text.`,
    );
  }

  /** The logits of a masked language model. @throws GlassboxError `model-broken`, `out-of-memory` */
  async maskedLogits(): Promise<MaskedLogits> {
    const { model: session } = await this.load([['model', 'model.onnx or model_quantized.onnx']]);
    return async (rows, signal) => floats(await runEncoder(session, rows, 'logits', this.turn, signal));
  }

  /**
   * The decoder for a prompt of token ids. An encoder-decoder reads them with its encoder first.
   * @param promptIds decoder-only: what the text starts with; encoder-decoder: the source, end of sequence included
   */
  async writer(promptIds: readonly number[], signal?: AbortSignal): Promise<Writer> {
    return this.info.architecture === 'encoder-decoder'
      ? this.encoderDecoder(promptIds, signal)
      : { model: await this.decoderOnly(), decoderPrompt: [...promptIds] };
  }

  private async decoderOnly(): Promise<LanguageModel> {
    const { graphs } = this.loaded.folder;
    const sessions: DecoderSessions = graphs.decoder
      ? await this.decoderGraphs()
      : await this.load([['model', 'model.onnx or decoder_model_merged.onnx']]).then(({ model }) => ({ first: model, later: model }));
    return this.languageModel(sessions, null);
  }

  private async encoderDecoder(sourceIds: readonly number[], signal?: AbortSignal): Promise<Writer> {
    const { encoder } = await this.load([['encoder', 'encoder_model.onnx']]);
    const sessions = await this.decoderGraphs();
    const hiddenStates = await runEncoder(encoder, [sourceIds], 'last_hidden_state', this.turn, signal);
    const start = this.loaded.folder.config.decoder_start_token_id ?? this.tokenizer.special.pad ?? 0;
    return {
      model: this.languageModel(sessions, { hiddenStates, length: sourceIds.length }),
      decoderPrompt: [start],
    };
  }

  private async decoderGraphs(): Promise<DecoderSessions> {
    const lookedFor = 'decoder_model_merged.onnx or decoder_model.onnx';
    if (!this.loaded.folder.graphs.decoderWithPast || /merged/.test(this.loaded.folder.graphs.decoder ?? '')) {
      const { decoder } = await this.load([['decoder', lookedFor]]);
      return { first: decoder, later: decoder };
    }
    const { decoder, decoderWithPast } = await this.load([
      ['decoder', lookedFor],
      ['decoderWithPast', 'decoder_with_past_model.onnx'],
    ]);
    return { first: decoder, later: decoderWithPast };
  }

  private languageModel(sessions: DecoderSessions, source: Source | null): LanguageModel {
    const { config, info } = this.loaded.folder;
    return {
      id: info.id,
      vocabularySize: vocabularySize(sessions) ?? config.vocab_size ?? this.tokenizer.vocabularySize,
      eosIds: eosIds(config),
      maxLength: info.maxLength,
      step: decoderStep(sessions, this.turn, source),
    };
  }

  private load<Role extends keyof GraphFiles>(
    roles: readonly (readonly [Role, lookedFor: string])[],
  ): Promise<Record<Role, Session>> {
    return this.loaded.load(roles, async (fraction) => {
      this.report({ kind: 'load', model: this.info.id, fraction });
      this.onLoading(fraction);
      // Loading blocks this process, so the news has to leave before it.
      await this.turn.pass();
    });
  }
}

/** The width of the logits, as the graph states it. */
function vocabularySize({ first }: DecoderSessions): number | null {
  const logits = first.outputMetadata.find((output) => output.name === 'logits');
  const width = logits?.isTensor ? logits.shape.at(-1) : undefined;
  return typeof width === 'number' ? width : null;
}
