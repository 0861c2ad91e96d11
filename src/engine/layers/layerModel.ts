import type { AttentionInputs } from '../onnx/attentionFeeds.js';
import type { LensSession } from '../onnx/layers/lensSession.js';
import type { LayerRunner, LensRunner, Model } from '../models/model.js';
import type { ModelInputs } from '../attention/modelInputs.js';
import type { Token } from '../../protocol/engine/index.js';

/** States read at once, in bytes; for more the text is read again for further layers. Two copies exist meanwhile. */
const MOST_STATE_BYTES = 100e6;

/** Logits made at once; onnxruntime has some five numbers for each meanwhile. */
const MOST_LOGITS = 2e6;

const idsOf = (tokens: readonly Token[]) => tokens.map(({ id }) => id);

/** A model opened for reading its layers' states: an encoder, a decoder, or either of both. */
export class LayerModel {
  #lens: LensRunner | null = null;

  private constructor(
    readonly model: Model,
    private readonly part: 'encoder' | 'decoder',
    private readonly layers: LayerRunner,
    private readonly reading: AttentionInputs,
    /** the tokens that states are of */
    readonly tokens: readonly Token[],
  ) {}

  /**
   * The decoder where there is a target, of which an encoder-decoder's encoder is read at once.
   * @throws GlassboxError `model-broken` with what was looked for, `out-of-memory`, `cancelled`
   */
  static async open(model: Model, inputs: ModelInputs, signal?: AbortSignal): Promise<LayerModel> {
    const { source, target, tokenTypeIds } = inputs;
    const reading = { rows: [idsOf(source)], tokenTypeIds };
    if (!target) {
      const part = model.info.architecture === 'decoder' ? 'decoder' : 'encoder';
      return new LayerModel(model, part, await model.openLayers(part), reading, source);
    }
    const encoder = await model.openAttention('encoder', 'states');
    const positions = source.map((_, at) => at);
    const { states } = await encoder.run(reading, { positions, states: true }, signal);
    const encoded = states ?? new Float32Array(0);
    const ofTarget: AttentionInputs = {
      rows: [idsOf(target)],
      source: { states: encoded, width: encoded.length / source.length, seen: [source.map(() => 1)] },
    };
    return new LayerModel(model, 'decoder', await model.openLayers('decoder'), ofTarget, target);
  }

  /** One more than there are layers. */
  get stateCount(): number {
    return this.layers.graph.stateCount;
  }

  get width(): number {
    return this.layers.graph.width;
  }

  /** How many layers' states of so many positions to read at once. */
  maxLayers(positions: number): number {
    return Math.max(1, Math.floor(MOST_STATE_BYTES / (4 * this.width * positions)));
  }

  /**
   * The states of some layers as Hugging Face's `output_hidden_states` gives them.
   * @returns for each layer flat [positions, width]
   * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
   */
  async states(layers: readonly number[], positions: readonly number[], signal?: AbortSignal): Promise<Float32Array[]> {
    const found = await this.layers.run(this.reading, layers, positions, signal);
    return layers.map((layer) => found.get(layer) ?? new Float32Array(0));
  }

  /** The same as the head takes them: the last one before the final norm of models whose layers begin with theirs. */
  async lensStates(
    layers: readonly number[],
    positions: readonly number[],
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    const wanted = layers.map((layer) => this.layers.graph.lensIndex(layer));
    const found = await this.layers.run(this.reading, wanted, positions, signal);
    return wanted.map((state) => found.get(state) ?? new Float32Array(0));
  }

  /** The model's head by itself. @throws GlassboxError `model-broken` with what was looked for, `out-of-memory` */
  async openLens(): Promise<LensRunner> {
    return (this.#lens ??= await this.model.openLens(this.part, this.width));
  }
}

/** How many positions' logits to make at once; null for all, where those read together change each other's last digits. */
export const maxLensPositions = ({ quantizesTogether, vocabularySize }: LensSession): number | null =>
  quantizesTogether ? null : Math.max(1, Math.floor(MOST_LOGITS / vocabularySize));
