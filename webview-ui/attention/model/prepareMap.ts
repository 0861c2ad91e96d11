import * as l10n from '@vscode/l10n';
import type { AttentionValue, Token } from '../../../src/protocol/engine/index.js';
import type { AttentionSubject, AttentionView } from '../../../src/protocol/webviews/index.js';
import { axisLabels, toDisplayMatrix, type MapAxis } from '../../../src/attention/displayMatrix.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import { writtenTokens } from '../../../src/attention/writtenTokens.js';
import { headMatrix, type WeightMatrix } from '../../../src/attention/weightMatrix.js';
import { columnsInReach, type DisplayedMap } from './displayModel.js';

/** Tokens and texts of an answer, for the sides of its maps. */
export interface TokenizedSides {
  source: Token[];
  target?: Token[];
  targetText?: string;
}

type RowNaming = Pick<AttentionView, 'kind' | 'written'>;

/** Whether rows are named by what is written there. An encoder writes nothing; cross-attention serves to write. */
export function isNamedByWritten({ kind, written }: RowNaming): boolean {
  return kind === 'cross' || (kind === 'decoder' && written === true);
}

/** The sides of a map: who reads, and what is read. */
export function sidesOf(naming: RowNaming, read: TokenizedSides, text: string): { rows: MapAxis; columns: MapAxis } {
  const { kind } = naming;
  const source = { tokens: read.source, text };
  // A decoder-only model reads the text itself.
  const target = read.target ? { tokens: read.target, text: read.targetText ?? '' } : source;
  const rows = kind === 'encoder' ? source : target;
  const columns = kind === 'decoder' ? target : source;
  if (!isNamedByWritten(naming)) return { rows, columns };
  return { rows: { ...rows, tokens: writtenTokens(rows.tokens, l10n.t('(what follows)')) }, columns };
}

/** What each row reads, where rows are named by what they write: the token, or the word that it belongs to. */
function readNames(view: AttentionView, read: TokenizedSides, text: string, rows: readonly Word[]): string[] {
  const { rows: side } = sidesOf({ kind: 'decoder' }, read, text);
  const names = axisLabels(side, { words: view.words, specials: 'show' });
  let at = 0;
  return rows.map(({ from }) => {
    while (at < names.length - 1 && names[at]!.to <= from) at++;
    const name = names[at]?.text ?? '';
    // What its tokenizer calls the token that a decoder begins with (T5's <pad>) says nothing of that.
    return read.target && at === 0 && names[0]?.start === null ? l10n.t('the start') : name;
  });
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
  const sides = sidesOf(view, read, view.prefix + text);
  const { matrix, rows, columns } = toDisplayMatrix(raw, sides.rows, sides.columns, view);
  const subjectAt = (isTarget: boolean) => (isTarget && read.target ? null : view.prefix.length);
  return {
    type: 'map',
    what,
    model: read.model,
    kind: view.kind,
    layer: what === 'rollout' ? null : view.layer,
    head: what === 'rollout' || view.layer === null ? null : view.head,
    rows: { words: rows, text: sides.rows.text, subjectAt: subjectAt(view.kind !== 'encoder') },
    columns: { words: columns, text: sides.columns.text, subjectAt: subjectAt(view.kind === 'decoder') },
    reads: isNamedByWritten(view) ? readNames(view, read, view.prefix + text, rows) : null,
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
