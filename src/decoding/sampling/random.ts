/** xoshiro128** 1.1 (D. Blackman and S. Vigna, prng.di.unimi.it, public domain): 32 random bits a call. */
export function xoshiro128([a, b, c, d]: readonly [number, number, number, number]): () => number {
  return () => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

/** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): 64 random bits a call, from any seed. */
export function splitMix64(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  };
}

/** Seeded uniform numbers, the same on every machine: xoshiro128** with its state from SplitMix64. */
export class Random {
  readonly #bits: () => number;

  /**
   * @param seed a whole number from 0 to 2^53 − 1
   * @param stream which of the seed's independent streams: one for each returned sequence, so that a sequence is the
   *   same however many are asked for
   */
  constructor(seed: number, stream = 0) {
    // The seed is mixed before the stream is added: seeds and streams next to each other must not meet.
    const next = splitMix64(splitMix64(BigInt(seed))() + BigInt(stream));
    const [low, high] = [next(), next()];
    const half = (bits: bigint) => [Number(bits & 0xffffffffn), Number(bits >> 32n)] as const;
    this.#bits = xoshiro128([...half(low), ...half(high)]);
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.#bits() >>> 5) * 2 ** 26 + (this.#bits() >>> 6)) / 2 ** 53;
  }
}

/** Makes a seed for a run that was given none. */
export function createSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
