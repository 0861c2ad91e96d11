import { familyOf, flagOf, formulaWeights, readJson, sizeOf } from '../inspection/configuration.js';
import { countParts } from '../inspection/parts.js';
import { storedOf } from '../inspection/storedTensors.js';
import { countTensors } from '../inspection/tensors.js';
import type { Json } from '../files.js';
import { memoryOf } from '../models/modelMemory.js';
import type { Method } from './shared/methodContext.js';

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
  const weights = found && formulaWeights(found, 'config.json');
  const formula = found && weights && countParts(weights, found.family.architecture);
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
