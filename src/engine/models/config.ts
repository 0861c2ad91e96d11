import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError, type LanguagePair } from '../../protocol/index.js';
import { whereAbsent } from '../faults.js';

const positive = v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))));
const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The ids that writing goes by. */
const writingIds = {
  eos_token_id: v.optional(v.nullable(v.union([tokenId, v.array(tokenId)]))),
  bos_token_id: v.optional(v.nullable(v.number())),
  pad_token_id: v.optional(v.nullable(v.number())),
  decoder_start_token_id: v.optional(v.nullable(tokenId)),
};

/** What we read of a folder's generation_config.json. */
const generationSchema = v.looseObject(writingIds);

/** What we read of a hub folder's config.json; the rest is left alone. */
const configSchema = v.looseObject({
  model_type: v.string(),
  architectures: v.optional(v.nullable(v.array(v.string()))),
  is_encoder_decoder: v.optional(v.nullable(v.boolean())),
  vocab_size: positive,
  max_position_embeddings: positive,
  n_positions: positive,
  n_ctx: positive,
  ...writingIds,
  task_specific_params: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
});

const tokenizerConfigSchema = v.looseObject({ model_max_length: v.optional(v.nullable(v.number())) });

export type ModelConfig = v.InferOutput<typeof configSchema> & {
  /** tokens the tokenizer's config allows; null when it says nothing */
  tokenizerMaxLength: number | null;
  /** of generation_config.json, which alone counts where there is one, as in transformers; else the config's own */
  generation: v.InferOutput<typeof generationSchema>;
};

async function readJson<S extends v.GenericSchema>(file: string, schema: S): Promise<v.InferOutput<S> | null> {
  const text = await readFile(file, 'utf8').catch(whereAbsent(null));
  if (text === null) return null;
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GlassboxError('model-broken', `${file} cannot be used: ${why}. Install the model again.`);
  }
}

/**
 * Reads config.json and, where they are, generation_config.json and tokenizer_config.json.
 * @throws GlassboxError `model-broken`
 */
export async function readConfig(folder: string): Promise<ModelConfig> {
  const config = await readJson(path.join(folder, 'config.json'), configSchema);
  if (!config) {
    throw new GlassboxError('model-broken', `${folder} has no config.json. Install the model again.`);
  }
  const generation = await readJson(path.join(folder, 'generation_config.json'), generationSchema);
  const tokenizer = await readJson(path.join(folder, 'tokenizer_config.json'), tokenizerConfigSchema);
  const length = tokenizer?.model_max_length ?? null;
  // transformers writes 1e30 where a tokenizer has no limit.
  return {
    ...config,
    generation: generation ?? config,
    tokenizerMaxLength: length !== null && length < 1e9 ? length : null,
  };
}

/** End-of-sequence ids, empty when none is named. */
export function eosIds({ generation }: ModelConfig): number[] {
  return [generation.eos_token_id ?? []].flat();
}

/** What Hugging Face fills finished rows with; null when no token is named. */
export function padId({ generation }: ModelConfig): number | null {
  const id = generation.pad_token_id ?? -1;
  return id >= 0 ? id : null;
}

/** What the decoder of an encoder-decoder reads first; null when neither a start nor a beginning is named. */
export function decoderStart({ generation, decoder_start_token_id: own }: ModelConfig): number | null {
  return generation.decoder_start_token_id ?? generation.bos_token_id ?? own ?? null;
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

/**
 * Whether an encoder's logits are of the vocabulary, at each position. Older checkpoints name what they were pretrained
 * as, and keep that name when they are exported for masks. Without a name they may be of labels.
 */
export const predictsTokens = (config: ModelConfig): boolean =>
  config.architectures?.some((name) => /For(MaskedLM|PreTraining)$/.test(name)) ?? false;
