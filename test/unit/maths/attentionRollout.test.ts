import { describe, expect, it } from 'vitest';
import { crossAttentionRollout, plainMatMul, attentionRollout } from '../../../src/maths/attentionRollout.js';

const rowSums = (matrix: Float32Array, columns: number) =>
  Array.from({ length: matrix.length / columns }, (_, row) =>
    matrix.subarray(row * columns, (row + 1) * columns).reduce((sum, one) => sum + one, 0),
  );
const matrix = (...rows: number[][]) => Float32Array.from(rows.flat());

describe('attention rollout', () => {
  it('of one layer is half of it and half of oneself', async () => {
    const rolled = await attentionRollout([matrix([0.2, 0.8], [1, 0])], 2);
    expect(Array.from(rolled)).toEqual(Array.from(matrix([0.6, 0.4], [0.5, 0.5])));
  });

  it('of two layers is their product, the later to the left', async () => {
    // The second layer's first position reads the second position, which read the first in the first layer.
    const first = matrix([1, 0], [1, 0]);
    const second = matrix([0, 1], [0, 1]);
    const rolled = await attentionRollout([first, second], 2);
    // [0.5 0.5; 0 1] · [1 0; 0.5 0.5]
    expect(Array.from(rolled)).toEqual([0.75, 0.25, 0.5, 0.5]);
  });

  it('of no layer is oneself', async () => {
    expect(Array.from(await attentionRollout([], 2))).toEqual([1, 0, 0, 1]);
  });

  it('keeps rows that sum to 1, and what comes later unseen', async () => {
    const causal = matrix([1, 0, 0], [0.3, 0.7, 0], [0.2, 0.5, 0.3]);
    const rolled = await attentionRollout([causal, causal, causal], 3);
    for (const sum of rowSums(rolled, 3)) expect(sum).toBeCloseTo(1, 6);
    expect([rolled[1], rolled[2], rolled[5]]).toEqual([0, 0, 0]);
  });

  it('makes up for rows that do not quite sum to 1, as those of 8 bit', async () => {
    const [sum] = rowSums(await attentionRollout([matrix([0.5, 0.4], [0.5, 0.5])], 2), 2);
    expect(sum).toBeCloseTo(1, 6);
  });
});

describe('the rollout to a source', () => {
  const encoder = matrix([0.75, 0.25, 0], [0.25, 0.5, 0.25], [0, 0.25, 0.75]);

  it('of one layer is what is read there, as the encoder mixed it', async () => {
    const cross = matrix([1, 0, 0], [0, 0.5, 0.5]);
    const rolled = await crossAttentionRollout([{ own: matrix([1, 0], [0.5, 0.5]), cross }], encoder, {
      targets: 2,
      sources: 3,
    });
    expect(Array.from(rolled)).toEqual(Array.from(matrix([0.75, 0.25, 0], [0.125, 0.375, 0.5])));
  });

  it('of more layers takes in what earlier target tokens hold, in shares that sum to 1', async () => {
    const layer = { own: matrix([1, 0], [1, 0]), cross: matrix([1, 0, 0], [0, 0, 1]) };
    const rolled = await crossAttentionRollout([layer, layer], encoder, { targets: 2, sources: 3 });
    for (const sum of rowSums(rolled, 3)) expect(sum).toBeCloseTo(1, 6);
    // The second token read the last source token twice, and the first token, which holds the first one.
    expect(rolled[3]).toBeGreaterThan(0.1);
    expect(rolled[5]).toBeGreaterThan(rolled[3]!);
  });
});

it('a product in loops is the sum over the inner places', () => {
  const product = plainMatMul(matrix([1, 2, 3]), matrix([1, 0], [0, 1], [2, 2]), { rows: 1, inner: 3, columns: 2 });
  expect(product).toEqual(Float32Array.of(7, 8));
});
