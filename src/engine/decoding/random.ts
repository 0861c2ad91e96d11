/**
 * Seeded uniform numbers, the same on every machine. The generator is xoshiro128** 1.1 (D. Blackman and S. Vigna,
 * prng.di.unimi.it, public domain): 128 bits of state, 32-bit arithmetic only. Its state is filled by SplitMix64
 * (Steele, Lea and Flood, OOPSLA 2014), as its authors advise.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /**
   * @param seed a whole number from 0 to 2^53 − 1
   * @param stream which of the seed's independent streams: one for each returned sequence, so that a sequence is the
   *   same however many are asked for
   */
  constructor(seed: number, stream = 0) {
    // The seed is mixed before the stream is added: seeds and streams next to each other must not meet.
    const next = splitMix64(splitMix64(BigInt(seed))() + BigInt(stream));
    const [low, high] = [next(), next()];
    this.#a = Number(low & 0xffffffffn);
    this.#b = Number(low >> 32n);
    this.#c = Number(high & 0xffffffffn);
    this.#d = Number(high >> 32n);
  }

  /** 32 random bits, 0 to 2^32 − 1. */
  bits(): number {
    const five = Math.imul(this.#b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }
}

function splitMix64(seed: bigint): () => bigint {
  let state = BigInt.asUintN(64, seed);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  };
}

/** A seed for a run that was given none. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
