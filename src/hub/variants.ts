import type { HubFile, HubModel, StoredPrecision, Variant, WeightForm } from './types.js';

/** What the engine reads beside the weights: configuration, tokenizer, how sentences become vectors, card, licence, what it has learnt. */
const SMALL =
  /^(?:config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|modules|sentence_\w+_config|config_sentence_transformers)\.json$|^(?:\d+_\w+\/config\.json|README\.md|LICENSE(?:\.\w+)?|glassbox_learnt\.txt)$/i;
/** A tokenizer's files where there is no tokenizer.json. */
const SLOW_TOKENIZER =
  /^(?:vocab\.txt|vocab\.json|merges\.txt|target_vocab\.json|[\w.-]+\.spm|spiece\.model|tokenizer\.model|sentencepiece(?:\.bpe)?\.model)$/;
const SINGLE = /^model\.safetensors$/;
const SHARDS = /^model(?:-\d+-of-\d+\.safetensors|\.safetensors\.index\.json)$/;

/** Where exports lie: the hub's ONNX layout, and what `optimum-cli` writes, beside config.json. */
const PLACES = ['onnx/', ''];
/** The suffixes of an export's forms, the exact one first, and what they are stored in. */
const FORMS: readonly (readonly [suffix: string, precision: StoredPrecision])[] = [
  ['', 'fp32'],
  ['_fp16', 'fp16'],
  ['_quantized', 'int8'],
  ['_int8', 'int8'],
  ['_uint8', 'int8'],
  ['_q8', 'int8'],
  ['_q4', 'q4'],
  ['_q4f16', 'q4f16'],
  ['_bnb4', 'q4'],
];

/** Names of safetensors' types on the hub, and what they are stored in. */
const TYPES: Readonly<Record<string, StoredPrecision>> = { F32: 'fp32', F16: 'fp16', BF16: 'bf16' };

/**
 * The forms that a model's weights can be had in, each with all the files that it needs and no others.
 * @param types parameters by type of safetensors, as the hub counts them; where it does not, `config` says what they were
 * saved in
 */
export function variantsOf(
  files: readonly HubFile[],
  types: Readonly<Record<string, number>> = {},
  config: HubModel['config'] = null,
): Variant[] {
  if (!files.some(({ path }) => path === 'config.json')) return [];
  const isFast = files.some(({ path }) => path === 'tokenizer.json');
  const small = files.filter(({ path }) => SMALL.test(path) || (!isFast && SLOW_TOKENIZER.test(path)));
  const variant = (
    name: string,
    form: WeightForm,
    precision: StoredPrecision,
    weights: readonly HubFile[],
  ): Variant => ({
    name,
    form,
    precision,
    files: [...small, ...weights],
    bytes: sum([...small, ...weights]),
    weightBytes: sum(weights),
  });
  return [
    ...safetensors(files).map((weights) => variant('safetensors', 'safetensors', storedIn(types, config), weights)),
    ...exports(files).map(([suffix, precision, weights]) => variant(`onnx${suffix}`, 'onnx', precision, weights)),
  ];
}

const sum = (files: readonly HubFile[]) => files.reduce((bytes, { size }) => bytes + size, 0);

/** Whole, or none. */
function safetensors(files: readonly HubFile[]): HubFile[][] {
  const single = files.filter(({ path }) => SINGLE.test(path));
  if (single.length > 0) return [single];
  const shards = files.filter(({ path }) => SHARDS.test(path));
  return shards.some(({ path }) => path.endsWith('.json')) && shards.length > 1 ? [shards] : [];
}

/** Names of torch's types in config.json. */
const SAVED: Readonly<Record<string, StoredPrecision>> = { float32: 'fp32', float16: 'fp16', bfloat16: 'bf16' };

function storedIn(types: Readonly<Record<string, number>>, config: HubModel['config']): StoredPrecision {
  const [most = '', ...others] = Object.entries(types)
    // Buffers of positions are counted, too.
    .filter(([type]) => !/^[IU]\d+$|^BOOL$/.test(type))
    .map(([type]) => type);
  if (others.length > 0) return 'mixed';
  const saved = config?.['torch_dtype'] ?? config?.['dtype'];
  return TYPES[most] ?? SAVED[typeof saved === 'string' ? saved : ''] ?? 'mixed';
}

function exports(files: readonly HubFile[]): [string, StoredPrecision, HubFile[]][] {
  for (const place of PLACES) {
    const found = FORMS.flatMap(([suffix, precision]) => {
      const graphs = graphsOf(files, place, suffix);
      return graphs.length === 0 ? [] : [[suffix, precision, graphs] as [string, StoredPrecision, HubFile[]]];
    });
    if (found.length > 0) return found;
  }
  return [];
}

/** The graphs of a form with their external data; empty where they are no whole model. */
function graphsOf(files: readonly HubFile[], place: string, suffix: string): HubFile[] {
  const there = new Set(files.map(({ path }) => path));
  const name = (stem: string) => `${place}${stem}${suffix}.onnx`;
  const has = (stem: string) => there.has(name(stem));
  const decoder = has('decoder_model_merged') ? ['decoder_model_merged'] : ['decoder_model', 'decoder_with_past_model'];
  const stems = has('encoder_model') || !has('model') ? ['encoder_model', ...decoder] : ['model'];
  const used = stems.filter(has);
  const isWhole = used.includes('model') || used.some((stem) => stem.startsWith('decoder_model'));
  if (!isWhole) return [];
  return files.filter(({ path }) =>
    used.some((stem) => path === name(stem) || path.startsWith(`${name(stem)}_data`) || path === `${name(stem)}.data`),
  );
}
