/** Points in few dimensions, and how much of their spread that shows. */
export interface Projection {
  /** flat [points, dimensions]; each axis has its largest value on the positive side, so that it comes out the same everywhere */
  scores: Float64Array;
  /** share of the variance along each axis, falling; they add up to 1 at most */
  shares: number[];
}

/** Sweeps over all pairs of axes; a few are enough, for off-diagonal parts shrink quadratically. */
const MOST_SWEEPS = 60;

/**
 * Principal components of some points: their coordinates along the directions of largest variance (Pearson 1901; Jolliffe 2002,
 * section 3.5). Points are fewer than dimensions here, so the eigenvectors are those of the points' centred inner products.
 * @param rows points of equal length
 * @param dimensions how many axes are wanted; what the points do not span is 0
 */
export function principalComponents(rows: readonly ArrayLike<number>[], dimensions: number): Projection {
  const count = rows.length;
  const gram = centredProducts(rows);
  let total = 0;
  for (let at = 0; at < count; at++) total += gram[at * count + at]!;
  const { values, vectors } = symmetricEigen(gram, count);
  const order = Array.from({ length: count }, (_, at) => at).sort((a, b) => values[b]! - values[a]!);
  const scores = new Float64Array(count * dimensions);
  const shares: number[] = [];
  for (let axis = 0; axis < dimensions; axis++) {
    const column = order[axis];
    // Rounding leaves a little less than nothing.
    const value = column === undefined ? 0 : Math.max(0, values[column]!);
    shares.push(total > 0 ? value / total : 0);
    if (column === undefined) continue;
    const own = Array.from({ length: count }, (_, row) => vectors[row * count + column]! * Math.sqrt(value));
    const most = own.reduce((best, score) => (Math.abs(score) > Math.abs(best) + 1e-12 ? score : best), 0);
    own.forEach((score, row) => (scores[row * dimensions + axis] = most < 0 ? -score : score));
  }
  return { scores, shares };
}

/** Inner products of the points less their mean, flat [points, points]. */
function centredProducts(rows: readonly ArrayLike<number>[]): Float64Array {
  const count = rows.length;
  const width = rows[0]?.length ?? 0;
  const mean = new Float64Array(width);
  for (const row of rows) for (let at = 0; at < width; at++) mean[at]! += row[at]! / count;
  const gram = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let product = 0;
      for (let at = 0; at < width; at++) product += (rows[a]![at]! - mean[at]!) * (rows[b]![at]! - mean[at]!);
      gram[a * count + b] = gram[b * count + a] = product;
    }
  }
  return gram;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations (Golub and Van Loan 2013, section 8.5).
 * @param matrix flat [size, size]
 * @returns vectors flat [size, size], a column for each value
 */
export function symmetricEigen(matrix: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let at = 0; at < size; at++) vectors[at * size + at] = 1;
  const scale = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) for (let q = 0; q < p; q++) off += a[p * size + q]! ** 2;
    if (off <= 1e-24 * scale) break;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q);
  }
  return { values: Float64Array.from({ length: size }, (_, at) => a[at * size + at]!), vectors };
}

/** Turns the axes p and q so that their product vanishes. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!;
  if (apq === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (of: Float64Array, one: number, other: number) => {
    const [x, y] = [of[one]!, of[other]!];
    of[one] = c * x - s * y;
    of[other] = s * x + c * y;
  };
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k);
  for (let k = 0; k < size; k++) turn(vectors, k * size + p, k * size + q);
}
