import { Random } from '../../src/decoding/sampling/random.js';
import { checkpointMutations } from './checkpoints/index.js';
import { cutMutations, editMutations, flipMutations, paddedMutations } from './graphs.js';
import { configMutations, textMutations, tokenizerMutations } from './json.js';
import { KINDS, type Mutation } from './mutation.js';
import { permissionMutations, placeMutations } from './places.js';
import { externalMutations, loopMutations, weightMutations } from './weights.js';

const SEED = 13;

/** All mutations, the same on every machine. */
export function allMutations(): Mutation[] {
  const random = new Random(SEED);
  return [
    ...configMutations(),
    ...textMutations(),
    ...tokenizerMutations(),
    ...cutMutations(),
    ...flipMutations(random),
    ...editMutations(random),
    ...paddedMutations(),
    ...weightMutations(),
    ...externalMutations(),
    ...loopMutations(),
    ...placeMutations(),
    ...permissionMutations(),
    ...checkpointMutations(),
  ];
}

/** A part of them in which every kind has its share, and at least five. */
export function sampleOf(mutations: readonly Mutation[], count: number): Mutation[] {
  const random = new Random(SEED, 1);
  const share = (kind: readonly Mutation[]) =>
    Math.min(kind.length, Math.max(5, Math.round((count * kind.length) / mutations.length)));
  return KINDS.flatMap((kind) => {
    const of = mutations.filter((one) => one.kind === kind);
    const drawn = of.map((one) => ({ one, key: random.uniform() })).toSorted((a, b) => a.key - b.key);
    return drawn.slice(0, share(of)).map(({ one }) => one);
  });
}
