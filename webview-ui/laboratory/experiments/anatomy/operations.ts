import type { AnatomyValue, SideAnatomy } from '../../../../src/protocol/engine/index.js';

/** What a reading of a text costs, in multiply-adds; each is two operations as they are mostly counted (FLOP). */
export interface Operations {
  /** queries, keys, values and outputs of attention, each token by itself */
  projections: number;
  /** products of all tokens with all others, masked ones too, and sums of values by them */
  pairs: number;
  feedForward: number;
  /** logits of every token */
  head: number;
}

/** Bytes of a number in 32 bit, in which keys, values and attention are held. */
const FLOAT_BYTES = 4;

const sized = ({ layers, heads, keyValueHeads, headWidth, innerWidth, feedForwardMatrices }: SideAnatomy) => ({
  layers: layers ?? 0,
  /** width of all heads' queries together, and of their keys */
  queries: (heads ?? 0) * (headWidth ?? 0),
  keys: (keyValueHeads ?? 0) * (headWidth ?? 0),
  inner: innerWidth ?? 0,
  matrices: feedForwardMatrices ?? 2,
});

/** Whether all sizes are known that operations are counted by. */
export const isSized = ({ hiddenSize, sides }: AnatomyValue): boolean =>
  hiddenSize !== null &&
  sides.every((side) => side.layers && side.heads && side.headWidth && side.innerWidth && side.feedForwardMatrices);

/** Width of a row of the table of words: less than that of the states where a projection follows (ALBERT). */
function wordWidth({ parameters, vocabularySize, hiddenSize }: AnatomyValue): number {
  const words = parameters.find(({ part }) => part === 'words');
  const count = words?.formula ?? words?.counted ?? 0;
  return vocabularySize ? Math.round(count / vocabularySize) : (hiddenSize ?? 0);
}

/**
 * Multiply-adds of one reading, by the sizes of the matrices: a product [n, a]·[a, b] is n·a·b of them. Norms, sums and what
 * classifies a whole text are left out.
 * @param tokens of the text; an encoder-decoder writes `written` tokens beside
 */
export function operationsOf(anatomy: AnatomyValue, tokens: number, written = tokens): Operations {
  const width = anatomy.hiddenSize ?? 0;
  const sum: Operations = { projections: 0, pairs: 0, feedForward: 0, head: 0 };
  let last = tokens;
  for (const side of anatomy.sides) {
    const { layers, queries, keys, inner, matrices } = sized(side);
    const own = side.isCrossing ? written : tokens;
    last = own;
    sum.projections += layers * own * 2 * width * (queries + keys);
    sum.pairs += layers * 2 * own * own * queries;
    sum.feedForward += layers * own * matrices * width * inner;
    if (!side.isCrossing) continue;
    sum.projections += layers * 2 * width * (own * queries + tokens * keys);
    sum.pairs += layers * 2 * own * tokens * queries;
  }
  const narrow = wordWidth(anatomy);
  // An encoder's head transforms each state once more; of the others the table itself makes the logits.
  const transform = anatomy.architecture === 'encoder' ? width * narrow : 0;
  if (anatomy.tiedEmbeddings !== null) sum.head = last * (narrow * (anatomy.vocabularySize ?? 0) + transform);
  const turns = anatomy.architecture === 'encoder' ? 1 : 2;
  if (narrow !== width) sum.projections += turns * tokens * narrow * width;
  return sum;
}

export const allOperations = ({ projections, pairs, feedForward, head }: Operations): number =>
  projections + pairs + feedForward + head;

/** The share of a reading that is products between tokens. */
export const pairShare = (operations: Operations): number => operations.pairs / Math.max(1, allOperations(operations));

/** The length at which products between tokens are half of all: they grow by n², the rest by n. */
export function evenLength(anatomy: AnatomyValue): number {
  const { pairs, ...rest } = operationsOf(anatomy, 1);
  return pairs > 0 ? (rest.projections + rest.feedForward + rest.head) / pairs : Infinity;
}

/** Bytes of keys and values that a writer keeps of so many tokens; 0 for an encoder, which keeps none. */
export function cacheBytes({ sides }: AnatomyValue, tokens: number, written = tokens): number {
  return sides.reduce((sum, side) => {
    if (side.side === 'encoder') return sum;
    const { layers, keys } = sized(side);
    const places = side.isCrossing ? written + tokens : tokens;
    return sum + 2 * layers * keys * places * FLOAT_BYTES;
  }, 0);
}

/** Bytes of one layer's attention, which all heads have at once. */
export function mapBytes({ sides }: AnatomyValue, tokens: number): number {
  return Math.max(0, ...sides.map(({ heads }) => (heads ?? 0) * tokens * tokens * FLOAT_BYTES));
}
