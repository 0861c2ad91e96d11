import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { BERT, EMBEDDED_MODELS, GPT2, graphsOf, mutation, T5, type Mutation } from './mutation.js';

const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json'];
const MODELS = [BERT, GPT2, T5];
const OTHERS: Record<string, string> = {
  [BERT]: 'onnx/model_fp16.onnx',
  [GPT2]: 'onnx/model_fp16.onnx',
  [T5]: 'onnx/odd',
};

const filesOf = (model: string) => [
  ...FILES.filter((file) => model !== BERT || file !== 'generation_config.json'),
  ...graphsOf(model),
];

const link = (target: string) => (file: string) => symlinkSync(target, file);

const INSTEAD: [name: string, make: (file: string) => void][] = [
  ['a pipe', (file) => void execFileSync('mkfifo', [file])],
  ['a folder', (file) => void mkdirSync(file)],
  ['a link to /dev/zero', link('/dev/zero')],
  ['a link to /dev/urandom', link('/dev/urandom')],
  ['a link to nothing', link('../../blobs/nothing')],
  ['a link to itself', (file) => symlinkSync(path.basename(file), file)],
  ['gone', () => {}],
];

/** Something else where a file should be, and beside the files. */
export function placeMutations(): Mutation[] {
  const instead = MODELS.flatMap((model) =>
    filesOf(model).flatMap((file) =>
      INSTEAD.map(([name, make]) =>
        mutation('links and devices', model, `${file} is ${name}`, (folder) => {
          rmSync(path.join(folder, file));
          make(path.join(folder, file));
        }),
      ),
    ),
  );
  const beside = MODELS.flatMap((model) =>
    INSTEAD.slice(0, -1).map(([name, make]) =>
      mutation(
        'links and devices',
        model,
        `${OTHERS[model]} beside its graphs is ${name}`,
        (folder) => make(path.join(folder, OTHERS[model] ?? '')),
        true,
      ),
    ),
  );
  const hub = [...MODELS, ...EMBEDDED_MODELS].map((model) =>
    mutation('links and devices', model, 'laid out as the hub’s cache', layOutAsCache, true),
  );
  const large = MODELS.flatMap((model) =>
    FILES.slice(0, 3).flatMap((file) =>
      LARGE.map(([name, write]) =>
        mutation('links and devices', model, `${file} is ${name}`, (folder) => write(path.join(folder, file))),
      ),
    ),
  );
  return [...instead, ...beside, ...hub, ...large];
}

const LARGE: [name: string, write: (file: string) => void][] = [
  ['450 MB of blanks', (file) => writeFileSync(file, Buffer.alloc(450_000_000, ' '))],
  ['60 MB of empty objects', (file) => writeFileSync(file, `[${'{},'.repeat(20_000_000)}{}]`)],
  ['a hole of 5 GB', (file) => truncateSync(file, 5_000_000_000)],
];

/** Every file in `blobs` under another name, and links in its place. */
export function layOutAsCache(folder: string): void {
  const blobs = path.join(folder, 'blobs');
  mkdirSync(blobs);
  let count = 0;
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const file = path.join(folder, name);
    if (name.startsWith('blobs') || !statSync(file).isFile()) continue;
    const blob = path.join(blobs, `${count++}`.padStart(40, 'a'));
    renameSync(file, blob);
    symlinkSync(path.relative(path.dirname(file), blob), file);
  }
}

/** Files and folders that may not be read. They count where the engine does not run as root. */
export function permissionMutations(): Mutation[] {
  return MODELS.flatMap((model) => [
    ...filesOf(model).map((file) =>
      mutation('permissions', model, `${file} may not be read`, (folder) => chmodSync(path.join(folder, file), 0)),
    ),
    ...[0o000, 0o444, 0o111].flatMap((mode) =>
      ['.', 'onnx'].map((inner) =>
        mutation('permissions', model, `${inner} has the mode ${mode.toString(8).padStart(3, '0')}`, (folder) =>
          chmodSync(path.join(folder, inner), mode),
        ),
      ),
    ),
  ]);
}
