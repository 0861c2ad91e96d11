import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError, type Architecture, type HeadTask, type LanguagePair } from '../../protocol/engine/index.js';
import type { TokenConstraints } from '../../decoding/model/languageModel.js';
import { expectedOf, expects } from '../expectedValue.js';
import { jsonFile, MOST_CONFIG_BYTES, type Json } from '../files.js';

/** A whole number from one to another; what is beyond would be no model's, and fills the memory where it is a size. */
const whole = (least: number, most: number) => {
  const message = expects(`must be a whole number from ${least} to ${most.toLocaleString('en')}`, {
    type: 'whole',
    min: least,
    max: most,
  });
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
};
const text = v.pipe(v.string('must be a text'), v.maxLength(200, 'must have 200 characters at most'));
const maybe = <S extends v.GenericSchema>(schema: S) => v.optional(v.nullable(schema));

/** Four times the largest there are. */
const vocabulary = whole(1, 1_000_000);
const tokenId = whole(0, 999_999);
/** Where no token is meant, some write −1. */
const tokenIdOrNone = whole(-1, 999_999);
const positions = whole(1, 1_000_000_000);
const layers = whole(1, 10_000);
const width = whole(1, 1_000_000);

/** The ids that writing goes by. */
const generationIds = {
  eos_token_id: maybe(v.union([tokenId, v.array(tokenId)], expects('must be a token’s id or a list of such', { type: 'tokenIds' }))),
  bos_token_id: maybe(tokenIdOrNone),
  pad_token_id: maybe(tokenIdOrNone),
  decoder_start_token_id: maybe(tokenId),
  forced_bos_token_id: maybe(tokenId),
  forced_eos_token_id: maybe(v.union([tokenId, v.array(tokenId)])),
  bad_words_ids: maybe(v.pipe(v.array(v.pipe(v.array(tokenId), v.minLength(1))), v.maxLength(10_000))),
};

/** What we read of a folder's generation_config.json. */
const generationSchema = v.object(generationIds);

const flag = maybe(v.boolean('must be true or false'));

/** What we read of a hub folder's config.json; the rest is left alone. */
const configSchema = v.object({
  model_type: text,
  architectures: maybe(v.array(text, 'must be a list of names')),
  is_encoder_decoder: flag,
  vocab_size: maybe(vocabulary),
  max_position_embeddings: maybe(positions),
  n_positions: maybe(positions),
  n_ctx: maybe(positions),
  num_hidden_layers: maybe(layers),
  n_layer: maybe(layers),
  n_layers: maybe(layers),
  num_layers: maybe(layers),
  num_decoder_layers: maybe(layers),
  decoder_layers: maybe(layers),
  d_model: maybe(width),
  hidden_size: maybe(width),
  id2label: maybe(v.record(v.string(), text, 'must be an object')),
  num_labels: maybe(v.number('must be a number')),
  problem_type: maybe(text),
  scale_attn_weights: flag,
  scale_attn_by_inverse_layer_idx: flag,
  ...generationIds,
  task_specific_params: maybe(v.record(v.string(), v.unknown(), 'must be an object')),
  /** ours: the sentences that a translator is good at have no more words than this */
  glassbox_sentence_words: maybe(whole(1, 100_000)),
  /** ours: an encoder's attention mask has this third value, for a token that is seen from its own position on only */
  glassbox_causal_mask_value: maybe(whole(2, 2)),
  /** ours: the folder beside this one whose graph stands before onnx/head.onnx, and whose tokenizer serves */
  glassbox_head_of: maybe(v.pipe(v.string('must be a text'), v.regex(/^\w[\w.-]*$/, 'must be a name'))),
});

const LENGTH = 'must be a number from 1';
const tokenizerConfigSchema = v.object({
  model_max_length: maybe(v.pipe(v.number(LENGTH), v.minValue(1, LENGTH))),
  source_lang: maybe(text),
  target_lang: maybe(text),
});

export type ModelConfig = v.InferOutput<typeof configSchema> & {
  /** tokens the tokenizer's config allows; null when it says nothing */
  tokenizerMaxLength: number | null;
  /** codes of the languages of a translator that knows one pair, as its tokenizer's config has them */
  codes: { from: string; to: string } | null;
  /** of generation_config.json, which alone counts where there is one, as in transformers; else the config's own */
  generation: v.InferOutput<typeof generationSchema>;
};

/** What was read last of each file: every call of a method asks for a model's config. */
const known = new Map<string, { stamp: string; value: unknown }>();
const MOST_KNOWN = 1000;

