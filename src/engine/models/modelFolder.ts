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
import type { Head } from '../families/family.js';
import { isThere } from '../files.js';
import type { GraphSource } from '../onnx/session.js';
import {
  headTasks,
  isCrossEncoder,
  isMaskedLanguageModel,
  languagePairs,
  maxPositions,
  maySummarize,
  readConfig,
  taskPrefixes,
  type ModelConfig,
} from './config.js';
import { findGraphs, WEIGHT_FORMS } from './graphFiles.js';
import { headModel } from './headGraph.js';
import { cardFacts } from './modelCard.js';
import { predictsTokens } from './unnamedHead.js';

/** The graphs of a model: files, or written from its weights. Which are there depends on the export. */
export interface GraphFiles {
  /** encoder-only model, or a decoder in one graph */
  model?: GraphSource;
  encoder?: GraphSource;
  /** first step, or both steps when merged under an `If` */
  decoder?: GraphSource;
  /** later steps, when the export has a graph of their own for them */
  decoderWithPast?: GraphSource;
  /** written from weights: a step with buffers, and what makes keys and values of an encoder's states */
  step?: GraphSource;
  source?: GraphSource;
}

export interface ModelFolder {
  info: ModelInfo;
  config: ModelConfig;
  graphs: GraphFiles;
  /** the folder of the model that it is a head of, whose tokenizer it has */
  base?: string;
  /** whether its graphs are written from its own weights */
  isCheckpoint: boolean;
  /** why no graph is made of its weights, while its tokenizer may serve */
  refusal?: GlassboxError;
  /** the ONNX files that there are, from the folder */
  found: readonly string[];
  /** those that serve and the weights beside them, from the folder, with their bytes */
  sizes: ReadonlyMap<string, number>;
  /** what it ends in, where it runs from its own weights */
  head: Head | null;
  /** the folder of its weights in 8 bit, where they serve */
  weights: string | null;
  /** where its weights in 8 bit are to be put */
  wanted: string | null;
}

/** What a model is, where its family is not known. */
export function architectureOf(config: ModelConfig, graphs: GraphFiles): Architecture {
  if (config.is_encoder_decoder || graphs.encoder) return 'encoder-decoder';
  const names = config.architectures ?? [];
  if (graphs.decoder || names.some((name) => /CausalLM|LMHead/.test(name)) || /^gpt/.test(config.model_type)) {
    return 'decoder';
  }
  return 'encoder';
}

/** What a decoder that classifies serves: behind the choice of its last token nothing is found of its states. */
const OF_CLASSIFIER: readonly MethodName[] = ['tokens', 'classify', 'train'];
/** And a head on another model's vectors, which has no weights of its own to learn. */
const OF_HEAD: readonly MethodName[] = ['tokens', 'classify'];

/** The methods that a model serves by its class. */
export function tasksOf(architecture: Architecture, config: ModelConfig): MethodName[] {
  if (config.glassbox_head_of) return [...OF_HEAD];
  const made = architecture === 'encoder-decoder' ? [] : headTasks(config);
  if (architecture === 'decoder' && made.includes('classify')) return [...OF_CLASSIFIER];
  const hasHead = architecture !== 'encoder' || isMaskedLanguageModel(config);
  return SERVED_METHODS.filter(
    ([, { architectures, needsHead, head }]) =>
      architectures.includes(architecture) && (hasHead || !needsHead) && (head === null || made.includes(head)),
  )
    .map(([method]) => method)
    .filter((method) => method !== 'summarize' || maySummarize(config));
}

/** The configuration, of an encoder that names no class with that of masked language models where it is one. */
async function withClass(
  config: ModelConfig,
  folder: string,
  { model }: GraphFiles,
  fromWeights: boolean,
): Promise<ModelConfig> {
  const isNamed = (config.architectures ?? []).length > 0 || architectureOf(config, {}) !== 'encoder';
  const graph = typeof model === 'string' ? model : null;
  if (isNamed || (graph === null && !fromWeights)) return config;
  return (await predictsTokens(folder, graph, config)) ? { ...config, architectures: ['ForMaskedLM'] } : config;
}

/** The methods that an embedded model serves where a call names none. */
function defaultsOf(id: string): MethodName[] {
  return SERVED_METHODS.filter(([, { defaultModel }]) => defaultModel === id).map(([method]) => method);
}

/**
 * Reads what a folder holds, without loading it: an export in the hub's ONNX layout, or a model's own weights.
 * @throws GlassboxError `model-broken` when config.json is missing or unreadable
 */
