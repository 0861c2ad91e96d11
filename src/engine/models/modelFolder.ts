import path from 'node:path';
import {
  GlassboxError,
  SERVED_METHODS,
  type Architecture,
  type MethodName,
  type ModelInfo,
} from '../../protocol/engine/index.js';
import { checkpointBytes, hasCheckpoint } from '../checkpoint/checkpoint.js';
import { checkpointModel } from '../families/checkpointGraphs.js';
import { isThere, namesIn } from '../files.js';
import type { GraphSource } from '../onnx/session.js';
import {
  headTasks,
  isMaskedLanguageModel,
  languagePairs,
  maxPositions,
  readConfig,
  taskPrefixes,
  type ModelConfig,
} from './config.js';
import { cardLanguages } from './modelCard.js';

/** The graphs of a model: files, or written from its weights. Which are there depends on the export. */
export interface GraphFiles {
  /** encoder-only model, or a decoder in one graph */
  model?: GraphSource;
  encoder?: GraphSource;
  /** first step, or both steps when merged under an `If` */
  decoder?: GraphSource;
  /** later steps, when the export has a graph of their own for them */
  decoderWithPast?: GraphSource;
}

export interface ModelFolder {
  info: ModelInfo;
  config: ModelConfig;
  graphs: GraphFiles;
  /** why no graph is made of its weights, while its tokenizer may serve */
  refusal?: GlassboxError;
}

/** Suffixes of the hub's weight forms; full precision first, since a folder's other forms derive from it. */
const WEIGHT_FORMS = ['', '_fp16', '_quantized', '_int8', '_uint8', '_q8', '_q4', '_q4f16', '_bnb4'];

function findGraphs(folder: string, names: ReadonlyMap<string, number | null>): Record<string, string> {
  const plain = new Set([...names].flatMap(([name, size]) => (size === null ? [] : [name])));
  const find = (...stems: string[]): string | undefined => {
    const wanted = WEIGHT_FORMS.flatMap((form) => stems.map((stem) => `${stem}${form}.onnx`));
    // What is no file counts where there is no other, so that loading it says what it is.
    const name = wanted.find((one) => plain.has(one)) ?? wanted.find((one) => names.has(one));
    return name === undefined ? undefined : path.join(folder, name);
  };
  const found: [keyof GraphFiles, string | undefined][] = [
    ['model', find('model')],
    ['encoder', find('encoder_model')],
    ['decoder', find('decoder_model_merged', 'decoder_model')],
    ['decoderWithPast', find('decoder_with_past_model')],
  ];
  return Object.fromEntries(found.flatMap(([role, file]) => (file === undefined ? [] : [[role, file]])));
}

function architectureOf(config: ModelConfig, graphs: GraphFiles): Architecture {
  if (config.is_encoder_decoder || graphs.encoder) return 'encoder-decoder';
  const names = config.architectures ?? [];
  if (graphs.decoder || names.some((name) => /CausalLM|LMHead/.test(name)) || /^gpt/.test(config.model_type)) {
    return 'decoder';
  }
  return 'encoder';
}

function tasksOf(architecture: Architecture, config: ModelConfig): MethodName[] {
  const hasHead = architecture !== 'encoder' || isMaskedLanguageModel(config);
  const made = architecture === 'encoder' ? headTasks(config) : [];
  return SERVED_METHODS.filter(
    ([, { architectures, needsHead, head }]) =>
      architectures.includes(architecture) && (hasHead || !needsHead) && (head === null || made.includes(head)),
  ).map(([method]) => method);
}

/** The methods that an embedded model serves where a call names none. */
function defaultsOf(id: string): MethodName[] {
  return SERVED_METHODS.filter(([, { defaultModel }]) => defaultModel === id).map(([method]) => method);
}

