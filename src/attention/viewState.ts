/* What a view of attention asks the engine: known to the page, which asks, and to the host, which asks before it. */
import type { MapKind } from '../protocol/engine/attentionValues.js';
import type { Params } from '../protocol/engine/methods.js';
import type { ModelInfo } from '../protocol/engine/modelValues.js';
import type { AttentionSubject, AttentionView } from '../protocol/webviews/attention.js';

/** What a view is filled in with. */
export const DEFAULT_VIEW: AttentionView = {
  model: '',
  kind: 'encoder',
  view: 'matrix',
  layer: null,
  head: null,
  words: true,
  specials: 'hide',
  threshold: 0,
  scale: 'sqrt',
  sort: 'layer',
  target: null,
  prefix: '',
  focus: null,
};

/** Lists the maps that a model has. */
export function mapKindsOf({ architecture }: Pick<ModelInfo, 'architecture'>): readonly MapKind[] {
  switch (architecture) {
    case 'encoder':
      return ['encoder'];
    case 'decoder':
      return ['decoder'];
    case 'encoder-decoder':
      return ['encoder', 'decoder', 'cross'];
  }
}

/** Lists the prefixes that a model knows: what it translates, and its other tasks. */
export function promptPrefixesOf({ languages, prefixes }: Pick<ModelInfo, 'languages' | 'prefixes'>): string[] {
  const translating = (languages ?? []).map(({ from, to }) => `translate ${from} to ${to}: `);
  return [...new Set([...translating, ...(prefixes ?? [])])];
}

/**
 * Fits a view to a model: its kinds of maps, a target only where there is a decoder for it.
 * @param before the model that layer and head were chosen in, where it may be another: they are not this one's then
 */
export function fitViewToModel(view: AttentionView, models: readonly ModelInfo[], before?: string): AttentionView {
  const model = models.find(({ id }) => id === view.model) ?? models.find(isDefault) ?? models[0];
  if (!model) return view;
  const kinds = mapKindsOf(model);
  const isOther = before !== undefined && model.id !== before;
  return {
    ...view,
    model: model.id,
    kind: kinds.includes(view.kind) ? view.kind : (kinds.at(-1) ?? view.kind),
    ...(view.layer === null && { head: null }),
    ...(isOther && { layer: null, head: null, target: null }),
    ...(model.architecture !== 'encoder-decoder' && { prefix: '', target: null }),
  };
}

/**
 * Gives the view a task for an encoder-decoder: the first that the model knows, unless one was chosen or the text begins
 * with one itself.
 */
export function withPromptPrefix(
  view: AttentionView,
  models: readonly ModelInfo[],
  subject: AttentionSubject | null,
  isChosen: boolean,
): AttentionView {
  const model = models.find(({ id }) => id === view.model);
  const [first] = model?.architecture === 'encoder-decoder' ? promptPrefixesOf(model) : [];
  if (first === undefined || isChosen || /^\w+[^.!?\n]{0,40}: /.test(subject?.text ?? '')) return view;
  return { ...view, prefix: first };
}

const isDefault = ({ defaultFor }: ModelInfo) => defaultFor.includes('attention');

type RequestedView = Pick<AttentionView, 'model' | 'prefix' | 'target'>;

/** Gives what every request about a text has in common; a decoder's text only where there is one. */
export function subjectParams({ model, prefix, target }: RequestedView, { text }: AttentionSubject) {
  return { model, text: prefix + text, ...(target !== null && { target }) };
}

/** Asks for exactly what is shown: one head, or the average that is wanted. */
export function attentionParams(view: AttentionView, subject: AttentionSubject): Params<'attention'> {
  const { kind, layer, head } = view;
  return {
    ...subjectParams(view, subject),
    kinds: [kind],
    ...(layer === null
      ? { average: 'all' }
      : head === null
        ? { layerIndices: [layer], average: 'heads' }
        : { layerIndices: [layer], headIndices: [head] }),
  };
}

/**
 * Chooses what is shown at first of a text.
 * @param asked by a link, a command or a setting
 * @param known what was shown before, if anything was
 */
export function initialView(
  asked: Partial<AttentionView>,
  known: AttentionView | undefined,
  models: readonly ModelInfo[],
  subject: AttentionSubject | null,
): AttentionView {
  const wanted = { ...DEFAULT_VIEW, ...known, ...asked };
  const view = fitViewToModel(wanted, models, asked.layer === undefined ? known?.model : undefined);
  // Without a choice of its own a model that translates is asked to.
  return withPromptPrefix(view, models, subject, (asked.prefix ?? known?.prefix) !== undefined);
}

/** Whether the view is made of one text's maps; the comparison of architectures asks for its own. */
export function hasMaps({ model, view }: AttentionView): boolean {
  return model !== '' && view !== 'architectures';
}