const shown = (value: unknown) => {
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
};

/** @throws GlassboxError `model-broken` naming the field and what it must be */
function checked<S extends v.GenericSchema>(file: string, schema: S, json: Json): v.InferOutput<S> {
  const result = v.safeParse(schema, json);
  if (!result.success) {
    const [issue] = result.issues;
    const at = v.getDotPath(issue);
    const field = at ?? 'it';
    const found = issue.input === undefined ? null : shown(issue.input);
    const what = found === null ? `${field} is missing` : `${field} is ${found}; it ${issue.message}`;
    const expected = expectedOf(issue);
    throw new GlassboxError('model-broken', `${file}: ${what}. Install the model again.`, {
      details: {
        kind: 'file',
        file,
        problem: 'content',
        ...(at !== null && { at }),
        found,
        ...(expected && { expected }),
      },
    });
  }
  return result.output;
}

async function readJson<S extends v.GenericSchema>(file: string, schema: S): Promise<v.InferOutput<S> | null> {
  const found = await jsonFile(file, MOST_CONFIG_BYTES);
  if (!found) return null;
  const before = known.get(file);
  if (before?.stamp === found.stamp) return before.value;
  const value = checked(file, schema, await found.read());
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(file, { stamp: found.stamp, value });
  return value;
}

/**
 * What a config.json says of a model that is not here: nothing is known of its other files.
 * @param file what it is called in messages
 * @throws GlassboxError `model-broken`
 */
export function configOf(json: Json, file: string): ModelConfig {
  const config = checked(file, configSchema, json);
  return { ...config, generation: config, codes: null, tokenizerMaxLength: null };
}

/**
 * Reads config.json and, where they are, generation_config.json and tokenizer_config.json.
 * @throws GlassboxError `model-broken`
 */
export async function readConfig(folder: string): Promise<ModelConfig> {
  const config = await readJson(path.join(folder, 'config.json'), configSchema);
  if (!config) {
    throw new GlassboxError('model-broken', `${folder} has no config.json. Install the model again.`, {
      details: { kind: 'file', file: path.join(folder, 'config.json'), problem: 'missing' },
    });
  }
  const generation = await readJson(path.join(folder, 'generation_config.json'), generationSchema);
  const tokenizer = await readJson(path.join(folder, 'tokenizer_config.json'), tokenizerConfigSchema);
  const length = tokenizer?.model_max_length ?? null;
  // transformers writes 1e30 where a tokenizer has no limit.
  return {
    ...config,
    generation: generation ?? config,
    codes: tokenizer?.source_lang && tokenizer.target_lang ? { from: tokenizer.source_lang, to: tokenizer.target_lang } : null,
    tokenizerMaxLength: length !== null && length < 1e9 ? length : null,
  };
}

/**
 * What the classes of a head are called, by their numbers; LABEL_0 and so on where config.json does not say, or has another
 * `num_labels` than names, as transformers does it.
 */
export function labelNames({ id2label, num_labels: count }: ModelConfig, classes: number): string[] {
  const isOther = typeof count === 'number' && count !== Object.keys(id2label ?? {}).length;
  const named = isOther ? {} : (id2label ?? {});
  return Array.from({ length: classes }, (_, id) => named[id] ?? `LABEL_${id}`);
}

/** Whether its head classifies, into one class: what it gives is a score of the pair that it reads. */
export const isCrossEncoder = (config: ModelConfig): boolean =>
  headTasks(config).includes('classify') &&
  (config.num_labels ?? Object.keys(config.id2label ?? {}).length) === 1;

/** End-of-sequence ids, empty when none is named. */
export function eosTokenIds({ generation }: ModelConfig): number[] {
  return [generation.eos_token_id ?? []].flat();
}

/** What Hugging Face fills finished rows with; null when no token is named. */
export function padTokenId({ generation }: ModelConfig): number | null {
  const id = generation.pad_token_id ?? -1;
  return id >= 0 ? id : null;
}

/** What the decoder of an encoder-decoder reads first; null when neither a start nor a beginning is named. */
export function decoderStartTokenId({ generation, decoder_start_token_id: own }: ModelConfig): number | null {
  const named = [generation.decoder_start_token_id, generation.bos_token_id, own];
  return named.find((id) => typeof id === 'number' && id >= 0) ?? null;
}

