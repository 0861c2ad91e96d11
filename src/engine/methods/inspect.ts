import path from 'node:path';
import {
  GlassboxError,
  type InspectValue,
  type ParameterCounts,
  type StoredPrecision,
  type StoredType,
} from '../../protocol/engine/index.js';
import { checkpointFiles, hasCheckpoint, readCheckpoint } from '../checkpoint/checkpoint.js';
import { familyConfig, type FamilyConfig } from '../families/familyConfig.js';
import { formulaOf } from '../families/formula.js';
import { jsonFile, MOST_CONFIG_BYTES, namesIn, type Json } from '../files.js';
import { graphTensors } from '../inspection/graphTensors.js';
import { countParts } from '../inspection/parts.js';
import { countTensors, precisionOf, storedTypes, type FoundTensor } from '../inspection/tensors.js';
import { exportPrecision, memoryOf } from '../models/modelMemory.js';
import type { ModelFolder } from '../models/modelFolder.js';
import type { Method } from './shared/methodContext.js';

/** What a model's files hold: their tensors, what these are stored in, and the files themselves. */
interface Stored {
  tensors: FoundTensor[];
  types: StoredType[];
  precision: StoredPrecision;
  files: InspectValue['files'];
}

/** What a model is: its parameters, counted in its files and by its configuration, its sizes, and what it takes. */
export const inspect: Method<'inspect'> = async (context, { model }) => {
  const folder = await context.findModel(model);
  const { info, config, refusal } = folder;
  const json = await readJson(info.folder);
  const found = familyOf(json, folder);
  const sizes = { ...json, ...(found?.config as Json | undefined) };
  const { tensors, types, precision, files } = await storedOf(folder);
  // Where nothing is said transformers ties them.
  const isTied = flagOf(sizes, 'tie_word_embeddings') ?? true;
  const { counts, hasOutputMatrix } = countTensors(tensors, info.architecture, isTied);
  const formula = found && formulaCounts(found, info.folder);
  const hasLogits = info.tasks.includes('score');
  const layers = sizeOf(sizes, 'encoder_layers', 'num_hidden_layers', 'n_layer', 'n_layers', 'num_layers');
  const decoderLayers = sizeOf(sizes, 'num_decoder_layers', 'decoder_layers');
  return {
    model: info.id,
    architecture: info.architecture,
    type: info.type,
    class: config.architectures?.[0] ?? null,
    parameters: { weights: counts, formula },
    hiddenSize: sizeOf(sizes, 'hidden_size', 'n_embd', 'd_model', 'dim'),
    layers,
    ...(decoderLayers !== null && decoderLayers !== layers && { decoderLayers }),
    heads: sizeOf(sizes, 'num_attention_heads', 'n_head', 'num_heads', 'n_heads', 'encoder_attention_heads'),
    vocabularySize: sizeOf(sizes, 'vocab_size'),
    maxLength: info.maxLength,
    tiedEmbeddings: hasLogits ? isTied && !hasOutputMatrix : null,
    form: folder.isCheckpoint || refusal ? 'safetensors' : 'onnx',
    stored: { precision, types },
    ...(info.precision && { serves: info.precision }),
    files,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    memory: await memoryOf(folder),
    tasks: info.tasks,
  };
};

async function readJson(folder: string): Promise<Json> {
  return (await (await jsonFile(path.join(folder, 'config.json'), MOST_CONFIG_BYTES))?.read()) ?? {};
}

/** What its family reads of a configuration; null where it has none, or reads another. */
function familyOf(json: Json, { info, config }: ModelFolder): FamilyConfig | null {
  try {
    return familyConfig(json, path.join(info.folder, 'config.json'), info.type, config.architectures ?? []);
  } catch (error) {
    if (error instanceof GlassboxError) return null;
    throw error;
  }
}

function formulaCounts(found: FamilyConfig, folder: string): ParameterCounts | null {
  try {
    const { weights } = formulaOf(found, path.join(folder, 'config.json'));
    return countParts(weights, found.family.architecture);
  } catch (error) {
    if (error instanceof GlassboxError) return null;
    throw error;
  }
}

/** @throws GlassboxError `model-broken` for files that are missing or damaged, and for a folder without any that are read */
async function storedOf(folder: ModelFolder): Promise<Stored> {
  const { graphs, info, refusal } = folder;
  const exported = Object.values(graphs).some((graph) => typeof graph === 'string');
  if (exported) return storedGraphs(folder);
  if (!(await hasCheckpoint(info.folder))) throw refusal ?? noWeights(folder);
  const files = await checkpointFiles(info.folder);
  const { tensors } = await readCheckpoint(info.folder);
  const types = storedTypes([...tensors.values()]);
  const named = await namesIn(info.folder);
  return {
    tensors: [...tensors.values()].map((tensor) => ({ ...tensor, count: elementsOf(tensor.shape) })),
    types,
    precision: precisionOf(types),
    files: files.map((name) => ({ path: name, bytes: named.get(name) ?? 0 })),
  };
}

function noWeights({ info: { id, folder }, found }: ModelFolder): GlassboxError {
  const wanted = 'model.onnx or model.safetensors';
  const message = `The model ${id} has no ${wanted} in ${folder}. Get the model again with its graph or its weights.`;
  const details = { kind: 'noGraph' as const, model: id, folder, wanted, found: found.slice(0, MOST_NAMED) };
  return new GlassboxError('model-broken', message, { details });
}

/** Files that a message names. */
const MOST_NAMED = 10;

const elementsOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** An export has a decoder's weights twice where it has a graph for later steps: the first one has them all. */
async function storedGraphs({ graphs, info, sizes }: ModelFolder): Promise<Stored> {
  const roles = [
    [graphs.model, null],
    [graphs.encoder, 'encoder'],
    [graphs.decoder ?? graphs.decoderWithPast, info.architecture === 'encoder-decoder' ? 'decoder' : null],
  ] as const;
  const used = roles.flatMap(([file, side]) => (typeof file === 'string' ? [{ file, side }] : []));
  const tensors = (await Promise.all(used.map(({ file, side }) => tensorsOf(file, side)))).flat();
  return {
    tensors,
    types: storedTypes(tensors),
    precision: exportPrecision(used.map(({ file }) => file)),
    files: [...sizes].map(([name, bytes]) => ({ path: name.split(path.sep).join('/'), bytes })),
  };
}

async function tensorsOf(file: string, side: 'encoder' | 'decoder' | null) {
  try {
    return await graphTensors(file, side);
  } catch (error) {
    if (error instanceof GlassboxError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new GlassboxError('model-broken', `${file} cannot be read: ${why} Install the model again.`, {
      cause: error,
      details: { kind: 'file', file, problem: 'content' },
    });
  }
}

const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** The first of some fields that is a number. */
const sizeOf = (config: Json, ...fields: string[]): number | null =>
  fields.map((field) => config[field]).find(isSize) ?? null;

function flagOf(config: Json, field: string): boolean | null {
  const value = config[field];
  return typeof value === 'boolean' ? value : null;
}
