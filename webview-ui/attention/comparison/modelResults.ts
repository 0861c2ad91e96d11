import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import { errorText } from '../../../src/wording/index.js';
import type { Architecture, AttentionValue, MapKind, ModelInfo, Params } from '../../../src/protocol/engine/index.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { ARCHITECTURES } from './selectModels.js';

/** What has come of one model. */
export type ModelResult =
  | { state: 'absent' }
  | { state: 'loading'; model: ModelInfo }
  | { state: 'failed'; model: ModelInfo; message: string }
  | {
      state: 'there';
      model: ModelInfo;
      text: string;
      value: AttentionValue;
      /** what each of its maps is of: an encoder may have more layers than its decoder */
      parts: ReadonlyMap<MapKind, LayerHead>;
      /** the most that a map of it has */
      layers: number;
      heads: number;
    };

/** The layer and head of a map, from 0; null: the average. */
export interface LayerHead {
  layer: number | null;
  head: number | null;
}

/** What a model with so many layers and heads shows for a shared choice: a number that it does not have is its last. */
export function clampLayerHead({ layer, head }: LayerHead, layers: number, heads: number): LayerHead {
  if (layer === null) return { layer: null, head: null };
  return { layer: Math.min(layer, layers - 1), head: head === null ? null : Math.min(head, heads - 1) };
}

/** The question for some words; an encoder-decoder's decoder has the words themselves as its target. */
export function textParams(
  { id, architecture }: ModelInfo,
  text: string,
): Pick<Params<'attention'>, 'text'> & {
  model: string;
  target?: string;
} {
  return { model: id, text, ...(architecture === 'encoder-decoder' && { target: text }) };
}

/** What of all layers and heads is wanted. */
export function layerHeadParams({
  layer,
  head,
}: LayerHead): Pick<Params<'attention'>, 'average' | 'layerIndices' | 'headIndices'> {
  if (layer === null) return { average: 'all' };
  return head === null ? { layerIndices: [layer], average: 'heads' } : { layerIndices: [layer], headIndices: [head] };
}

/** The questions for these maps of a model: one where all are of the same layer and head. */
export function mapQuestions(
  model: ModelInfo,
  text: string,
  parts: ReadonlyMap<MapKind, LayerHead>,
): (Params<'attention'> & { model: string })[] {
  const same = new Map<string, { part: LayerHead; kinds: MapKind[] }>();
  for (const [kind, part] of parts) {
    const key = `${part.layer} ${part.head}`;
    const of = same.get(key) ?? { part, kinds: [] };
    of.kinds.push(kind);
    same.set(key, of);
  }
  return [...same.values()].map(({ part, kinds }) => ({
    ...textParams(model, text),
    ...layerHeadParams(part),
    ...(same.size > 1 && { kinds }),
  }));
}

/** The same words asked of three models, each by itself: one that fails leaves the others alone. */
export class ModelResults {
  readonly #results = new Map<Architecture, ModelResult>(ARCHITECTURES.map((name) => [name, { state: 'absent' }]));
  readonly #page: AttentionPage;
  readonly #changed: (architecture: Architecture) => void;

  constructor(page: AttentionPage, changed: (architecture: Architecture) => void) {
    this.#page = page;
    this.#changed = changed;
  }

  of(architecture: Architecture): ModelResult {
    return this.#results.get(architecture) ?? { state: 'absent' };
  }

  async ask(architecture: Architecture, model: ModelInfo | null, text: string, wanted: LayerHead): Promise<void> {
    const tell = (result: ModelResult) => {
      this.#results.set(architecture, result);
      this.#changed(architecture);
    };
    if (!model) return tell({ state: 'absent' });
    const before = this.of(architecture);
    // What stands stays until the answer is there, unless it is another model's or of other words.
    if (before.state !== 'there' || before.model.id !== model.id || before.text !== text)
      tell({ state: 'loading', model });
    const slot = `architectures ${architecture}`;
    try {
      // Only an average can be asked for without knowing how many layers there are.
      let value = await this.#page.request(slot, 'attention', { ...textParams(model, text), average: 'all' });
      const sizes = value.maps.map(({ kind, layerIndices, headIndices }) => ({
        kind,
        layers: layerIndices.length,
        heads: headIndices.length,
      }));
      const parts = new Map(
        sizes.map(({ kind, layers, heads }) => [kind, clampLayerHead(wanted, layers, heads)] as const),
      );
      if (wanted.layer !== null) {
        const maps = [];
        for (const question of mapQuestions(model, text, parts)) {
          value = await this.#page.request(slot, 'attention', question);
          maps.push(...value.maps);
        }
        value = { ...value, maps };
      }
      const [layers, heads] = (['layers', 'heads'] as const).map((name) => Math.max(0, ...sizes.map((of) => of[name])));
      tell({ state: 'there', model, text, value, parts, layers: layers ?? 0, heads: heads ?? 0 });
    } catch (error) {
      const value = toErrorValue(error);
      // Another question has taken its place, and will tell.
      if (value.code !== 'cancelled')
        tell({ state: 'failed', model, message: errorText(value, this.#page.numbers.number) });
    }
  }

  dispose(): void {
    for (const architecture of ARCHITECTURES) this.#page.cancel(`architectures ${architecture}`);
  }
}
