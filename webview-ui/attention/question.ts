import type {
  AttentionSubject,
  AttentionValue,
  AttentionView,
  MapKind,
  ModelInfo,
  Params,
  Token,
} from '../../src/protocol/index.js';
import { shownMatrix, type Side } from '../../src/maths/attention/shown.js';
import { matrixOf, type WeightMatrix } from '../../src/maths/attention/matrix.js';
import type { ShownMap } from './shown.js';

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

/** The maps that a model has. */
export function kindsOf({ architecture }: Pick<ModelInfo, 'architecture'>): readonly MapKind[] {
  switch (architecture) {
    case 'encoder':
      return ['encoder'];
    case 'decoder':
      return ['decoder'];
    case 'encoder-decoder':
      return ['encoder', 'decoder', 'cross'];
  }
}

/** The prefixes that a model knows: what it translates, and its other tasks. */
export function prefixesOf({ languages, prefixes }: Pick<ModelInfo, 'languages' | 'prefixes'>): string[] {
  const translating = (languages ?? []).map(({ from, to }) => `translate ${from} to ${to}: `);
  return [...new Set([...translating, ...(prefixes ?? [])])];
}

/**
 * A view that fits a model: its kinds of maps, a target only where there is a decoder for it.
 * @param before the model that layer and head were chosen in, where it may be another: they are not this one's then
 */
export function fitted(view: AttentionView, models: readonly ModelInfo[], before?: string): AttentionView {
  const model = models.find(({ id }) => id === view.model) ?? models.find(isDefault) ?? models[0];
  if (!model) return view;
  const kinds = kindsOf(model);
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
 * The view with a task for an encoder-decoder: the first that the model knows, unless one was chosen or the text begins
 * with one itself.
 */
export function prefixed(
  view: AttentionView,
  models: readonly ModelInfo[],
  subject: AttentionSubject | null,
  isChosen: boolean,
): AttentionView {
  const model = models.find(({ id }) => id === view.model);
  const [first] = model?.architecture === 'encoder-decoder' ? prefixesOf(model) : [];
  if (first === undefined || isChosen || /^\w+[^.!?\n]{0,40}: /.test(subject?.text ?? '')) return view;
  return { ...view, prefix: first };
}

const isDefault = ({ defaultFor }: ModelInfo) => defaultFor.includes('attention');

type Asked = Pick<AttentionView, 'model' | 'prefix' | 'target'>;

/** What every question about a text has in common; a decoder's text only where there is one. */
export function baseParams({ model, prefix, target }: Asked, { text }: AttentionSubject) {
  return { model, text: prefix + text, ...(target !== null && { target }) };
}

/** The question for exactly what is shown: one head, or the average that is wanted. */
export function attentionParams(view: AttentionView, subject: AttentionSubject): Params<'attention'> {
  const { kind, layer, head } = view;
  return {
    ...baseParams(view, subject),
    kinds: [kind],
    ...(layer === null
      ? { average: 'all' }
      : head === null
        ? { layerIndices: [layer], average: 'heads' }
        : { layerIndices: [layer], headIndices: [head] }),
  };
}

/** Tokens and texts of an answer, for the sides of its maps. */
export interface Read {
  source: Token[];
  target?: Token[];
  targetText?: string;
}

/** The sides of a map: who reads, and what is read. */
export function sidesOf(kind: MapKind, read: Read, text: string): { rows: Side; columns: Side } {
  const source = { tokens: read.source, text };
  // A decoder-only model reads the text itself.
  const target = read.target ? { tokens: read.target, text: read.targetText ?? '' } : source;
  switch (kind) {
    case 'encoder':
      return { rows: source, columns: source };
    case 'decoder':
      return { rows: target, columns: target };
    case 'cross':
      return { rows: target, columns: source };
  }
}

/** What is drawn of an answer, as the view wants it. */
export function shownOf(
  view: AttentionView,
  { text }: AttentionSubject,
  value: AttentionValue,
  rollout?: WeightMatrix,
): ShownMap | null {
  const map = value.maps.find(({ kind }) => kind === view.kind);
  if (!map && !rollout) return null;
  const raw = rollout ?? matrixOf(map!, view.layer, view.layer === null ? null : view.head);
  return shaped(view, text, value, raw, rollout ? 'rollout' : 'weights');
}

/** A map of tokens as the view wants it: specials, words, the colour's range. */
export function shaped(
  view: AttentionView,
  text: string,
  read: Read & { model: string },
  raw: WeightMatrix,
  what: ShownMap['what'],
): ShownMap {
  const sides = sidesOf(view.kind, read, view.prefix + text);
  const { matrix, rows, columns } = shownMatrix(raw, sides.rows, sides.columns, view);
  const subjectAt = (side: Side) => (side.tokens === read.source ? view.prefix.length : null);
  return {
    type: 'map',
    what,
    model: read.model,
    kind: view.kind,
    layer: what === 'rollout' ? null : view.layer,
    head: what === 'rollout' || view.layer === null ? null : view.head,
    rows: { words: rows, text: sides.rows.text, subjectAt: subjectAt(sides.rows) },
    columns: { words: columns, text: sides.columns.text, subjectAt: subjectAt(sides.columns) },
    matrix,
    top: topOfScale(matrix.values),
    row: -1,
    column: -1,
  };
}

const STEPS = [1, 0.5, 0.2, 0.1];

/** The next round number above the largest weight: a faint average keeps its contrast, and the legend says so. */
export function topOfScale(values: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  if (largest <= 0) return 1;
  const decade = 10 ** Math.ceil(Math.log10(largest) - 1e-9);
  const step = STEPS.findLast((each) => each * decade >= largest * 0.999_999) ?? 1;
  return Math.min(1, Number((step * decade).toPrecision(1)));
}
