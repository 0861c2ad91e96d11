import { GlassboxError, METHOD_TASKS, type ModelInfo, type MethodName, type Progress, type Token } from '../../protocol/engine/index.js';
import type { LanguageModel, StepFn } from '../../decoding/model/languageModel.js';
import { createBufferedDecoderStep, computeCrossAttentionCache } from '../onnx/bufferedDecoderStep.js';
import { createDecoderStep, type DecoderSessions, type EncodedSource } from '../onnx/decoderStep.js';
import { runEncoder, runEncoderOutputs } from '../onnx/encoder.js';
import type { AttentionOutputs, AttentionSession } from '../onnx/attentionSession.js';
import type { AttentionInputs, RequestedOutputs } from '../onnx/attentionFeeds.js';
import type { StateIndex } from '../onnx/layers/layerGraph.js';
import type { LayerSession } from '../onnx/layers/layerSession.js';
import type { LensOutputs, LensSession } from '../onnx/layers/lensSession.js';
import { runSession, type Feeds, type Outputs, type Session } from '../onnx/session.js';
import { toFloat32 } from '../onnx/tensors.js';
import type { TextTokenizer } from '../tokenizer/tokenizer.js';
import type { Lease } from '../scheduling/scheduler.js';
import { classEnding, decoderStartTokenId, eosTokenIds, labelNames, padTokenId, tokenConstraints } from './config.js';
import { isMergedDecoder, type GraphFiles, type ModelFolder } from './modelFolder.js';
import type { AttentionPart, AttentionReading } from './attentionGraphFile.js';
import type { WritingModel } from './writingModel.js';
import type { CachedModel } from './cache.js';

/** Logits of a masked language model, flat [rows, tokens, vocabularySize]. */
export type MaskedLogits = (rows: readonly (readonly number[])[], signal?: AbortSignal) => Promise<Float32Array>;

/** A model that generates, ready for a prompt. */
export interface PreparedGeneration {
  model: LanguageModel;
  /** what the decoder reads first: the prompt, or an encoder-decoder's start token */
  decoderPrompt: number[];
}

/** A graph whose attention is read, run under a job's lease. */
export interface AttentionRunner {
  graph: AttentionSession;
  run(reading: AttentionInputs, wanted: RequestedOutputs, signal?: AbortSignal): Promise<AttentionOutputs>;
}

/** A graph whose states are read, run under a job's lease. */
export interface LayerRunner {
  graph: LayerSession;
  run(
    reading: AttentionInputs,
    states: readonly StateIndex[],
    positions: readonly number[],
    signal?: AbortSignal,
  ): Promise<Map<StateIndex, Float32Array>>;
}

/** A model's head by itself, run under a job's lease. */
export interface LensRunner {
  graph: LensSession;
  run(states: Float32Array, topK: number, signal?: AbortSignal): Promise<LensOutputs>;
}

/** A decoder's steps, and the session of the first. */
interface DecoderSteps {
  first: Session;
  steps: Required<Pick<LanguageModel, 'step' | 'stepWithHidden'>>;
}

/** A model as one job sees it: its graphs run under the job's lease. */
export class Model implements WritingModel {
  constructor(
    private readonly loaded: CachedModel,
    readonly tokenizer: TextTokenizer,
    private readonly lease: Lease,
    private readonly report: (progress: Progress) => void,
    private readonly onLoading: (fraction: number) => void,
  ) {}

  get info(): ModelInfo {
    return this.loaded.folder.info;
  }

  get folder(): ModelFolder {
    return this.loaded.folder;
  }

  /** The same model by other graphs, under the same lease. @returns what lets these go, too */
  withFolder(folder: ModelFolder): { model: Model; release: () => Promise<void> } {
    const other = this.loaded.like(folder);
    const model = new Model(other, this.tokenizer, this.lease, this.report, this.onLoading);
    return { model, release: () => other.release() };
  }

  /** Token ids are from 0 to this, exclusive: a model may know more than its tokenizer has texts for. */
  get vocabularySize(): number {
    return this.info.vocabularySize ?? this.tokenizer.vocabularySize;
  }

  /** @throws GlassboxError `wrong-architecture` naming what the model is */
  requireTask(method: MethodName): void {
    if (this.info.tasks.includes(method)) return;
    // Of a model that is not read at all, its tasks are only guessed.
    if (this.loaded.folder.refusal) throw this.loaded.folder.refusal;
    const { id, architecture, type, tasks } = this.info;
    const classes = this.loaded.folder.config.architectures ?? [];
    const task = METHOD_TASKS[method];
    // It is of the right kind; what it lacks is the head.
    const isFit = task?.architectures.includes(architecture) === true;
    const wanted = isFit && architecture !== 'encoder-decoder' ? classEnding(task.head, architecture) : undefined;
    // Of the other kinds only some are made for one task alone.
    const onlyTranslates = isFit && architecture === 'encoder-decoder';
    const why = onlyTranslates
      ? 'its config.json names translations only'
      : wanted === undefined
        ? `its architecture is ${architecture} (${type})`
        : `its class (${classes.join(', ') || 'config.json names none'}) has not the head that this needs, as one whose name ends in ${wanted} has`;
    throw new GlassboxError('wrong-architecture', `${id} cannot do ${method}: ${why}. It serves ${tasks.join(', ')}.`, {
      details: {
        ...{ kind: 'task', model: id, architecture, type },
        ...(wanted !== undefined && { wanted, classes }),
        ...(onlyTranslates && { onlyTranslates }),
      },
    });
  }

