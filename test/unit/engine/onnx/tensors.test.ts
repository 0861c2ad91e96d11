import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../../src/engine/onnx/session.js';
import { toFloat32 } from '../../../../src/engine/onnx/tensors.js';

const tensor = (values: readonly number[], ...dims: number[]) =>
  ({ type: 'float32', data: Float32Array.from(values), dims }) as unknown as Tensor;
const MASKED = -Infinity;

describe('the numbers of a result', () => {
  it.each([
    ['nothing', tensor([], 1, 0)],
    ['one number', tensor([3])],
    ['what a mask hides', tensor([0, MASKED, 1, 2], 2, 2)],
  ])('are taken: %s', (_, given) => expect(toFloat32(given)).toBe(given.data));

  it.each([
    ['NaN', tensor([0, 1, Number.NaN, 2], 2, 2), /gives NaN for logits at \[1, 0\] of \[2, 2\]/],
    ['infinity', tensor([0, 1, 2, Infinity], 1, 2, 2), /gives Infinity for logits at \[0, 1, 1\] of \[1, 2, 2\]/],
    [
      'a row that a mask would hide whole',
      tensor([0, 1, MASKED, MASKED], 2, 2),
      /gives -Infinity for logits at \[1, 0\]/,
    ],
    ['one number, masked', tensor([MASKED]), /gives -Infinity/],
  ])('are refused with their place: %s', (_, given, message) => {
    expect(() => toFloat32(given, 'logits')).toThrow(expect.objectContaining({ code: 'model-broken' }) as Error);
    expect(() => toFloat32(given, 'logits')).toThrow(message);
  });
});
