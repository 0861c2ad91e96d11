import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { NoRuleError } from '../../training/rules/rule.js';
import { familyConfig, type FamilyConfig } from '../families/familyConfig.js';
import { jsonFile, MOST_CONFIG_BYTES, type Json } from '../files.js';
import type { Model } from '../models/model.js';

/** The family that writes a model's graph, by its config.json. @throws GlassboxError `wrong-architecture`, `model-broken` */
export async function familyOfModel({ folder: { info, config } }: Model): Promise<FamilyConfig> {
  const file = path.join(info.folder, 'config.json');
  const json: Json = (await (await jsonFile(file, MOST_CONFIG_BYTES))?.read()) ?? {};
  return familyConfig(json, file, config.model_type, config.architectures ?? []);
}

/** @throws GlassboxError `out-of-memory` where gradients take more bytes than models may have */
export function requireGradientMemory({ info: { id } }: Model, needed: number, limit: number): void {
  if (needed <= limit) return;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
  throw new GlassboxError(
    'out-of-memory',
    `The gradients of ${id} take ${megabytes(needed)} of memory, and models may have ${megabytes(limit)}. Take a smaller model, or a shorter text.`,
    { details: { kind: 'memory', model: id, needed, limit, setting: 'glassbox.models.memoryLimit' } },
  );
}

export function noGradients(id: string, why: string, cause?: unknown): GlassboxError {
  const message = `There are no gradients of ${id}: ${why}. Take a model of a family that Glassbox knows, with its own model.safetensors.`;
  return new GlassboxError('wrong-architecture', message, { cause, details: { kind: 'noGradients', model: id } });
}

/** What is told of training is told of gradients; of a checkpoint's files what is wrong with them. */
export function refusalOf({ info: { id }, folder }: Model, error: unknown): unknown {
  if (error instanceof NoRuleError) return noGradients(id, `there is no derivative of ${error.op} here`, error);
  if (!(error instanceof GlassboxError)) return error;
  const { details } = error;
  if (details?.kind === 'training')
    return noGradients(id, 'its files do not tell which of its weights are which', error);
  // Families and classes that no graph is written of.
  if (!folder.isCheckpoint && error.code === 'wrong-architecture' && details?.kind === 'file')
    return noGradients(id, 'its graph is not one that Glassbox writes itself', error);
  return error;
}
