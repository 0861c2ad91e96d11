import type { Token } from '../../../src/protocol/engine/index.js';
import { toDisplayMatrix } from '../../../src/attention/displayMatrix.js';
import type { DisplayedMap } from '../../../webview-ui/attention/model/displayModel.js';

/** Tokens that try to be markup, a formula, a line, a character that XML does not know. */
export const HOSTILE = ['<script>alert(1)</script>', '=cmd|A1', 'a"b,c', '\n', '\u0000\ud800', '&amp;'];

/** One shown map of tokens with these texts; its weights are 1/21, 2/21 … in each row. */
export function hostileMap(texts: readonly string[], change: Partial<DisplayedMap> = {}): DisplayedMap {
  const text = texts.join('');
  let at = 0;
  const tokens = texts.map((each, id): Token => ({ id, text: each, start: at, end: (at += each.length) }));
  const n = texts.length;
  const sum = (n * (n + 1)) / 2;
  const values = Float32Array.from({ length: n * n }, (_, index) => ((index % n) + 1) / sum);
  const side = { tokens, text };
  const shown = toDisplayMatrix({ queries: n, keys: n, values }, side, side, { words: false, specials: 'show' });
  return {
    type: 'map',
    what: 'weights',
    model: 'bert-mini',
    kind: 'encoder',
    layer: 2,
    head: 4,
    rows: { words: shown.rows, text, subjectAt: 0 },
    columns: { words: shown.columns, text, subjectAt: 0 },
    matrix: shown.matrix,
    reads: null,
    reach: null,
    top: 0.5,
    row: -1,
    column: -1,
    ...change,
  };
}
