import { readFileSync } from 'node:fs';
import path from 'node:path';
import { familyConfig } from '../../../src/engine/families/familyConfig.js';
import type { Json } from '../../../src/engine/files.js';
import { checkpointWeights } from '../../../src/engine/training/modelWeights.js';
import { trainableModel } from '../../../src/engine/training/trainableModel.js';
import { Random } from '../../../src/decoding/sampling/random.js';
import { golden } from '../compare.js';

/** What PyTorch makes of a tiny model in training; `make.py` writes it. */
export interface TrainingCase {
  model: string;
  /** its class in transformers */
  class: string;
  /** of a head that is not in the checkpoint: what config.json would say, and its weights */
  config?: Json;
  weights?: Record<string, { shape: number[]; values: number[] }>;
  rows: number[][];
  /** of each row, or of each token of each padded row in turn */
  labels: number[];
  /** by weight */
  gradients: Record<string, { norm: number; largest: [at: number, value: number][] }>;
  /** of each step */
  losses: number[];
  norms: number[];
}

export interface TrainingReference {
  settings: { steps: number; warmup: number; rates: { head: number; other: number }; decay: number; clip: number };
  cases: TrainingCase[];
}

export const trainingReference = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'training.json'), 'utf8'),
) as TrainingReference;

/** The model of a case, its weights in the graph of its class. */
export async function modelOfCase({ model, class: name, config: told = {}, weights = {} }: TrainingCase) {
  const folder = golden(`families/models/${model}`);
  const file = path.join(folder, 'config.json');
  const config = { ...(JSON.parse(readFileSync(file, 'utf8')) as Json), ...told };
  const family = familyConfig(config, file, String(config['model_type']), [name]);
  const stored = await checkpointWeights(folder);
  for (const [own, { shape, values }] of Object.entries(weights)) {
    stored.set(own, { shape, values: Float32Array.from(values) });
  }
  return trainableModel(family, stored, model, new Random(0));
}
