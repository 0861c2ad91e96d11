import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../../src/decoding/sampling/random.js';
import { edit, mutation, type Mutation } from '../mutation.js';
import { layOutAsCache } from '../places.js';
import { BERT, CHECKPOINTS, CONFIG, FLAN_T5, MARIAN, readFile, refused, WEIGHTS, writeFile } from './checkpoint.js';

const SEED = 17;
const KIND = 'checkpoint file';

/** Bytes that a cut leaves. */
const CUTS: [name: string, left: (size: number, header: number) => number][] = [
  ['4 bytes', () => 4],
  ['8 bytes', () => 8],
  ['half of its header', (_, header) => 8 + header / 2],
  ['its header', (_, header) => 8 + header],
  ['half', (size) => size / 2],
  ['all but a byte', (size) => size - 1],
];

const CLAIMS = [0n, 1n, 2n, 1_000_000n, 10n ** 9n, 2n ** 40n, 2n ** 63n, 2n ** 64n - 1n];

/** Files of another kind, under the name of the weights. */
const BODIES: [name: string, write: (file: string) => void][] = [
  ['of 2 MB of noise', (file) => writeFileSync(file, noise(2_000_000))],
  ['of 100 bytes of noise', (file) => writeFileSync(file, noise(100))],
  ['a pickle in a ZIP', (file) => writeFileSync(file, Buffer.concat([Buffer.from('PK\x03\x04\x00\x00'), noise(5000)]))],
  ['a web page', (file) => writeFileSync(file, '<!DOCTYPE html><html><body>404</body></html>')],
  [
    'a hole of 5 GB',
    (file) => {
      writeFileSync(file, '');
      truncateSync(file, 5_000_000_000);
    },
  ],
  [
    'a hole of 1.1 GB that claims a header of 1 GB',
    (file) => {
      writeFileSync(file, writeFile('', new Uint8Array(), 10n ** 9n));
      truncateSync(file, 1_100_000_000);
    },
  ],
  [
    'a hole of 200 MB that claims a header of 99 MB',
    (file) => {
      writeFileSync(file, writeFile('{', new Uint8Array(), 99_000_000n));
      truncateSync(file, 200_000_000);
    },
  ],
  [
    'a Git LFS pointer',
    (file) =>
      writeFileSync(file, `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 90000\n`),
  ],
  ['empty', (file) => writeFileSync(file, '')],
  ['a pipe', (file) => void execFileSync('mkfifo', [file])],
  ['a folder', (file) => void mkdirSync(file)],
  ['a link to /dev/zero', (file) => symlinkSync('/dev/zero', file)],
  ['a link to /dev/urandom', (file) => symlinkSync('/dev/urandom', file)],
  ['a link to nothing', (file) => symlinkSync('../../blobs/nothing', file)],
  ['a link to itself', (file) => symlinkSync(path.basename(file), file)],
  ['a link to config.json', (file) => symlinkSync('config.json', file)],
];

function noise(size: number): Uint8Array {
  const random = new Random(SEED, size);
  return Uint8Array.from({ length: size }, () => Math.floor(random.uniform() * 256));
}

/** Some bytes of the structure, or of the weights, that are others. */
function flips(model: string): Mutation[] {
  const random = new Random(SEED, model.length);
  return Array.from({ length: 8 }, (_, time) => {
    const places = Array.from(
      { length: 1 + time },
      () => [random.uniform(), 1 + Math.floor(random.uniform() * 255)] as const,
    );
    return mutation(KIND, model, `${WEIGHTS} with flipped bytes, ${time + 1}`, (folder) =>
      edit(folder, WEIGHTS, (bytes) => {
        const span = time % 2 === 0 ? 8 + Number(bytes.readBigUInt64LE()) : bytes.length;
        for (const [at, by] of places) bytes[Math.floor(at * span)]! ^= by;
        return bytes;
      }),
    );
  });
}

/** The file of the weights cut off, padded, claimed to be another, or something else. */
export const checkpointFileMutations = (): Mutation[] => [
  ...CHECKPOINTS.flatMap((model, at) => [
    ...CUTS.map(([name, left]) =>
      refused(KIND, model, `of ${WEIGHTS} ${name} is left`, [WEIGHTS], (folder) =>
        edit(folder, WEIGHTS, (bytes) => bytes.subarray(0, left(bytes.length, Number(bytes.readBigUInt64LE())))),
      ),
    ),
    ...CLAIMS.filter((_, index) => at === 0 || (index + at) % 3 === 0).map((claim) =>
      refused(KIND, model, `${WEIGHTS} claims a header of ${claim} bytes`, [WEIGHTS], (folder) =>
        edit(folder, WEIGHTS, (bytes) => {
          const { header, data } = readFile(bytes);
          return writeFile(header, data, claim);
        }),
      ),
    ),
    ...BODIES.filter((_, index) => at === 0 || (index + at) % 4 === 0).map(([name, make]) =>
      refused(KIND, model, `${WEIGHTS} is ${name}`, [WEIGHTS], (folder) => {
        rmSync(path.join(folder, WEIGHTS));
        make(path.join(folder, WEIGHTS));
      }),
    ),
    refused(KIND, model, `${WEIGHTS} has zeros behind its end`, [WEIGHTS], (folder) => {
      edit(folder, WEIGHTS, (bytes) => bytes);
      truncateSync(path.join(folder, WEIGHTS), 20_000_000);
    }),
    ...flips(model),
  ]),
  ...[WEIGHTS, CONFIG].map((file) =>
    refused(KIND, BERT, `${file} may not be read`, [file], (folder) => chmodSync(path.join(folder, file), 0)),
  ),
  refused(KIND, BERT, `${WEIGHTS} is missing, and a pickle beside it`, ['pytorch_model.bin'], (folder) =>
    renameSync(path.join(folder, WEIGHTS), path.join(folder, 'pytorch_model.bin')),
  ),
  ...[BERT, MARIAN, FLAN_T5].map((model) => mutation(KIND, model, 'laid out as the hub’s cache', layOutAsCache, true)),
];
