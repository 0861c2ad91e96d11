import { edit, mutation, type Mutation } from '../mutation.js';
import { Random } from '../../../src/decoding/sampling/random.js';
import {
  CHECKPOINTS,
  largest,
  readFile,
  refused,
  WEIGHTS,
  writeFile,
  type SoundEntry,
  type SoundHeader,
} from './checkpoint.js';

/** A number in the bits of each type, low byte first. */
const BITS: Record<string, Record<string, number[]>> = {
  NaN: { F32: [0, 0, 0xc0, 0x7f], F16: [0, 0x7e], BF16: [0xc0, 0x7f] },
  Infinity: { F32: [0, 0, 0x80, 0x7f], F16: [0, 0x7c], BF16: [0x80, 0x7f] },
  '-Infinity': { F32: [0, 0, 0x80, 0xff], F16: [0, 0xfc], BF16: [0x80, 0xff] },
  'the largest number': { F32: [0xff, 0xff, 0x7f, 0x7f], F16: [0xff, 0x7b], BF16: [0x7f, 0x7f] },
};

const small = (header: SoundHeader): string =>
  Object.keys(header).findLast((name) => /norm.*weight$|ln_.*weight$/i.test(name)) ?? largest(header);
const WHICH: [name: string, which: (header: SoundHeader) => string, every: number][] = [
  ['in all of the largest tensor', largest, 1],
  ['in some of the largest tensor', largest, 97],
  ['in all of a norm', small, 1],
  ['in one number of a norm', small, 1_000_000],
];

const fill = (data: Buffer, { dtype, data_offsets: [from, to] }: SoundEntry, value: string, every: number) => {
  const bits = BITS[value]?.[dtype] ?? [0, 0, 0xc0, 0x7f];
  for (let at = from; at + bits.length <= to; at += bits.length * every) data.set(bits, at);
};

/** Weights that are no numbers, or far too large, and weights of noise. */
export const checkpointWeightMutations = (): Mutation[] =>
  CHECKPOINTS.flatMap((model, at) => [
    ...Object.keys(BITS).flatMap((value, row) =>
      WHICH.filter((_, column) => at === 0 || (row + column + at) % 2 === 0).map(([name, which, every]) => {
        const change = (folder: string) =>
          edit(folder, WEIGHTS, (bytes) => {
            const { header, data } = readFile(bytes);
            fill(data, header[which(header)]!, value, every);
            return writeFile(header, data);
          });
        const title = `${WEIGHTS} has ${value} ${name}`;
        // What is large, or not read for this text or by this method, may still give numbers.
        return value === 'NaN' && which === largest && every === 1
          ? refused('checkpoint weights', model, title, [WEIGHTS], change)
          : mutation('checkpoint weights', model, title, change);
      }),
    ),
    ...[1, 2].map((seed) =>
      mutation('checkpoint weights', model, `${WEIGHTS} has weights of noise, ${seed}`, (folder) =>
        edit(folder, WEIGHTS, (bytes) => {
          const { header, data } = readFile(bytes);
          const random = new Random(seed, 1);
          return writeFile(
            header,
            data.map(() => Math.floor(random.uniform() * 256)),
          );
        }),
      ),
    ),
  ]);
