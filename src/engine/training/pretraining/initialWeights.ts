import type { Random } from '../../../decoding/sampling/random.js';
import type { EncoderPositions } from '../../../protocol/engine/index.js';
import { normals } from '../../../training/chance.js';
import { countOf } from '../../../training/parameters.js';
import { bucketOf } from '../../families/blocks/relativePositions.js';
import type { Weight } from '../modelWeights.js';

/** Tables of words and segments begin as in BERT and GPT-2, whatever the matrices begin with. */
const TABLE_DEVIATION = 0.02;
const TABLES = /(?:^|\.)(?:wte|word_embeddings|token_type_embeddings)\.weight$/;
const POSITIONS = /(?:^|\.)(?:wpe|position_embeddings)\.weight$/;
const DISTANCES = /(?:^|\.)relative_attention_bias\.weight$/;
/** What is added to GPT-2's residual stream begins smaller the more layers add to it (Radford et al. 2019). */
const RESIDUAL = /\.c_proj\.weight$/;
/** Of sines that stand beside words whose numbers are a fifth of it. */
const SINE = 0.1;
/** As MPNet's graph has its buckets of distances. */
const BUCKETS = { buckets: 32, maxDistance: 128, isBidirectional: true };

/** How weights begin. */
export interface Beginning {
  /** deviation of matrices and positions, as transformers' `initializer_range` */
  initializerRange: number;
  layers: number;
  heads: number;
  positions: EncoderPositions;
  /** what is added at the beginning to a head's scores at its own distance: one before, one behind, two before … */
  nearStart: number;
}

/** Weights of a model that has learnt nothing: norms 1, biases 0, matrices by chance. */
export function initialWeights(
  shapes: ReadonlyMap<string, readonly number[]>,
  beginning: Beginning,
  random: Random,
): Map<string, Weight> {
  return new Map(
    [...shapes].map(([name, shape]) => [name, { shape, values: initial(name, shape, beginning, random) }]),
  );
}

function initial(name: string, shape: readonly number[], beginning: Beginning, random: Random): Float32Array {
  const { initializerRange: range, layers, positions } = beginning;
  const count = countOf(shape);
  if (shape.length === 1) return new Float32Array(count).fill(name.endsWith('.bias') ? 0 : 1);
  if (DISTANCES.test(name)) return nearBias(beginning);
  if (TABLES.test(name)) return normals(count, TABLE_DEVIATION, random);
  if (POSITIONS.test(name) && positions === 'sinusoidal') return sines(shape);
  return normals(count, RESIDUAL.test(name) ? range / Math.sqrt(2 * layers) : range, random);
}

/** [buckets, heads]: head 0 looks one before, head 1 one behind, head 2 two before … */
function nearBias({ heads, nearStart }: Beginning): Float32Array {
  const table = new Float32Array(BUCKETS.buckets * heads);
  for (let head = 0; head < heads; head++) {
    const distance = (head % 2 === 0 ? -1 : 1) * (1 + Math.floor(head / 2));
    table[bucketOf(distance, BUCKETS) * heads + head] = nearStart;
  }
  return table;
}

/** sin and cos of position / 10000^(2i / width) in turn (Vaswani et al. 2017), [positions, width]. */
function sines([positions = 0, width = 0]: readonly number[]): Float32Array {
  const table = new Float32Array(positions * width);
  for (let at = 0; at < positions; at++) {
    for (let column = 0; column < width; column++) {
      const angle = at / 10_000 ** ((column - (column % 2)) / width);
      table[at * width + column] = SINE * (column % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    }
  }
  return table;
}
