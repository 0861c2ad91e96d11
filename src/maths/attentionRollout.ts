/** The product of two matrices, flat [rows, inner] · [inner, columns]. */
export type MatMul = (
  left: Float32Array,
  right: Float32Array,
  sizes: { rows: number; inner: number; columns: number },
) => Float32Array | Promise<Float32Array>;

/** A product in plain loops; a caller with a faster one gives that. */
export const plainMatMul: MatMul = (left, right, { rows, inner, columns }) => {
  const product = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const to = row * columns;
    for (let at = 0; at < inner; at++) {
      const factor = left[row * inner + at]!;
      if (factor === 0) continue;
      const from = at * columns;
      for (let column = 0; column < columns; column++) product[to + column]! += factor * right[from + column]!;
    }
  }
  return product;
};

/** A layer with its residual connection: half of what its attention reads, half of itself, rows summing to 1 again. */
function withResidual(attention: Float32Array, size: number): Float32Array {
  const mixed = new Float32Array(attention.length);
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let at = row * size; at < (row + 1) * size; at++) sum += attention[at]!;
    for (let at = row * size; at < (row + 1) * size; at++) mixed[at] = (0.5 * attention[at]!) / (0.5 * sum + 0.5);
    mixed[row * size + row]! += 0.5 / (0.5 * sum + 0.5);
  }
  return mixed;
}

/**
 * Attention rollout (Abnar and Zuidema 2020, "Quantifying attention flow in transformers"): how much of each position is
 * in each position after the last layer, if layers did nothing but mix positions by their attention and keep half of what
 * was there: the product of 0.5·A + 0.5·I over the layers, later ones to the left.
 * @param layers each layer's attention, the mean of its heads, flat [size, size], the first layer first
 * @returns flat [size, size], rows summing to 1
 */
export async function attentionRollout(
  layers: readonly Float32Array[],
  size: number,
  product: MatMul = plainMatMul,
): Promise<Float32Array> {
  const sizes = { rows: size, inner: size, columns: size };
  let rolled: Float32Array | null = null;
  for (const layer of layers) {
    const mixed = withResidual(layer, size);
    rolled = rolled ? await product(mixed, rolled, sizes) : mixed;
  }
  return rolled ?? identity(size);
}

function identity(size: number): Float32Array {
  const matrix = new Float32Array(size * size);
  for (let row = 0; row < size; row++) matrix[row * size + row] = 1;
  return matrix;
}

/**
 * The same idea for an encoder-decoder, which the paper does not have: how much of each source token is in each target
 * position after the last layer. A decoder layer mixes target positions by its self-attention (0.5·A + 0.5·I), then
 * keeps half and takes half from the encoder's positions by its cross-attention, and those hold source tokens by the
 * encoder's own rollout. What comes from the target's own tokens is left out at the end and rows are made to sum to 1:
 * they are shares of what is from the source.
 * @param layers the decoder's, flat [targets, targets] and [targets, sources]
 * @param encoder the encoder's rollout, flat [sources, sources]
 * @returns flat [targets, sources]
 */
export async function crossAttentionRollout(
  layers: readonly { own: Float32Array; cross: Float32Array }[],
  encoder: Float32Array,
  { targets, sources }: { targets: number; sources: number },
  product: MatMul = plainMatMul,
): Promise<Float32Array> {
  let held = new Float32Array(targets * sources);
  for (const { own, cross } of layers) {
    const mixed = await product(withResidual(own, targets), held, { rows: targets, inner: targets, columns: sources });
    const read = await product(cross, encoder, { rows: targets, inner: sources, columns: sources });
    held = mixed.map((kept, at) => 0.5 * kept + 0.5 * read[at]!);
  }
  for (let row = 0; row < targets; row++) {
    const part = held.subarray(row * sources, (row + 1) * sources);
    const sum = part.reduce((total, share) => total + share, 0);
    if (sum > 0) part.forEach((share, at) => (part[at] = share / sum));
  }
  return held;
}
