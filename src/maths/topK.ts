/**
 * Indices of the k largest values by falling value, the lower index first among equals. One pass with a heap of k, so a
 * small k over a vocabulary costs little more than reading it. Values must not be NaN.
 */
export function topK(values: Float32Array, k: number): Int32Array {
  const n = values.length;
  if (k <= 0) return new Int32Array(0);
  if (k * 16 >= n) return argsortDescending(values).subarray(0, Math.min(k, n));

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
export function argsortDescending(values: Float32Array): Int32Array {
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

/** Below this many values sorting them is quicker than counting their bits. */
const WORTH_COUNTING = 4096;

/** The k-th largest value (k from 1); the smallest when there are fewer. Values must not be NaN. */
export function kthLargest(values: Float32Array, k: number): number {
  const place = Math.min(k, values.length);
  if (place * 16 >= values.length && values.length > WORTH_COUNTING) return selectKth(values, place);
  const top = topK(values, place);
  return values[top[top.length - 1]!]!;
}

/**
 * The k-th largest value without sorting: counted by the upper halves of the values' bits, and within the half where
 * the k-th lies by the lower ones.
 */
function selectKth(values: Float32Array, k: number): number {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  // Bits of positive floats rise with the value, those of negative ones fall: turned so that all rise.
  const rising = (at: number) => (bits[at]! >>> 31 ? ~bits[at]! >>> 0 : (bits[at]! | 0x80000000) >>> 0);
  const upper = new Uint32Array(0x10000);
  for (let i = 0; i < bits.length; i++) upper[rising(i) >>> 16]!++;
  const [high, before] = indexReachingCount(upper, k);
  const lower = new Uint32Array(0x10000);
  for (let i = 0; i < bits.length; i++) {
    const key = rising(i);
    if (key >>> 16 === high) lower[key & 0xffff]!++;
  }
  const [low] = indexReachingCount(lower, k - before);
  const key = ((high << 16) | low) >>> 0;
  const found = new Uint32Array([key >>> 31 ? key & 0x7fffffff : ~key >>> 0]);
  return new Float32Array(found.buffer)[0]!;
}

/** From the top: the index at which the counts reach k, and the sum of those above it. */
function indexReachingCount(counts: Uint32Array, k: number): [index: number, above: number] {
  let above = 0;
  for (let index = counts.length - 1; index >= 0; index--) {
    if (above + counts[index]! >= k) return [index, above];
    above += counts[index]!;
  }
  return [0, above];
}
