import path from 'node:path';
import {
  GlassboxError,
  SERVED_METHODS,
  type Architecture,
  type MethodName,
  type ModelInfo,
} from '../../protocol/engine/index.js';
import { namesIn } from '../files.js';
import { cardLanguages } from './modelCard.js';
import { languagePairs, maxPositions, isMaskedLanguageModel, readConfig, taskPrefixes, type ModelConfig } from './config.js';

/** The graphs of a model, as paths. Which are there depends on the export. */
export interface GraphFiles {
  /** encoder-only model, or a decoder in one graph */
  model?: string;
  encoder?: string;
  /** first step, or both steps when merged under an `If` */
  decoder?: string;
  /** later steps, when the export has a graph of their own for them */
  decoderWithPast?: string;
}

export interface ModelFolder {
  info: ModelInfo;
  config: ModelConfig;
  graphs: GraphFiles;
}

/** Suffixes of the hub's weight forms; full precision first, since a folder's other forms derive from it. */
const WEIGHT_FORMS = ['', '_fp16', '_quantized', '_int8', '_uint8', '_q8', '_q4', '_q4f16', '_bnb4'];

function findGraphs(folder: string, names: ReadonlyMap<string, number | null>): GraphFiles {
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
  return Object.fromEntries(found.filter(([, file]) => file !== undefined));
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
  return SERVED_METHODS.filter(
    ([, { architectures, needsHead }]) => architectures.includes(architecture) && (hasHead || !needsHead),
  ).map(([method]) => method);
}

/** The methods that an embedded model serves where a call names none. */
function defaultsOf(id: string): MethodName[] {
  return SERVED_METHODS.filter(([, { defaultModel }]) => defaultModel === id).map(([method]) => method);
}

/**
 * Reads what a folder in the hub's ONNX layout holds, without loading it.
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
  const graphs = findGraphs(onnxFolder, files);
  const used = new Set(Object.values(graphs).map((file: string) => path.basename(file)));
  // External data lies beside its graph under the graph's name with something appended.
  const bytes = [...files]
    .filter(([name]) => used.has(name) || [...used].some((graph) => name.startsWith(`${graph}_data`) || name === `${graph}.data`))
    .reduce((sum, [, size]) => sum + (size ?? 0), 0);
  const architecture = architectureOf(config, graphs);
  const knownLanguages = await cardLanguages(folder);
  const transforms = architecture === 'encoder-decoder';
  const pairs = transforms ? languagePairs(config) : [];
  const prefixes = transforms ? taskPrefixes(config) : [];
  return {
    config,
    graphs,
    info: {
      id,
      architecture,
      type: config.model_type,
      tasks: tasksOf(architecture, config),
      source,
      folder,
      bytes,
      maxLength: maxPositions(config),
      ...(pairs.length > 0 && { languages: pairs }),
      ...(knownLanguages && { knownLanguages }),
      ...(prefixes.length > 0 && { prefixes }),
      ...(typeof config.vocab_size === 'number' && { vocabularySize: config.vocab_size }),
      defaultFor: source === 'embedded' ? defaultsOf(id) : [],
    },
  };
}

/** Whether a decoder's file holds both steps, by its own name: models are called merged, too. */
export const isMergedDecoder = (file: string): boolean => path.basename(file).includes('merged');

/** The graph of this role. @throws GlassboxError `model-broken` naming the files that were looked for */
export function requireGraphFile(folder: ModelFolder, role: keyof GraphFiles, lookedFor: string): string {
  const file = folder.graphs[role];
  if (file) return file;
  throw new GlassboxError(
    'model-broken',
    `The model ${folder.info.id} has no ${lookedFor} in ${path.join(folder.info.folder, 'onnx')}. Install it again.`,
    { details: { kind: 'file', file: path.join(folder.info.folder, 'onnx'), problem: 'content' } },
  );
}
