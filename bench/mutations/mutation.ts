import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const KINDS = [
  'config',
  'tokenizer',
  'text of a file',
  'graph cut off',
  'graph with flipped bytes',
  'graph edited',
  'graph padded',
  'weights',
  'external data',
  'endless loop',
  'links and devices',
  'permissions',
  'checkpoint header',
  'checkpoint file',
  'checkpoint weights',
  'checkpoint config',
  'checkpoint shards',
  'checkpoint vocabulary',
] as const;
export type Kind = (typeof KINDS)[number];

/** A folder of a model with something wrong in it, made from a sound one. */
export interface Mutation {
  kind: Kind;
  /** what is wrong, in which file of which model */
  name: string;
  /** the sound model, relative to the root of the project */
  model: string;
  /** changes a copy of the sound model */
  change: (folder: string) => void;
  /** whether the model must work all the same */
  sound?: boolean;
  /** what a refusal must name: the file, the field; one of the methods must be refused */
  refusal?: readonly string[];
}

const TINY = 'test/golden/models';

/** A model of each kind, in single precision and quantised. */
export const TINY_MODELS = [
  'tiny-bert',
  'tiny-gpt2',
  'tiny-t5',
  'tiny-bert-int8',
  'tiny-gpt2-int8',
  'tiny-t5-int8',
].map((name) => `${TINY}/${name}`);
export const [BERT, GPT2, T5] = TINY_MODELS as [string, string, string];
export const EMBEDDED_MODELS = ['models/bert-mini', 'models/gpt2-mini', 'models/t5-mini'];

const GRAPHS: Record<string, readonly string[]> = {
  [BERT]: ['model.onnx'],
  [GPT2]: ['model.onnx'],
  [T5]: ['encoder_model.onnx', 'decoder_model_merged.onnx'],
  [`${TINY}/tiny-bert-int8`]: ['model_quantized.onnx'],
  [`${TINY}/tiny-gpt2-int8`]: ['model_quantized.onnx'],
  [`${TINY}/tiny-t5-int8`]: ['encoder_model_quantized.onnx', 'decoder_model_merged_quantized.onnx'],
  'models/bert-mini': ['model_quantized.onnx'],
  'models/gpt2-mini': ['model_quantized.onnx'],
  'models/t5-mini': ['encoder_model_quantized.onnx', 'decoder_model_merged_quantized.onnx'],
};

/** The graphs of a model, relative to its folder. */
export const graphsOf = (model: string): string[] => (GRAPHS[model] ?? []).map((name) => `onnx/${name}`);

/** Each model with each of its graphs. */
export const withGraphs = (models: readonly string[]): [model: string, graph: string][] =>
  models.flatMap((model) => graphsOf(model).map((graph): [string, string] => [model, graph]));

export function mutation(
  kind: Kind,
  model: string,
  name: string,
  change: (folder: string) => void,
  sound = false,
): Mutation {
  return { kind, model, name: `${path.basename(model)}: ${name}`, change, ...(sound && { sound }) };
}

/** Changes the bytes of a file in a folder. The copy is a file of its own afterwards. */
export function edit(folder: string, file: string, change: (bytes: Buffer) => Uint8Array | string): void {
  const place = path.join(folder, file);
  const changed = change(readFileSync(place));
  rmSync(place);
  writeFileSync(place, changed);
}

export type Json = Record<string, unknown>;

export const editJson = (folder: string, file: string, change: (value: Json) => unknown) =>
  edit(folder, file, (bytes) => JSON.stringify(change(JSON.parse(bytes.toString()) as Json)));

/** A value as it may stand in a name. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'left out';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};
