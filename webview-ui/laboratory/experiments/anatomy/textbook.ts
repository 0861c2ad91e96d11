import type { AnatomyValue, PartParameters } from '../../../../src/protocol/engine/index.js';

/** What the matrices of a part come to by their sizes, and how that is reckoned. */
export interface Textbook {
  count: number;
  formula: string;
}

/**
 * The matrices of attention and feed-forward parts, L layers of width d: 4·L·d² where queries, keys, values and the output are
 * all d wide, and 2·L·d·f or, with a gate, 3·L·d·f (Vaswani et al. 2017, section 3; Shazeer 2020 for the gate). Biases come on
 * top. Null for parts that the formula is not of, and where layers share their weights.
 */
export function textbookMatrices(
  { hiddenSize: d, vocabularySize, sides, parameters }: AnatomyValue,
  { part, side, formula, counted }: PartParameters,
): Textbook | null {
  if (d === null) return null;
  if (part === 'words') {
    const narrow = parameters.some((one) => one.part === 'projection');
    return vocabularySize === null || narrow
      ? null
      : { count: vocabularySize * d, formula: `V·d = ${vocabularySize}·${d}` };
  }
  const of = sides.find((one) => one.side === side);
  const { layers: L, heads, keyValueHeads, headWidth, innerWidth: f, feedForwardMatrices: m } = of ?? {};
  if (!L || !heads || !headWidth || !keyValueHeads) return null;
  const found =
    part === 'feedForward' ? f && m && { count: m * L * d * f, formula: `${m}·L·d·f = ${m}·${L}·${d}·${f}` } : null;
  const attends = part === 'attention' || part === 'crossAttention';
  const [a, k] = [heads * headWidth, keyValueHeads * headWidth];
  const result = attends
    ? a === d && k === d
      ? { count: 4 * L * d * d, formula: `4·L·d² = 4·${L}·${d}²` }
      : { count: 2 * L * d * (a + k), formula: `2·L·d·(a + k) = 2·${L}·${d}·(${a} + ${k})` }
    : found;
  // ALBERT's layers have one set of weights.
  return result && result.count <= (formula ?? counted ?? 0) ? result : null;
}