  /** What a strategy asks for is looked for in the graph when it runs. */
  requireStrategy(): void {}

  /** @throws GlassboxError `too-long` with both figures */
  requireLength(tokens: number, room = 0): void {
    const limit = this.info.maxLength;
    if (limit === null || tokens + room <= limit) return;
    throw new GlassboxError(
      'too-long',
      `The text is ${tokens} tokens long; ${this.info.id} takes at most ${limit - room}. Take a shorter text.`,
      { details: { kind: 'length', what: 'text', tokens, limit: limit - room, model: this.info.id } },
    );
  }

  encode(text: string): Promise<Token[]> {
    return Promise.resolve(this.tokenizer.encode(text));
  }

  /** The logits of a masked language model. @throws GlassboxError `model-broken`, `out-of-memory` */
  async maskedLogits(): Promise<MaskedLogits> {
    const { model: session } = await this.#load([['model', 'model.onnx or model_quantized.onnx']]);
    return async (rows, signal) => toFloat32(await runEncoder(session, rows, 'logits', this.lease, signal), 'logits');
  }

  /**
   * What an encoder's head gives for rows of equal length.
   * @param fetches names of outputs: `logits`, or `start_logits` and `end_logits`
   * @returns flat values for each of them
   * @throws GlassboxError `wrong-architecture`, `model-broken`, `out-of-memory`, `cancelled`
   */
  async predict(
    input: { rows: readonly (readonly number[])[]; tokenTypeIds?: readonly (readonly number[])[] },
    fetches: readonly string[],
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    const { model: session } = await this.#load([['model', 'model.onnx or model_quantized.onnx']]);
    const outputs = await runEncoderOutputs(session, input, fetches, this.lease, signal);
    return outputs.map((tensor, index) => toFloat32(tensor, fetches[index]));
  }

  /** What the classes of a head are called, in their order. */
  labels(count: number): string[] {
    return labelNames(this.loaded.folder.config, count);
  }

  /** Whether a text can have several classes at once: each then has a probability of its own. */
  get isMultiLabel(): boolean {
    return this.loaded.folder.config.problem_type === 'multi_label_classification';
  }

  /** What config.json says of a task that the model was trained on, as it says it; empty where it says nothing. */
  taskParameters(task: string): Readonly<Record<string, unknown>> {
    const told = this.loaded.folder.config.task_specific_params?.[task];
    return typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : {};
  }

