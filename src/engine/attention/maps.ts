import type { AttentionMap, MapKind } from '../../protocol/engine/index.js';
import type { MapSelection } from './mapSelection.js';
import type { AttentionModel } from './attentionModel.js';
import { chunkByLayers } from './layerChunks.js';
import { toBatch, mapDimensions, type MapDimensions } from './mapDimensions.js';
import type { ModelInputs } from './modelInputs.js';

/** The two sides of what is given of a map. */
function givenDimensions(inputs: ModelInputs, { kind, rows }: MapSelection): MapDimensions {
  const sides = mapDimensions(inputs, kind);
  return rows ? { ...sides, queries: rows.length } : sides;
}

/** A choice as a map's fields. */
const mapFields = (inputs: ModelInputs, choice: MapSelection) => ({
  kind: choice.kind,
  ...givenDimensions(inputs, choice),
  layerIndices: [...choice.layers],
  headIndices: [...choice.heads],
  ...(choice.rows && { queryIndices: [...choice.rows] }),
});

const rowsOf = ([choice]: readonly MapSelection[]) => (choice?.rows ? { queries: choice.rows } : {});

/** How a graph makes its scores. */
function scoringOf({ sizes }: AttentionModel, kind: MapKind): Pick<AttentionMap, 'isBiased' | 'isScaled'> {
  const { isBiased = false, isScaled = true } = sizes.get(kind) ?? {};
  return { isBiased, isScaled };
}

/** The maps head by head. @param scored with the scores, where a graph shows them */
export async function readHeads(
  attentionModel: AttentionModel,
  inputs: ModelInputs,
  choices: readonly MapSelection[],
  scored: boolean,
  signal?: AbortSignal,
): Promise<AttentionMap[]> {
  const scores = scored ? choices.filter(({ kind }) => attentionModel.sizes.get(kind)?.hasScores) : [];
  const found = await attentionModel.run(toBatch(inputs), { weights: choices, scores, ...rowsOf(choices) }, signal);
  return choices.map((choice) => {
    const before = found.scores.get(choice.kind);
    return {
      ...mapFields(inputs, choice),
      layers: choice.layers.length,
      heads: choice.heads.length,
      values: found.weights.get(choice.kind) ?? new Float32Array(0),
      ...(before && { scores: before, ...scoringOf(attentionModel, choice.kind) }),
    };
  });
}

/** The maps averaged over heads, and over layers, too, when `all` is asked for. */
export async function readAverages(
  attentionModel: AttentionModel,
  inputs: ModelInputs,
  choices: readonly MapSelection[],
  over: 'heads' | 'all',
  signal?: AbortSignal,
): Promise<AttentionMap[]> {
  const cells = (choice: MapSelection) =>
    givenDimensions(inputs, choice).queries * givenDimensions(inputs, choice).keys;
  const means = new Map<MapKind, HeadMean>(
    choices.map((choice) => [choice.kind, new HeadMean(choice, over, cells(choice))]),
  );
  const sizes = new Map(choices.map((choice) => [choice.kind, cells(choice)]));
  for (const weights of chunkByLayers(choices, (kind) => sizes.get(kind) ?? 0)) {
    const found = await attentionModel.run(toBatch(inputs), { weights, ...rowsOf(choices) }, signal);
    for (const { kind, layers } of weights)
      means.get(kind)?.add(layers, found.weights.get(kind) ?? new Float32Array(0));
    await attentionModel.model.yield(signal);
  }
  return choices.map((choice) => {
    const { rows, values } = means.get(choice.kind)!;
    return { ...mapFields(inputs, choice), layers: rows, heads: 1, values };
  });
}

/** The mean of a layer's heads, or of all layers', as they come in. */
class HeadMean {
  readonly rows: number;
  readonly values: Float32Array;

  constructor(
    private readonly choice: MapSelection,
    over: 'heads' | 'all',
    private readonly cells: number,
  ) {
    this.rows = over === 'all' ? 1 : choice.layers.length;
    this.values = new Float32Array(this.rows * cells);
  }

  /** @param weights flat [layers, heads, cells] */
  add(layers: readonly number[], weights: Float32Array): void {
    const { choice, cells, values } = this;
    const heads = choice.heads.length;
    const count = this.rows === 1 ? heads * choice.layers.length : heads;
    for (const [at, layer] of layers.entries()) {
      const row = this.rows === 1 ? 0 : choice.layers.indexOf(layer) * cells;
      for (let head = 0; head < heads; head++) {
        const from = (at * heads + head) * cells;
        for (let cell = 0; cell < cells; cell++) values[row + cell]! += weights[from + cell]! / count;
      }
    }
  }
}
