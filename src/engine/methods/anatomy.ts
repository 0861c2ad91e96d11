import { GlassboxError, type AnatomyValue, type ModelSide, type SideAnatomy } from '../../protocol/engine/index.js';
import { familyConfig, positionsOf } from '../families/familyConfig.js';
import type { Json } from '../files.js';
import { familyOf, flagOf, formulaWeights, readJson, sizeOf } from '../inspection/configuration.js';
import { normPlaces } from '../inspection/normPlaces.js';
import { hiddenSizeOf, sideAnatomies } from '../inspection/sideAnatomy.js';
import { storedOf } from '../inspection/storedTensors.js';
import { countTensors } from '../inspection/tensors.js';
import { countWeightParts } from '../inspection/weightParts.js';
import { configOf, maxPositions } from '../models/config.js';
import { memoryOf } from '../models/modelMemory.js';
import type { Method, MethodContext } from './shared/methodContext.js';

/** What a configuration is called in messages: there may be no file. */
const FILE = 'config.json';
const DEFAULT_MODEL = 'bert-mini';

/**
 * How a model is built: its layers and their sizes, where its norms stand, and its parameters by what they are for, counted
 * in its files and by its configuration. Of a configuration alone, as of a published model, what that says.
 * @throws GlassboxError `bad-request` for both at once; `wrong-architecture` and `model-broken` for a configuration that no
 * family reads; `unknown-model`
 */
export const anatomy: Method<'anatomy'> = (context, { model, config }) => {
  if (config === undefined) return ofModel(context, model ?? DEFAULT_MODEL);
  if (model === undefined) return Promise.resolve(ofConfig(config));
  throw new GlassboxError('bad-request', 'anatomy: give a model or a config, not both.', {
    details: { kind: 'parameter', name: 'config' },
  });
};

async function ofModel(context: MethodContext, reference: string): Promise<AnatomyValue> {
  const folder = await context.findModel(reference);
  const { info, config } = folder;
  const { architecture } = info;
  const json = await readJson(info.folder);
  const found = familyOf(json, folder);
  const sizes = { ...json, ...(found?.config as Json | undefined) };
  const { tensors, files } = await storedOf(folder);
  // Where nothing is said transformers ties them.
  const isTied = flagOf(sizes, 'tie_word_embeddings') ?? true;
  const { weights, hasOutputMatrix } = countTensors(tensors, architecture, isTied);
  const formula = found && formulaWeights(found, FILE);
  const parameters = countWeightParts(weights, formula, architecture);
  return {
    model: info.id,
    architecture,
    type: info.type,
    class: config.architectures?.[0] ?? null,
    hiddenSize: hiddenSizeOf(sizes),
    vocabularySize: sizeOf(sizes, 'vocab_size'),
    maxLength: info.maxLength,
    tiedEmbeddings: info.tasks.includes('score') ? isTied && !hasOutputMatrix : null,
    sides: sideAnatomies(architecture, sizes, parameters, await normPlaces(folder)),
    parameters,
    total: { counted: sum(weights), formula: formula && sum(formula) },
    bytes: files.reduce((total, file) => total + file.bytes, 0),
    memory: await memoryOf(folder),
  };
}

function ofConfig(json: Json): AnatomyValue {
  const config = configOf(json, FILE);
  const found = familyConfig(json, FILE, config.model_type, config.architectures ?? []);
  const { architecture } = found.family;
  const sizes = { ...json, ...(found.config as Json) };
  const formula = formulaWeights(found, FILE);
  const parameters = countWeightParts(null, formula, architecture);
  return {
    model: null,
    architecture,
    type: config.model_type,
    class: config.architectures?.[0] ?? null,
    hiddenSize: hiddenSizeOf(sizes),
    vocabularySize: sizeOf(sizes, 'vocab_size'),
    maxLength: maxPositions(config, positionsOf(found)),
    tiedEmbeddings: null,
    sides: sideAnatomies(architecture, sizes, parameters, new Map<ModelSide, SideAnatomy['norms']>()),
    parameters,
    total: { counted: null, formula: formula && sum(formula) },
    bytes: null,
    memory: null,
  };
}

const sum = (weights: ReadonlyMap<string, number>): number =>
  [...weights.values()].reduce((total, count) => total + count, 0);