/** What the model's settings ask for whatever the strategy. */
export function tokenConstraints({ generation }: ModelConfig): TokenConstraints {
  const { forced_bos_token_id: first, forced_eos_token_id: last, bad_words_ids: badWordsIds } = generation;
  const [end] = [last ?? []].flat();
  return {
    ...(typeof first === 'number' && { forcedBosTokenId: first }),
    ...(end !== undefined && { forcedEosTokenId: end }),
    ...(badWordsIds && { badWordsIds }),
  };
}

/**
 * Positions in tokens, the smaller of the model's and the tokenizer's word; null when neither says.
 * @param own the positions as the model's family counts them, where that is known
 */
export function maxPositions(config: ModelConfig, own: number | null = null): number | null {
  const model = own ?? (config.n_positions ?? positionEmbeddings(config) ?? config.n_ctx ?? null);
  const known = [model, config.tokenizerMaxLength].filter((n) => n !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

/** Types that count positions from behind the padding's id, so that those up to it are never used. */
const BEHIND_PADDING = /^(?:roberta(?:-prelayernorm)?|xlm-roberta(?:-xl)?|xmod|camembert|mpnet|longformer|ibert|data2vec-text|lilt|luke)$/;

function positionEmbeddings({ model_type, max_position_embeddings: count, pad_token_id: padding }: ModelConfig): number | null {
  if (typeof count !== 'number') return null;
  return BEHIND_PADDING.test(model_type) ? Math.max(1, count - Math.max(padding ?? 1, 0) - 1) : count;
}

const PREFIX = /^translate (\p{L}+) to (\p{L}+): $/u;

/** The words that tell an encoder-decoder its task, as its config names them (`translate English to German: `). */
export function taskPrefixes(config: ModelConfig): string[] {
  return Object.values(config.task_specific_params ?? {}).flatMap((task) => {
    const prefix = (task as { prefix?: unknown } | null)?.prefix;
    return typeof prefix === 'string' && prefix.trim() !== '' ? [prefix] : [];
  });
}

/**
 * The translations that a T5 config's `task_specific_params` name by their prefixes, and Marian's tokenizer_config.json by
 * two codes; empty when they name none, or a group of languages.
 */
export function languagePairs(config: ModelConfig): LanguagePair[] {
  if (config.model_type === 'marian' && config.codes) {
    const [from, to] = [languageOf(config.codes.from), languageOf(config.codes.to)];
    return from && to ? [{ from, to }] : [];
  }
  return taskPrefixes(config).flatMap((prefix) => {
    const match = PREFIX.exec(prefix);
    return match?.[1] && match[2] ? [{ from: match[1], to: match[2] }] : [];
  });
}

/**
 * Whether a model may have learnt to sum texts up: its config names the task, or no translations, as those of models that
 * only translate do.
 */
export const maySummarize = (config: ModelConfig): boolean =>
  config.task_specific_params?.['summarization'] !== undefined ||
  // What a Marian translates is told beside its config.
  (config.model_type !== 'marian' && languagePairs(config).length === 0);

const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** The English name of a language's code of two or three letters; undefined for what is none, or stands for several. */
export function languageOf(code: string): string | undefined {
  return /^[a-z]{2,3}$/.test(code) && !['mul', 'und', 'zxx', 'mis'].includes(code) ? NAMES.of(code) : undefined;
}

/**
 * Whether an encoder's logits are of the vocabulary, at each position. Older checkpoints name what they were pretrained
 * as, and keep that name when they are exported for masks. Without a name they may be of labels.
 */
export const isMaskedLanguageModel = (config: ModelConfig): boolean =>
  config.architectures?.some((name) => /For(MaskedLM|PreTraining)$/.test(name) && name !== 'ElectraForPreTraining') ??
  false;

/** What an encoder or a decoder was made for, by the names of its classes in transformers. */
export function headTasks({ architectures }: ModelConfig): HeadTask[] {
  const names = architectures ?? [];
  return HEAD_TASKS.flatMap(([ending, task]) => (names.some((name) => name.endsWith(ending)) ? [task] : []));
}

/** How the names of classes end that have the head for a task; of language models where none is named. */
export const classEnding = (task: HeadTask | null, architecture: Architecture): string =>
  HEAD_TASKS.find(([, of]) => of === task)?.[0] ?? (architecture === 'decoder' ? 'ForCausalLM' : 'ForMaskedLM');

const HEAD_TASKS: readonly (readonly [string, HeadTask])[] = [
  ['ForSequenceClassification', 'classify'],
  ['ForTokenClassification', 'entities'],
  ['ForQuestionAnswering', 'answer'],
  ['ForNextSentencePrediction', 'nextSentence'],
  ['ElectraForPreTraining', 'replaced'],
];
