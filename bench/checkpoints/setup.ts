import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { places, root } from '../decoding/setup.js';

export const made = path.join(root, 'bench/.cache/checkpoints');

export type Kind = 'encoder' | 'decoder' | 'encoder-decoder';

/** The models, by their folders' names, and how many tokens their texts may have for measuring. */
export const MODELS = [
  { name: 'bert', kind: 'encoder', long: 400 },
  { name: 'roberta', kind: 'encoder', long: 400 },
  { name: 'gpt2', kind: 'decoder', long: 900 },
  { name: 'smollm', kind: 'decoder', long: 900 },
  { name: 't5', kind: 'encoder-decoder', long: 400 },
  { name: 'bart', kind: 'encoder-decoder', long: 400 },
  { name: 'opus', kind: 'encoder-decoder', long: 400 },
] as const satisfies readonly { name: string; kind: Kind; long: number }[];

/** Those in half precision, whose graphs cast their weights. */
export const HALF = ['bert-f16', 'bert-bf16', 'gpt2-f16', 'gpt2-bf16', 'smollm-f16', 'smollm-bf16'];

export const folderOf = (name: string): string => path.join(made, name);

/** Makes the models where they are missing: some minutes and 7 GB at the first time. */
export function setUpModels(): void {
  if (existsSync(path.join(folderOf('opus'), 'logits.f32'))) return;
  const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });
  const models = path.join(root, 'bench/models');
  if (!existsSync(places.python)) {
    run('python3', ['-m', 'venv', path.resolve(places.python, '../..')]);
    run(places.python, ['-m', 'pip', 'install', '--quiet', '--requirement', path.join(models, 'requirements.txt')]);
  }
  run(places.python, [path.join(models, 'checkpoints.py'), made]);
}
