import type { AttentionValue, MapKind, Token } from '../../../src/protocol/engine/index.js';
import type { AttentionSubject, AttentionView } from '../../../src/protocol/webviews/index.js';
import { toDisplayMatrix, type MapAxis } from '../../../src/attention/displayMatrix.js';
import { headMatrix, type WeightMatrix } from '../../../src/attention/weightMatrix.js';
import { columnsInReach, type DisplayedMap } from './displayModel.js';

/** Tokens and texts of an answer, for the sides of its maps. */
export interface TokenizedSides {
  source: Token[];
  target?: Token[];
  targetText?: string;
}

/** The sides of a map: who reads, and what is read. */
export function sidesOf(kind: MapKind, read: TokenizedSides, text: string): { rows: MapAxis; columns: MapAxis } {
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
export function displayedMapOf(
  view: AttentionView,
  { text }: AttentionSubject,
  value: AttentionValue,
  rollout?: WeightMatrix,
): DisplayedMap | null {
  const map = value.maps.find(({ kind }) => kind === view.kind);
  if (!map && !rollout) return null;
  const raw = rollout ?? headMatrix(map!, view.layer, view.layer === null ? null : view.head);
  return prepareMap(view, text, value, raw, rollout ? 'rollout' : 'weights');
}

/** A map of tokens as the view wants it: specials, words, the colour's range. */
export function prepareMap(
  view: AttentionView,
  text: string,
  read: TokenizedSides & { model: string },
  raw: WeightMatrix,
  what: DisplayedMap['what'],
): DisplayedMap {
  const sides = sidesOf(view.kind, read, view.prefix + text);
  const { matrix, rows, columns } = toDisplayMatrix(raw, sides.rows, sides.columns, view);
  const subjectAt = (side: MapAxis) => (side.tokens === read.source ? view.prefix.length : null);
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
    reach: columnsInReach(view.kind, rows, columns),
    top: scaleMaximum(matrix.values),
    row: -1,
    column: -1,
  };
}

const STEPS = [1, 0.5, 0.2, 0.1];

/** The next round number above the largest weight: a faint average keeps its contrast, and the legend says so. */
export function scaleMaximum(values: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  if (largest <= 0) return 1;
  const decade = 10 ** Math.ceil(Math.log10(largest) - 1e-9);
  const step = STEPS.findLast((each) => each * decade >= largest * 0.999_999) ?? 1;
  return Math.min(1, Number((step * decade).toPrecision(1)));
}