export async function readModelFolder({
  folder,
  id,
  source,
  place,
  hubId,
}: Pick<ModelInfo, 'folder' | 'id' | 'source' | 'place' | 'hubId'>): Promise<ModelFolder> {
  const named = await readConfig(folder);
  const { exported, sizes, exportedBytes, found, base } = await exportOf(folder, named);
  const fromWeights = Object.keys(exported).length === 0 && (await hasCheckpoint(folder));
  const config = await withClass(named, folder, exported, fromWeights);
  const written = fromWeights
    ? await checkpointModel(folder, config.model_type, config.architectures ?? []).catch(refusal)
    : await pickleRefusal(folder, exported);
  const checkpoint = written instanceof GlassboxError ? null : written;
  const graphs: GraphFiles = checkpoint?.graphs ?? exported;
  const bytes = fromWeights ? await checkpointBytes(folder) : exportedBytes;
  const architecture = checkpoint?.architecture ?? architectureOf(config, graphs);
  const { languages: knownLanguages, licence } = await cardFacts(folder);
  return {
    config,
    graphs,
    found,
    sizes,
    isCheckpoint: checkpoint !== null,
    head: checkpoint && checkpoint.head,
    weights: null,
    wanted: null,
    ...(written instanceof GlassboxError && { refusal: written }),
    ...base,
    info: {
      id,
      architecture,
      type: config.model_type,
      tasks: tasksOf(architecture, config),
      source,
      ...(place !== undefined && { place }),
      ...(hubId !== undefined && { hubId }),
      folder,
      bytes,
      maxLength: maxPositions(config, checkpoint?.maxLength ?? null),
      ...(knownLanguages && { knownLanguages }),
      ...(licence !== undefined && { licence }),
      ...(architecture === 'encoder-decoder' && ofTransformer(config)),
      ...(architecture === 'encoder' && ofEncoder(config)),
      ...(typeof config.vocab_size === 'number' && { vocabularySize: config.vocab_size }),
      defaultFor: source === 'embedded' ? defaultsOf(id) : [],
    },
  };
}

/** The graphs of a folder, or those that its head stands behind. */
async function exportOf(folder: string, { glassbox_head_of: of }: ModelConfig) {
  const { files, names: found, ...own } = await findGraphs(folder);
  if (!of) return { exported: files as GraphFiles, sizes: own.sizes, exportedBytes: own.bytes, found, base: {} };
  const { graph, base, sizes, bytes } = await headModel(folder, of);
  return { exported: { model: graph } as GraphFiles, sizes, exportedBytes: bytes, found, base: { base } };
}

/** What a config says of an encoder. */
const ofEncoder = (config: ModelConfig): Pick<ModelInfo, 'causalMaskValue' | 'crossEncoder'> => ({
  ...(config.glassbox_causal_mask_value && { causalMaskValue: config.glassbox_causal_mask_value }),
  ...(isCrossEncoder(config) && { crossEncoder: true }),
});

/** What a config says of a model that makes texts of texts. */
function ofTransformer(config: ModelConfig): Pick<ModelInfo, 'languages' | 'prefixes' | 'sentenceWords'> {
  const languages = languagePairs(config);
  const prefixes = taskPrefixes(config);
  const sentenceWords = config.glassbox_sentence_words;
  return {
    ...(languages.length > 0 && { languages }),
    ...(prefixes.length > 0 && { prefixes }),
    ...(sentenceWords && { sentenceWords }),
  };
}

/** A folder with nothing but weights that Python would run code to read. */
async function pickleRefusal(folder: string, exported: GraphFiles): Promise<GlassboxError | null> {
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

/**
 * The graph of this role.
 * @param lookedFor names of files, for the message
 * @throws GlassboxError `model-broken` naming the files that were looked for and those that there are
 */
export function requireGraphFile(folder: ModelFolder, role: keyof GraphFiles, lookedFor: string): GraphSource {
  const file = folder.graphs[role];
  if (file) return file;
  if (folder.refusal) throw folder.refusal;
  const { info, found } = folder;
  const forms = WEIGHT_FORMS.filter((form) => form !== '').join(', ');
  const message =
    `The model ${info.id} has no ${lookedFor}, neither in ${path.join(info.folder, 'onnx')} nor in ${info.folder}, and no model.safetensors. ` +
    (found.length > 0
      ? `There is ${listed(found)}: give a file one of these names, which may end in ${forms}.`
      : 'Get the model again with its graph or its weights.');
  throw new GlassboxError('model-broken', message, {
    details: { kind: 'noGraph', model: info.id, folder: info.folder, wanted: lookedFor, found: found.slice(0, MOST_LISTED) },
  });
}

/** Names of a message. */
const MOST_LISTED = 10;

const listed = (names: readonly string[]) =>
  names.length <= MOST_LISTED ? names.join(', ') : `${names.slice(0, MOST_LISTED).join(', ')} and more`;
