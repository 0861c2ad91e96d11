import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');
const cache = path.join(root, 'bench/.cache');

export const places = {
  models: path.join(cache, 'models'),
  python: path.join(cache, 'venv/bin/python'),
  llama: path.join(cache, 'llama/node_modules/node-llama-cpp/dist/index.js'),
};

/** Its binaries are npm packages of their own; no script of it runs. */
const LLAMA = 'node-llama-cpp@3.22.1';

const run = (command: string, args: string[], cwd = root) => execFileSync(command, args, { cwd, stdio: 'inherit' });

/** Puts the rivals and the models into bench/.cache where they are missing: some minutes and 3 GB at the first time. */
export function setUp(): void {
  const models = path.join(root, 'bench/models');
  if (!existsSync(path.join(places.models, 'made.json'))) {
    run('python3', ['-m', 'venv', path.join(cache, 'venv')]);
    run(places.python, ['-m', 'pip', 'install', '--quiet', '--requirement', path.join(models, 'requirements.txt')]);
    run(places.python, [path.join(models, 'make.py'), places.models]);
  }
  if (!existsSync(places.llama)) {
    const folder = path.join(cache, 'llama');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', LLAMA], folder);
  }
}
