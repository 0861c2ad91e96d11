import { GlassboxError, type ModelInfo, type MethodName, type Progress } from '../../protocol/index.js';
import type { LanguageModel, StepFn } from '../../decoding/step.js';
import { bufferedDecoderStep, readSource } from '../onnx/bufferedDecoderStep.js';
import { decoderStep, type DecoderSessions, type Source } from '../onnx/decoderStep.js';
import { runEncoder } from '../onnx/encoder.js';
import type { Found, Inspection } from '../onnx/inspection.js';
import type { Reading, Wanted } from '../onnx/inspectionFeeds.js';
import type { Session } from '../onnx/runtime.js';
import { floats } from '../onnx/tensors.js';
import type { TextTokenizer } from '../text/tokenizer.js';
import type { Turn } from '../turns.js';
import { decoderStart, eosIds, padId } from './config.js';
import { isMerged, type GraphFiles } from './folder.js';
import type { InspectedPart } from './inspected.js';
import type { LoadedFolder } from './store.js';

/** Logits of a masked language model, flat [rows, tokens, vocabularySize]. */
export type MaskedLogits = (rows: readonly (readonly number[])[], signal?: AbortSignal) => Promise<Float32Array>;

/** A model that writes, ready for a prompt. */
export interface Writer {
  model: LanguageModel;
  /** what the decoder reads first: the prompt, or an encoder-decoder's start token */
  decoderPrompt: number[];
}

/** A graph to look into, run in a job's turns. */
export interface Inspector {
  graph: Inspection;
  run(reading: Reading, wanted: Wanted, signal?: AbortSignal): Promise<Found>;
}

/** A decoder's steps, and the session of the first. */
interface Steps {
  first: Session;
  steps: Required<Pick<LanguageModel, 'step' | 'stepWithHidden'>>;
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

  /** Token ids are from 0 to this, exclusive: a model may know more than its tokenizer has texts for. */
  get vocabularySize(): number {
    return this.info.vocabularySize ?? this.tokenizer.vocabularySize;
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
    return async (rows, signal) => floats(await runEncoder(session, rows, 'logits', this.turn, signal), 'logits');
  }

  /**
   * The decoder for a prompt of token ids. An encoder-decoder reads them with its encoder first.
   * @param promptIds decoder-only: what the text starts with; encoder-decoder: the source, end of sequence included
   */
  async writer(promptIds: readonly number[], signal?: AbortSignal): Promise<Writer> {
    return this.info.architecture === 'encoder-decoder'
      ? this.encoderDecoder(promptIds, signal)
      : { model: await this.languageModel(null), decoderPrompt: [...promptIds] };
  }

  /** A graph of the model to look into. @throws GlassboxError `model-broken` with what was looked for, `out-of-memory` */
  async inspect(part: InspectedPart): Promise<Inspector> {
    const graph = await this.loaded.inspect(part, this.onFraction);
    return { graph, run: (reading, wanted, signal) => graph.run(reading, wanted, this.turn, signal) };
  }

  /** Lets other jobs in, for work that runs no model. @throws GlassboxError `cancelled` */
  giveWay(signal?: AbortSignal): Promise<void> {
    return this.turn.pass(signal);
  }

  /** What the decoder of an encoder-decoder reads first. */
  get startToken(): number {
    return decoderStart(this.loaded.folder.config) ?? this.tokenizer.special.pad ?? 0;
  }

  private async encoderDecoder(sourceIds: readonly number[], signal?: AbortSignal): Promise<Writer> {
    const { encoder } = await this.load([['encoder', 'encoder_model.onnx']]);
    const hiddenStates = await runEncoder(encoder, [sourceIds], 'last_hidden_state', this.turn, signal);
    const source = { hiddenStates, length: sourceIds.length };
    return {
      model: await this.languageModel(source, signal),
      decoderPrompt: [this.startToken],
    };
  }

  private async decoderSessions(withHidden: boolean): Promise<DecoderSessions> {
    const { decoder, decoderWithPast } = this.loaded.folder.graphs;
    if (decoder && decoderWithPast && !isMerged(decoder)) {
      const both = await this.load(
        [
          ['decoder', 'decoder_model.onnx'],
          ['decoderWithPast', 'decoder_with_past_model.onnx'],
        ],
        withHidden,
      );
      return { first: both.decoder, later: both.decoderWithPast };
    }
    if (decoder || this.info.architecture === 'encoder-decoder') {
      const one = await this.load([['decoder', 'decoder_model_merged.onnx or decoder_model.onnx']], withHidden);
      return { first: one.decoder, later: one.decoder };
    }
    const one = await this.load([['model', 'model.onnx or decoder_model_merged.onnx']], withHidden);
    return { first: one.model, later: one.model };
  }

  private async languageModel(source: Source | null, signal?: AbortSignal): Promise<LanguageModel> {
    const { config, info } = this.loaded.folder;
    const pad = padId(config);
    const { steps, first } = (await this.bufferedSteps(source, signal)) ?? (await this.plainSteps(source));
    return {
      id: info.id,
      vocabularySize: vocabularySize(first) ?? this.vocabularySize,
      eosIds: eosIds(config),
      ...(pad !== null && { padId: pad }),
      maxLength: info.maxLength,
      ...steps,
    };
  }

  /** Steps that keep keys and values in buffers; null when the graphs do not allow it. */
  private async bufferedSteps(source: Source | null, signal?: AbortSignal): Promise<Steps | null> {
    const { config, graphs } = this.loaded.folder;
    const { model, decoder, decoderWithPast } = graphs;
    const merged = !decoderWithPast || isMerged(decoder ?? '');
    const file = merged ? (decoder ?? model) : decoderWithPast;
    // A scale of its own in each layer is not what the buffered attention computes.
    if (!file || config.scale_attn_by_inverse_layer_idx === true || config.scale_attn_weights === false) return null;
    const found = await this.loaded.bufferedStep(file, source && decoder ? decoder : null, this.onFraction);
    if (!found) return null;
    const keys = source && found.source ? await readSource(found.source, source.hiddenStates, this.turn, signal) : null;
    const step = (withHidden: boolean) => bufferedDecoderStep(found.step, this.turn, keys, withHidden);
    return { first: found.step, steps: { step: step(false), stepWithHidden: step(true) } };
  }

  private async plainSteps(source: Source | null): Promise<Steps> {
    const plain = await this.decoderSessions(false);
    let withHidden: Promise<StepFn> | null = null;
    const stepWithHidden: StepFn = async (input, signal) => {
      withHidden ??= this.decoderSessions(true).then((found) => decoderStep(found, this.turn, source));
      return (await withHidden)(input, signal);
    };
    return { first: plain.first, steps: { step: decoderStep(plain, this.turn, source), stepWithHidden } };
  }

  private readonly onFraction = async (fraction: number) => {
    this.report({ kind: 'load', model: this.info.id, fraction });
    this.onLoading(fraction);
    // Loading blocks this process, so the news has to leave before it.
    await this.turn.pass();
  };

  private load<Role extends keyof GraphFiles>(
    roles: readonly (readonly [Role, lookedFor: string])[],
    withHidden = false,
  ): Promise<Record<Role, Session>> {
    return this.loaded.load(roles, this.onFraction, withHidden);
  }
}

/** The width of the logits, as the graph states it. */
function vocabularySize(first: Session): number | null {
  const logits = first.outputMetadata.find((output) => output.name === 'logits');
  const width = logits?.isTensor ? logits.shape.at(-1) : undefined;
  return typeof width === 'number' ? width : null;
}
