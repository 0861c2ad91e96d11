/**
 * Indices of the k largest values by falling value, the lower index first among equals. One pass with a heap of k, so a
 * small k over a vocabulary costs little more than reading it. Values must not be NaN.
 */
export function topK(values: Float32Array, k: number): Int32Array {
  const n = values.length;
  if (k <= 0) return new Int32Array(0);
  if (k * 16 >= n) return descendingOrder(values).subarray(0, Math.min(k, n));

  const heap = new Int32Array(k);
  const worse = (a: number, b: number) => values[a]! < values[b]! || (values[a]! === values[b]! && a > b);
  const sink = (at: number, size: number, index: number) => {
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && worse(heap[child + 1]!, heap[child]!)) child++;
      if (!worse(heap[child]!, index)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = index;
  };
  for (let i = 0; i < k; i++) heap[i] = i;
  for (let i = (k >> 1) - 1; i >= 0; i--) sink(i, k, heap[i]!);
  let least = values[heap[0]!]!;
  for (let i = k; i < n; i++) {
    if (values[i]! > least) {
      sink(0, k, i);
      least = values[heap[0]!]!;
    }
  }
  // Taking the worst off the heap to its end leaves it by falling value.
  for (let size = k - 1; size > 0; size--) {
    const worst = heap[0]!;
    sink(0, size, heap[size]!);
    heap[size] = worst;
  }
  return heap;
}

/**
 * All indices by falling value, the lower index first among equals. Value and index are packed into one double each,
 * since the engine sorts numbers several times faster than it sorts by a comparator; so at most 2^21 values.
 */
export function descendingOrder(values: Float32Array): Int32Array {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const keys = new Float64Array(values.length);
  for (let i = 0; i < keys.length; i++) {
    // −0 must equal 0. Bits of negative floats fall as the value rises: mirror them.
    const b = values[i] === 0 ? 0 : bits[i]!;
    const rising = b < 0 ? -(b & 0x7fffffff) : b;
    keys[i] = -rising * 0x200000 + i;
  }
  keys.sort();
  const order = new Int32Array(keys.length);
  for (let i = 0; i < order.length; i++) {
    const key = keys[i]!;
    order[i] = key - Math.floor(key / 0x200000) * 0x200000;
  }
  return order;
}

/** The k-th largest value (k from 1); the smallest when there are fewer. */
export function kthLargest(values: Float32Array, k: number): number {
  const top = topK(values, Math.min(k, values.length));
  return values[top[top.length - 1]!]!;
}
