import path from 'node:path';
import { GlassboxError, type StoredPrecision } from '../../protocol/engine/index.js';
import { readCheckpoint } from '../checkpoint/checkpoint.js';
import { familyConfig } from '../families/familyConfig.js';
import { formulaOf } from '../families/formula.js';
import { jsonFile, MOST_CONFIG_BYTES, type Json } from '../files.js';
import { precisionOf, storedTypes } from '../inspection/tensors.js';
import { graphName } from '../onnx/session.js';
import { memoryNeed, type TableUse } from './memoryNeed.js';
import type { ModelFolder } from './modelFolder.js';

/** By the suffixes of exports' files; what is named otherwise is in 32 bit. */
const SUFFIXES: readonly (readonly [RegExp, StoredPrecision])[] = [
  [/_q4f16\.onnx$/, 'q4f16'],
  [/_(?:q4|bnb4)\.onnx$/, 'q4'],
  [/_fp16\.onnx$/, 'fp16'],
  [/_(?:quantized|int8|uint8|q8)\.onnx$/, 'int8'],
];

/** What an export's numbers are stored in, by the name of its first file. */
export function exportPrecision(files: Iterable<string>): StoredPrecision {
  const [first = ''] = files;
  return SUFFIXES.find(([suffix]) => suffix.test(first))?.[1] ?? 'fp32';
}

/**
 * Bytes of memory that a model takes when it serves, see `memoryNeed`.
 * @returns 0 for one that cannot be read: that is told when it is loaded
 */
export async function memoryOf(model: ModelFolder): Promise<number> {
  const { info, isCheckpoint, graphs, weights } = model;
  const { bytes, architecture } = info;
  try {
    if (!isCheckpoint) {
      const files = Object.values(graphs).map(graphName);
      return memoryNeed({ form: 'onnx', bytes, architecture, precision: exportPrecision(files), tables: null });
    }
    const stored = weights === null ? await checkpointPrecision(info.folder) : 'int8';
    return memoryNeed({ form: 'safetensors', bytes, architecture, precision: stored, tables: await tablesOf(model) });
  } catch (error) {
    if (error instanceof GlassboxError) return 0;
    throw error;
  }
}

const checkpointPrecision = async (folder: string): Promise<StoredPrecision> =>
  precisionOf(storedTypes([...(await readCheckpoint(folder)).tensors.values()]));

async function tablesOf({ info, config }: ModelFolder): Promise<TableUse> {
  const file = path.join(info.folder, 'config.json');
  const json: Json = (await (await jsonFile(file, MOST_CONFIG_BYTES))?.read()) ?? {};
  return formulaOf(familyConfig(json, file, config.model_type, config.architectures ?? []), file).tables;
}