  /**
   * The decoder for a prompt of token ids. An encoder-decoder reads them with its encoder first.
   * @param promptIds decoder-only: what the text starts with; encoder-decoder: the source, end of sequence included
   */
  async prepareGeneration(promptIds: readonly number[], signal?: AbortSignal): Promise<PreparedGeneration> {
    return this.info.architecture === 'encoder-decoder'
      ? this.#encoderDecoder(promptIds, signal)
      : { model: await this.#languageModel(null), decoderPrompt: [...promptIds] };
  }

  /** A graph of the model to look into. @throws GlassboxError `model-broken` with what was looked for, `out-of-memory` */
  async openAttention(part: AttentionPart, reading: AttentionReading): Promise<AttentionRunner> {
    const graph = await this.loaded.openAttentionSession(part, reading, this.#onFraction);
    return { graph, run: (reading, wanted, signal) => graph.run(reading, wanted, this.lease, signal) };
  }

  /** The states between a part's layers. @throws GlassboxError `model-broken` with what was looked for, `out-of-memory` */
  async openLayers(part: AttentionPart): Promise<LayerRunner> {
    const graph = await this.loaded.openLayerSession(part, this.#onFraction);
    return { graph, run: (reading, states, at, signal) => graph.run(reading, states, at, this.lease, signal) };
  }

  /** What is behind a part's last state. @throws GlassboxError `model-broken` with what was looked for, `out-of-memory` */
  async openLens(part: AttentionPart, width: number): Promise<LensRunner> {
    const graph = await this.loaded.openLensSession(part, width, this.#onFraction);
    return { graph, run: (states, topK, signal) => graph.run(states, topK, this.lease, signal) };
  }

  /** Runs a graph that was made beside the model's own. @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory` */
  run(session: Session, feeds: Feeds, fetches: readonly string[], signal?: AbortSignal): Promise<Outputs> {
    return runSession(session, feeds, fetches, this.lease, signal);
  }

  /** Lets other jobs in, for work that runs no model. @throws GlassboxError `cancelled` */
  yield(signal?: AbortSignal): Promise<void> {
    return this.lease.yield(signal);
  }

  /** What the decoder of an encoder-decoder reads first. */
  get decoderStartTokenId(): number {
    return decoderStartTokenId(this.loaded.folder.config) ?? this.tokenizer.specialIds.pad ?? 0;
  }

  async #encoderDecoder(sourceIds: readonly number[], signal?: AbortSignal): Promise<PreparedGeneration> {
    const { encoder } = await this.#load([['encoder', 'encoder_model.onnx']]);
    const hiddenStates = await runEncoder(encoder, [sourceIds], 'last_hidden_state', this.lease, signal);
    const source = { hiddenStates, length: sourceIds.length };
    return {
      model: await this.#languageModel(source, signal),
      decoderPrompt: [this.decoderStartTokenId],
    };
  }

  async #decoderSessions(withHidden: boolean): Promise<DecoderSessions> {
    const { decoder, decoderWithPast } = this.loaded.folder.graphs;
    if (decoder && decoderWithPast && !isMergedDecoder(decoder)) {
      const both = await this.#load(
        [
          ['decoder', 'decoder_model.onnx'],
          ['decoderWithPast', 'decoder_with_past_model.onnx'],
        ],
        withHidden,
      );
      return { first: both.decoder, later: both.decoderWithPast };
    }
    if (decoder || this.info.architecture === 'encoder-decoder') {
      const one = await this.#load([['decoder', 'decoder_model_merged.onnx or decoder_model.onnx']], withHidden);
      return { first: one.decoder, later: one.decoder };
    }
    const one = await this.#load([['model', 'model.onnx or decoder_model_merged.onnx']], withHidden);
    return { first: one.model, later: one.model };
  }

  async #languageModel(source: EncodedSource | null, signal?: AbortSignal): Promise<LanguageModel> {
    const { config, info } = this.loaded.folder;
    const pad = padTokenId(config);
    const { steps, first } = (await this.#bufferedSteps(source, signal)) ?? (await this.#plainSteps(source));
    return {
      id: info.id,
      vocabularySize: vocabularySize(first) ?? this.vocabularySize,
      eosIds: eosTokenIds(config),
      ...(pad !== null && { padId: pad }),
      constraints: tokenConstraints(config),
      maxLength: info.maxLength,
      ...steps,
    };
  }

  /** Steps that keep keys and values in buffers; null when the graphs do not allow it. */
  async #bufferedSteps(source: EncodedSource | null, signal?: AbortSignal): Promise<DecoderSteps | null> {
    const graphs = this.#bufferedGraphs(source !== null);
    const found = graphs && (await this.loaded.loadBufferedStep(graphs, this.#onFraction));
    if (!found) return null;
    const { step: session } = found;
    const states = source?.hiddenStates;
    const keys =
      states && found.source ? await computeCrossAttentionCache(found.source, states, this.lease, signal) : null;
    const step = (withHidden: boolean) => createBufferedDecoderStep(session, this.lease, keys, withHidden);
    return { first: session, steps: { step: step(false), stepWithHidden: step(true) } };
  }

  #bufferedGraphs(hasSource: boolean) {
    const { config, graphs } = this.loaded.folder;
    const { model, decoder, decoderWithPast, step, source = null } = graphs;
    if (step) return { step, source, isWritten: true };
    const merged = !decoderWithPast || isMergedDecoder(decoder ?? '');
    const file = merged ? (decoder ?? model) : decoderWithPast;
    // A scale of its own in each layer is not what the buffered attention computes.
    if (!file || config.scale_attn_by_inverse_layer_idx === true || config.scale_attn_weights === false) return null;
    return { step: file, source: hasSource && decoder ? decoder : null, isWritten: false };
  }

  async #plainSteps(source: EncodedSource | null): Promise<DecoderSteps> {
    const plain = await this.#decoderSessions(false);
    let withHidden: Promise<StepFn> | null = null;
    const stepWithHidden: StepFn = async (input, signal) => {
      withHidden ??= this.#decoderSessions(true).then((found) => createDecoderStep(found, this.lease, source));
      return (await withHidden)(input, signal);
    };
    return { first: plain.first, steps: { step: createDecoderStep(plain, this.lease, source), stepWithHidden } };
  }

  readonly #onFraction = async (fraction: number) => {
    this.report({ kind: 'load', model: this.info.id, fraction });
    this.onLoading(fraction);
    // Loading blocks this process, so the news has to leave before it.
    await this.lease.yield();
  };

  #load<Role extends keyof GraphFiles>(
    roles: readonly (readonly [Role, lookedFor: string])[],
    withHidden = false,
  ): Promise<Record<Role, Session>> {
    return this.loaded.loadSessions(roles, this.#onFraction, withHidden);
  }
}

/** The width of the logits, as the graph states it. */
function vocabularySize(first: Session): number | null {
  const logits = first.outputMetadata.find((output) => output.name === 'logits');
  const width = logits?.isTensor ? logits.shape.at(-1) : undefined;
  return typeof width === 'number' ? width : null;
}