/** Of an export's files; external data lies beside its graph under the graph's name with something appended. */
function exportedBytes(graphs: Record<string, string>, files: ReadonlyMap<string, number | null>): number {
  const used = new Set(Object.values(graphs).map((file) => path.basename(file)));
  return [...files]
    .filter(
      ([name]) =>
        used.has(name) || [...used].some((graph) => name.startsWith(`${graph}_data`) || name === `${graph}.data`),
    )
    .reduce((sum, [, size]) => sum + (size ?? 0), 0);
}

/**
 * Reads what a folder holds, without loading it: an export in the hub's ONNX layout, or a model's own weights.
 * @throws GlassboxError `model-broken` when config.json is missing or unreadable
 */
export async function readModelFolder(
  folder: string,
  id: string,
  source: ModelInfo['source'],
): Promise<ModelFolder> {
  const config = await readConfig(folder);
  const onnxFolder = path.join(folder, 'onnx');
  const files = await namesIn(onnxFolder);
  const exported = findGraphs(onnxFolder, files);
  const fromWeights = Object.keys(exported).length === 0 && (await hasCheckpoint(folder));
  const own = fromWeights
    ? await checkpointModel(folder, config.model_type).catch(refusal)
    : await pickleRefusal(folder, exported);
  const checkpoint = own instanceof GlassboxError ? null : own;
  const graphs: GraphFiles = checkpoint?.graphs ?? exported;
  const bytes = fromWeights ? await checkpointBytes(folder) : exportedBytes(exported, files);
  const architecture = checkpoint?.architecture ?? architectureOf(config, graphs);
  const knownLanguages = await cardLanguages(folder);
  const transforms = architecture === 'encoder-decoder';
  const pairs = transforms ? languagePairs(config) : [];
  const prefixes = transforms ? taskPrefixes(config) : [];
  return {
    config,
    graphs,
    ...(own instanceof GlassboxError && { refusal: own }),
    info: {
      id,
      architecture,
      type: config.model_type,
      tasks: tasksOf(architecture, config),
      source,
      folder,
      bytes,
      maxLength: maxPositions(config, checkpoint?.maxLength ?? null),
      ...(pairs.length > 0 && { languages: pairs }),
      ...(knownLanguages && { knownLanguages }),
      ...(prefixes.length > 0 && { prefixes }),
      ...(transforms && config.glassbox_sentence_words && { sentenceWords: config.glassbox_sentence_words }),
      ...(typeof config.vocab_size === 'number' && { vocabularySize: config.vocab_size }),
      defaultFor: source === 'embedded' ? defaultsOf(id) : [],
    },
  };
}

/** A folder with nothing but weights that Python would run code to read. */
async function pickleRefusal(folder: string, exported: Record<string, string>): Promise<GlassboxError | null> {
  const file = path.join(folder, 'pytorch_model.bin');
  if (Object.keys(exported).length > 0 || !(await isThere(file))) return null;
  const message =
    `${file} can run code when it is read, so it is not read. Save it as safetensors, with the class that config.json names:\n` +
    `from transformers import AutoModel\nAutoModel.from_pretrained("${folder}").save_pretrained("${folder}")`;
  return new GlassboxError('model-broken', message, { details: { kind: 'file', file, problem: 'pickle' } });
}

/** What is wrong with a model's weights is told when they are needed. */
function refusal(error: unknown): GlassboxError {
  if (error instanceof GlassboxError) return error;
  throw error;
}

/** Whether a decoder's file holds both steps, by its own name: models are called merged, too. */
export const isMergedDecoder = (source: GraphSource): boolean =>
  typeof source === 'string' && path.basename(source).includes('merged');

/** The graph of this role. @throws GlassboxError `model-broken` naming the files that were looked for */
export function requireGraphFile(folder: ModelFolder, role: keyof GraphFiles, lookedFor: string): GraphSource {
  const file = folder.graphs[role];
  if (file) return file;
  if (folder.refusal) throw folder.refusal;
  throw new GlassboxError(
    'model-broken',
    `The model ${folder.info.id} has no ${lookedFor} in ${path.join(folder.info.folder, 'onnx')}. Install it again.`,
    { details: { kind: 'file', file: path.join(folder.info.folder, 'onnx'), problem: 'content' } },
  );
}
