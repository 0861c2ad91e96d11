import { GlassboxError, type MapKind } from '../../protocol/engine/index.js';
import type { AttentionReading } from '../models/attentionGraphFile.js';
import type { AttentionRunner, Model } from '../models/model.js';
import type { AttentionOutputs, MapSizes } from '../onnx/attentionSession.js';
import type { AttentionInputs, RequestedOutputs } from '../onnx/attentionFeeds.js';

/** Tokens read at once: bounds memory, and the time until a cancellation is seen. */
const BATCH_TOKENS = 1024;

/** Rows of equal length that a model reads at once. */
export interface InputBatch {
  /** token ids of the source: all rows the same, or each its own */
  source: readonly (readonly number[])[];
  tokenTypeIds?: readonly number[];
  /** 1 for each source token that is seen, by row; all when left out */
  attentionMask?: readonly (readonly number[])[];
  /** what the decoder of an encoder-decoder reads, the same in all rows */
  target?: readonly number[];
  /** for each row the head whose result is taken out */
  ablatedHeads?: AttentionInputs['ablatedHeads'];
}

/** A model opened for looking: its encoder, its decoder or both. */
export class AttentionModel {
  private constructor(
    readonly model: Model,
    private readonly encoder: AttentionRunner | null,
    private readonly decoder: AttentionRunner | null,
  ) {}

  /**
   * @param withDecoder whether the decoder of an encoder-decoder is needed
   * @param reading what is wanted; less than the maps costs less, and does not depend on the attention's form
   * @throws GlassboxError `model-broken` with what was looked for, `out-of-memory`
   */
  static async open(model: Model, withDecoder = true, reading: AttentionReading = 'maps'): Promise<AttentionModel> {
    const { architecture } = model.info;
    const twoSided = architecture === 'encoder-decoder';
    // The decoder of an encoder-decoder reads its encoder's states.
    const ofEncoder = twoSided && reading === 'logits' ? 'states' : reading;
    const encoder = architecture === 'decoder' ? null : await model.openAttention('encoder', ofEncoder);
    const decoder = architecture === 'decoder' || (twoSided && withDecoder);
    return new AttentionModel(model, encoder, decoder ? await model.openAttention('decoder', reading) : null);
  }

  /** The maps there are, the encoder's first. */
  get sizes(): ReadonlyMap<MapKind, MapSizes> {
    return new Map([this.encoder, this.decoder].flatMap((part) => (part ? [...part.graph.sizes] : [])));
  }

  /** How many rows of this length to read at once. */
  maxBatchRows(length: number): number {
    const rounds = [this.encoder, this.decoder].some((part) => part?.graph.quantizesPerBatch);
    return rounds ? 1 : Math.max(1, Math.floor(BATCH_TOKENS / Math.max(length, 1)));
  }

  /** Whether there are logits of each position. */
  get predicts(): boolean {
    return (this.decoder ?? this.encoder)?.graph.hasLogits ?? false;
  }

  /** @throws GlassboxError `model-broken` when the graphs have no predictions, states or masks to work with */
  require({ logits = false, states = false, mask = false }): void {
    const reading = this.encoder ?? this.decoder;
    const lacks = (what: string, found: string) =>
      new GlassboxError(
        'model-broken',
        `${this.model.info.id}: looked for ${what}, found ${found}. Take another form of the model.`,
        { details: { kind: 'graph', name: this.model.info.id } },
      );
    const inputs = reading?.graph.session.inputNames.filter((name) => !name.startsWith('glassbox.')).join(', ');
    if (logits && !this.predicts) {
      throw lacks('logits of each position behind a matrix product', 'none');
    }
    if (states && !reading?.graph.hasStates) throw lacks('the last sum of two activations before the output', 'none');
    if (mask && !reading?.graph.hidesTokens) throw lacks('the input attention_mask', `the inputs ${inputs}`);
  }

  /**
   * Reads a batch. States are the encoder's where there is one, logits the decoder's; `positions` are of the part that gives
   * them.
   * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
   */
  async run(batch: InputBatch, wanted: RequestedOutputs, signal?: AbortSignal): Promise<AttentionOutputs> {
    const { encoder, decoder } = this;
    const { source, tokenTypeIds: types, attentionMask: seen, target, ablatedHeads: silenced } = batch;
    const reading: AttentionInputs = {
      rows: source,
      ...(types && { tokenTypeIds: types }),
      ...(seen && { attentionMask: seen }),
      ...(silenced && { ablatedHeads: silenced }),
    };
    const only = encoder ?? decoder;
    if (!only) throw new GlassboxError('internal', 'A model without a part was opened. Please report this.');
    if (!encoder || !decoder || !target) return only.run(reading, wanted, signal);

    const length = source[0]?.length ?? 0;
    const ofEncoder = (choices: RequestedOutputs['weights'] = []) => choices.filter(({ kind }) => kind === 'encoder');
    const ofDecoder = (choices: RequestedOutputs['weights'] = []) => choices.filter(({ kind }) => kind !== 'encoder');
    const encoded = await encoder.run(
      reading,
      {
        weights: ofEncoder(wanted.weights),
        scores: ofEncoder(wanted.scores),
        // They count in the target where no row of the encoder is asked for.
        ...(wanted.queries && ofEncoder(wanted.weights).length > 0 && { queries: wanted.queries }),
        positions: source[0]?.map((_, at) => at) ?? [],
        states: true,
      },
      signal,
    );
    const states = encoded.states ?? new Float32Array(0);
    const found = await decoder.run(
      {
        rows: source.map(() => target),
        source: {
          states,
          width: states.length / source.length / length,
          seen: seen ?? source.map((row) => row.map(() => 1)),
        },
        ...(silenced && { ablatedHeads: silenced }),
      },
      { ...wanted, weights: ofDecoder(wanted.weights), scores: ofDecoder(wanted.scores), states: false },
      signal,
    );
    return {
      weights: new Map([...encoded.weights, ...found.weights]),
      scores: new Map([...encoded.scores, ...found.scores]),
      states: encoded.states,
      logits: found.logits,
      inputs: new Map(),
    };
  }
}
