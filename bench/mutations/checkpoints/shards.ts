import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { edit, editJson, mutation, shown, type Json, type Mutation } from '../mutation.js';
import { editHeader, FLAN_T5, refused, SQUAD } from './checkpoint.js';

const KIND = 'checkpoint shards';
const INDEX = 'model.safetensors.index.json';
const MODELS: [model: string, shards: number][] = [
  [SQUAD, 3],
  [FLAN_T5, 2],
];
const shard = (number: number, of: number) => `model-0000${number}-of-0000${of}.safetensors`;

const mapOf = (json: Json) => json['weight_map'] as Record<string, string>;
/** The map with another file for the tensors of one. */
const moved = (from: string, to: string) => (folder: string) =>
  editJson(folder, INDEX, (json) => ({
    ...json,
    weight_map: Object.fromEntries(
      Object.entries(mapOf(json)).map(([name, file]) => [name, file === from ? to : file]),
    ),
  }));

/** Places that no shard is at. */
const FOREIGN = [
  '../other.safetensors',
  './../other.safetensors',
  'x/../../other.safetensors',
  'sub/other.safetensors',
  '..\\other.safetensors',
  '/dev/zero',
  '/etc/passwd',
  '/other.safetensors',
  '..',
  '.',
  '',
  'pytorch_model.bin',
  'config.json',
  INDEX,
  'other.safetensors\u0000.txt',
  '.safetensors\n',
  `long${'x'.repeat(300)}.safetensors`,
  'x'.repeat(1_000_000),
];
const MAPS: unknown[] = [undefined, null, 12, 'x', [], ['a'], { a: 12 }, { a: null }, { a: ['b'] }, {}];

const INDICES: [name: string, text: (before: string) => string | Uint8Array][] = [
  ['is empty', () => ''],
  ['is a list', () => '[]'],
  ['is null', () => 'null'],
  ['is cut off', (text) => text.slice(0, text.length / 2)],
  ['is nested 100,000 deep', () => '['.repeat(100_000)],
  [
    'holds a nest of 100,000',
    (text) => text.replace('{', `{"odd": ${'['.repeat(1e5)}${']'.repeat(1e5)},`).replace('weight_map', 'map'),
  ],
  [
    'names 100,000 shards',
    () =>
      JSON.stringify({
        weight_map: Object.fromEntries(Array.from({ length: 1e5 }, (_, at) => [at, `${at}.safetensors`])),
      }),
  ],
  ['has 45 MB of blanks', (text) => text + ' '.repeat(45_000_000)],
  [
    'is a Git LFS pointer',
    () => `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 90000\n`,
  ],
];

/** Something else where a shard should be. */
const INSTEAD: [name: string, make: (file: string) => void][] = [
  ['gone', () => {}],
  ['empty', (file) => writeFileSync(file, '')],
  ['a pipe', (file) => void execFileSync('mkfifo', [file])],
  ['a folder', (file) => void mkdirSync(file)],
  ['a link to /dev/zero', (file) => symlinkSync('/dev/zero', file)],
  ['a link to nothing', (file) => symlinkSync('nothing', file)],
  ['a link to itself', (file) => symlinkSync(path.basename(file), file)],
  [
    'a link to a file outside',
    (file) => {
      copyFileSync(path.join(file, '../config.json'), path.join(file, '../../out.json'));
      symlinkSync('../out.json', file);
    },
  ],
  [
    'a hole of 5 GB',
    (file) => {
      writeFileSync(file, '');
      truncateSync(file, 5_000_000_000);
    },
  ],
  [
    'a Git LFS pointer',
    (file) =>
      writeFileSync(file, `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 90000\n`),
  ],
];

const inShards = ([model, count]: [string, number]): Mutation[] => [
  ...FOREIGN.map((name) =>
    refused(KIND, model, `${INDEX} names ${shown(name)}`, [INDEX], moved(shard(1, count), name)),
  ),
  ...MAPS.map((map) =>
    refused(KIND, model, `${INDEX} has the weight_map ${shown(map)}`, [INDEX, 'weight_map'], (folder) =>
      editJson(folder, INDEX, (json) => ({ ...json, weight_map: map })),
    ),
  ),
  ...INDICES.map(([name, change]) =>
    refused(KIND, model, `${INDEX} ${name}`, [name.includes('100,000 shards') ? '.safetensors' : INDEX], (folder) =>
      edit(folder, INDEX, (bytes) => change(bytes.toString())),
    ),
  ),
  ...INSTEAD.map(([name, make]) =>
    refused(
      KIND,
      model,
      `its second shard is ${name}`,
      [name.includes('outside') ? INDEX : shard(2, count)],
      (folder) => {
        rmSync(path.join(folder, shard(2, count)));
        make(path.join(folder, shard(2, count)));
      },
    ),
  ),
  // What reads the encoder alone may do without the second shard.
  mutation(KIND, model, 'its second shard is named nowhere', moved(shard(2, count), shard(1, count))),
  refused(KIND, model, 'its second shard is cut off', [shard(2, count)], (folder) =>
    edit(folder, shard(2, count), (bytes) => bytes.subarray(0, bytes.length / 2)),
  ),
  refused(KIND, model, 'its second shard overlaps itself', [shard(2, count)], (folder) =>
    editHeader(
      folder,
      (header) =>
        Object.fromEntries(
          Object.entries(header).map(([name, entry]) => [
            name,
            { ...entry, data_offsets: [0, entry.data_offsets[1] - entry.data_offsets[0]] },
          ]),
        ),
      shard(2, count),
    ),
  ),
  mutation(KIND, model, 'its shards have the tensors of the first', (folder) =>
    copyFileSync(path.join(folder, shard(1, count)), path.join(folder, shard(2, count))),
  ),
  refused(KIND, model, 'its index is gone', ['safetensors'], (folder) => rmSync(path.join(folder, INDEX))),
  mutation(
    KIND,
    model,
    'its second shard is a link to a file beside it',
    (folder) => {
      renameSync(path.join(folder, shard(2, count)), path.join(folder, 'other.bin'));
      symlinkSync('other.bin', path.join(folder, shard(2, count)));
    },
    true,
  ),
  refused(KIND, model, 'its second shard is a link to a sound file in another folder', [INDEX], (folder) => {
    mkdirSync(path.join(folder, 'sub'));
    renameSync(path.join(folder, shard(2, count)), path.join(folder, 'sub/other.bin'));
    symlinkSync('sub/other.bin', path.join(folder, shard(2, count)));
  }),
];

/** Shards and their index: what is named, what is there, and where it leads. */
export const shardMutations = (): Mutation[] => MODELS.flatMap(inShards);
