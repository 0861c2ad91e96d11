import { Random } from '../decoding/sampling/random.js';

/** Independent uses of one seed, so that one does not change with the length of another. */
export const STREAMS = {
  weights: 0,
  order: 1,
  split: 2,
  control: 3,
  judged: 4,
  windows: 5,
  masks: 6,
  samples: 7,
  curve: 8,
  adapting: 9,
} as const;

/**
 * What chance gives one step of a use, whatever the steps before took: a run is gone on with from any of them.
 * @param step from 0
 */
export const chanceOfStep = (seed: number, stream: number, step: number): Random =>
  new Random(seed, stream + MOST_STREAMS * (step + 1));

/** Far more than there are uses. */
const MOST_STREAMS = 64;

/** 0 to `count` − 1 in an order by chance (Fisher and Yates). */
export function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random.uniform() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** Numbers of a normal distribution around 0 (Box and Muller 1958). */
export function normals(count: number, deviation: number, random: Random): Float32Array {
  const values = new Float32Array(count);
  for (let at = 0; at < count; at += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random.uniform()));
    const angle = 2 * Math.PI * random.uniform();
    values[at] = radius * Math.cos(angle);
    if (at + 1 < count) values[at + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** Lists of at most `size`, in order. */
export const batches = (order: readonly number[], size: number): number[][] =>
  Array.from({ length: Math.ceil(order.length / size) }, (_, at) => order.slice(at * size, (at + 1) * size));

/**
 * Divides examples into parts that each have as even a share of each class as there can be.
 * @param classes of the examples
 * @returns for each example the number of its part
 */
export function evenParts(classes: readonly number[], parts: number, random: Random): number[] {
  const part = new Array<number>(classes.length).fill(0);
  let next = 0;
  for (const one of [...new Set(classes)].sort((a, b) => a - b)) {
    const members = classes.flatMap((of, at) => (of === one ? [at] : []));
    for (const at of shuffled(members.length, random)) part[members[at]!] = next++ % parts;
  }
  return part;
}

/**
 * Examples that are held out: a share of each class, at least one of each, and never all of one.
 * @returns whether each example is held out
 */
export function heldOut(classes: readonly number[], share: number, random: Random): boolean[] {
  const out = new Array<boolean>(classes.length).fill(false);
  for (const one of [...new Set(classes)].sort((a, b) => a - b)) {
    const members = classes.flatMap((of, at) => (of === one ? [at] : []));
    const count = Math.min(members.length - 1, Math.max(1, Math.round(members.length * share)));
    for (const at of shuffled(members.length, random).slice(0, count)) out[members[at]!] = true;
  }
  return out;
}

/**
 * An order by chance in which every beginning has the classes in their shares, as nearly as can be.
 * @param classes of the examples
 */
export function evenOrder(classes: readonly number[], random: Random): number[] {
  const keys = new Array<number>(classes.length).fill(0);
  for (const one of [...new Set(classes)].sort((a, b) => a - b)) {
    const members = classes.flatMap((of, at) => (of === one ? [at] : []));
    shuffled(members.length, random).forEach((member, rank) => {
      keys[members[member]!] = (rank + 0.5) / members.length;
    });
  }
  return keys.map((_, at) => at).sort((one, other) => keys[one]! - keys[other]! || one - other);
}
