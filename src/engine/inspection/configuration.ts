import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { familyConfig, type FamilyConfig } from '../families/familyConfig.js';
import { formulaOf } from '../families/formula.js';
import { jsonFile, MOST_CONFIG_BYTES, type Json } from '../files.js';
import type { ModelFolder } from '../models/modelFolder.js';

/** What config.json of a folder holds. @throws GlassboxError `model-broken` */
export async function readJson(folder: string): Promise<Json> {
  return (await (await jsonFile(path.join(folder, 'config.json'), MOST_CONFIG_BYTES))?.read()) ?? {};
}

/** What its family reads of a configuration; null where it has none, or reads another. */
export function familyOf(json: Json, { info, config }: ModelFolder): FamilyConfig | null {
  try {
    return familyConfig(json, path.join(info.folder, 'config.json'), info.type, config.architectures ?? []);
  } catch (error) {
    if (error instanceof GlassboxError) return null;
    throw error;
  }
}

/** How many numbers each weight has by a configuration, which messages call `file`; null where its sizes come to no graph. */
export function formulaWeights(found: FamilyConfig, file: string): ReadonlyMap<string, number> | null {
  try {
    return formulaOf(found, file).weights;
  } catch (error) {
    if (error instanceof GlassboxError) return null;
    throw error;
  }
}

const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** The first of some fields that is a number. */
export const sizeOf = (config: Json, ...fields: string[]): number | null =>
  fields.map((field) => config[field]).find(isSize) ?? null;

/** A field that is true or false. */
export function flagOf(config: Json, field: string): boolean | null {
  const value = config[field];
  return typeof value === 'boolean' ? value : null;
}
