import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError, type LanguagePair } from '../../protocol/index.js';

const positive = v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))));
const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What we read of a hub folder's config.json; the rest is left alone. */
const configSchema = v.looseObject({
  model_type: v.string(),
  architectures: v.optional(v.nullable(v.array(v.string()))),
  is_encoder_decoder: v.optional(v.nullable(v.boolean())),
  vocab_size: positive,
  max_position_embeddings: positive,
  n_positions: positive,
  n_ctx: positive,
  eos_token_id: v.optional(v.nullable(v.union([tokenId, v.array(tokenId)]))),
  decoder_start_token_id: v.optional(v.nullable(tokenId)),
  pad_token_id: v.optional(v.nullable(v.number())),
  task_specific_params: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
});

const tokenizerConfigSchema = v.looseObject({ model_max_length: v.optional(v.nullable(v.number())) });

export type ModelConfig = v.InferOutput<typeof configSchema> & {
  /** tokens the tokenizer's config allows; null when it says nothing */
  tokenizerMaxLength: number | null;
};

async function readJson<S extends v.GenericSchema>(file: string, schema: S): Promise<v.InferOutput<S> | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return null;
  }
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GlassboxError('model-broken', `${file} cannot be used: ${why}. Install the model again.`);
  }
}

/**
 * Reads config.json and, where there is one, tokenizer_config.json.
 * @throws GlassboxError `model-broken`
 */
export async function readConfig(folder: string): Promise<ModelConfig> {
  const config = await readJson(path.join(folder, 'config.json'), configSchema);
  if (!config) {
    throw new GlassboxError('model-broken', `${folder} has no config.json. Install the model again.`);
  }
  const tokenizer = await readJson(path.join(folder, 'tokenizer_config.json'), tokenizerConfigSchema);
  const length = tokenizer?.model_max_length ?? null;
  // transformers writes 1e30 where a tokenizer has no limit.
  return { ...config, tokenizerMaxLength: length !== null && length < 1e9 ? length : null };
}

/** End-of-sequence ids, empty when the config names none. */
export function eosIds(config: ModelConfig): number[] {
  return [config.eos_token_id ?? []].flat();
}

/** Positions in tokens, the smaller of the model's and the tokenizer's word; null when neither says. */
export function maxLength(config: ModelConfig): number | null {
  const model = config.n_positions ?? config.max_position_embeddings ?? config.n_ctx ?? null;
  const known = [model, config.tokenizerMaxLength].filter((n) => n !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

const PREFIX = /^translate (\p{L}+) to (\p{L}+): $/u;

/** The words that tell an encoder-decoder its task, as its config names them (`translate English to German: `). */
export function taskPrefixes(config: ModelConfig): string[] {
  return Object.values(config.task_specific_params ?? {}).flatMap((task) => {
    const prefix = (task as { prefix?: unknown } | null)?.prefix;
    return typeof prefix === 'string' && prefix.trim() !== '' ? [prefix] : [];
  });
}

/** The translations that a T5 config's `task_specific_params` name by their prefixes; empty when it names none. */
export function languagePairs(config: ModelConfig): LanguagePair[] {
  return taskPrefixes(config).flatMap((prefix) => {
    const match = PREFIX.exec(prefix);
    return match?.[1] && match[2] ? [{ from: match[1], to: match[2] }] : [];
  });
}

/** Whether an encoder's logits are of the vocabulary, at each position. */
export const predictsTokens = (config: ModelConfig): boolean =>
  config.architectures?.some((name) => name.endsWith('ForMaskedLM')) ?? false;
