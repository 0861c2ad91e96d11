import type { BeamNode, DistributionValue } from '../../../src/protocol/engine/index.js';

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS = ['the', 'children', 'went', 'into', 'a', 'garden', 'and', 'looked', 'for', 'snails', 'wet', 'street'];

/** A beam search of a given size: two candidates a beam and step, of which the better half goes on. */
export function largeTree(beams: number, steps: number): BeamNode[] {
  const random = numbers(7);
  const nodes: BeamNode[] = [];
  let live: number[] = [-1];
  for (let step = 0; step < steps; step++) {
    const candidates = Array.from({ length: 2 * beams }, (_, index) => {
      const parent = live[Math.floor(random() ** 2 * live.length)] ?? -1;
      const logProbability = (nodes[parent]?.logProbability ?? 0) - 3 * random();
      const word = Math.floor(random() * WORDS.length);
      return { parent, logProbability, id: word * 100 + index, text: ` ${WORDS[word]}` };
    }).sort((a, b) => b.logProbability - a.logProbability);
    const first = nodes.length;
    candidates.forEach((candidate, rank) => {
      const state = rank >= beams ? 'pruned' : step === steps - 1 && rank === 0 ? 'returned' : 'live';
      nodes.push({ ...candidate, step, rank, score: candidate.logProbability / (step + 1), state });
    });
    live = Array.from({ length: beams }, (_, index) => first + index);
  }
  for (let at = nodes.findIndex(({ state }) => state === 'returned'); at >= 0; at = nodes[at]!.parent) {
    nodes[at]!.state = 'returned';
  }
  return nodes;
}

/** Logits of a whole vocabulary, by falling value. */
export function largeDistribution(size: number): DistributionValue {
  const random = numbers(11);
  const logits = Float32Array.from({ length: size }, () => 6 * (random() + random() + random() + random() - 2)).sort();
  logits.reverse();
  const ids = Int32Array.from({ length: size }, (_, index) => index);
  return { model: 'gpt2-mini', ids, logits, texts: WORDS.map((word) => ` ${word}`) };
}
