import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { places, root } from '../decoding/setup.js';

const made = path.join(root, 'bench/.cache/attention');

/** Folders of models in the hub's layout. */
export const looked = {
  bert: path.join(made, 'bert-fp32'),
  bertDynamic: path.join(made, 'bert-dynamic'),
  gpt2: path.join(made, 'gpt2-fp32'),
};

/** Makes the models where they are missing: some minutes and 1.2 GB at the first time. */
export function setUpModels(): void {
  if (existsSync(path.join(made, 'made.json'))) return;
  const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });
  const models = path.join(root, 'bench/models');
  if (!existsSync(places.python)) {
    run('python3', ['-m', 'venv', path.resolve(places.python, '../..')]);
    run(places.python, ['-m', 'pip', 'install', '--quiet', '--requirement', path.join(models, 'requirements.txt')]);
  }
  run(places.python, [path.join(models, 'attention.py'), made]);
}
