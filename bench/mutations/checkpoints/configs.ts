import { editJson, mutation, shown, type Json, type Mutation } from '../mutation.js';
import {
  BART,
  BERT,
  CHECKPOINTS,
  CONFIG,
  GPT2,
  GPT_NEOX,
  LLAMA,
  MARIAN,
  MODERNBERT,
  QWEN2,
  refused,
  ROBERTA,
  T5,
} from './checkpoint.js';

const KIND = 'checkpoint config';
/** No size of a model is one of these; of words and positions there are as many as the first. */
const LARGE = 1e6;
const NO_SIZES = [-5, 0, 1.5, LARGE, 1e9, 1e15, 1e300, '12', [], {}];
/** Sizes that a model may have, and not these weights; the refusal names a weight, or the text is too long. */
const OTHER_SIZES = [1, 3, 7, 1000];
const OTHER_POSITIONS = [1, 4, 97];

/** By a model: layers, widths, heads, words. */
const SIZES: [model: string, fields: string[]][] = [
  [BERT, ['num_hidden_layers', 'hidden_size', 'num_attention_heads', 'intermediate_size', 'vocab_size']],
  [GPT2, ['n_layer', 'n_embd', 'n_head', 'vocab_size', 'n_positions']],
  [LLAMA, ['num_hidden_layers', 'num_key_value_heads', 'head_dim', 'vocab_size']],
  [T5, ['num_layers', 'num_decoder_layers', 'd_kv', 'num_heads', 'relative_attention_num_buckets']],
  [MARIAN, ['encoder_layers', 'decoder_attention_heads', 'd_model', 'decoder_ffn_dim']],
];

/** Of 32 numbers, and of four heads that share keys. */
const isUneven = (field: string, value: number): boolean =>
  /^(num_attention_heads|n_head|decoder_attention_heads|num_key_value_heads)$/.test(field) &&
  (value === 3 || value === 7);

/** Fields that take other values than these. */
const ODD: [model: string, field: string, values: unknown[]][] = [
  [BERT, 'hidden_act', ['nothing', 'quick_gelu', 12, ['gelu'], 'constructor', '__proto__', 'x'.repeat(1e6)]],
  [GPT2, 'activation_function', ['nothing', 'gelu_10', {}]],
  [T5, 'feed_forward_proj', ['nothing', 'gated-nothing', 'gated-', 12]],
  [MARIAN, 'activation_function', ['mish', '']],
  [BERT, 'layer_norm_eps', [-1, 1e9, 'x', []]],
  [LLAMA, 'rms_norm_eps', [-1e-5, 5]],
  [
    LLAMA,
    'rope_scaling',
    [
      { type: 'yarn', factor: 4 },
      { rope_type: 'dynamic', factor: 2 },
      { rope_type: 'longrope', short_factor: [1], long_factor: [1] },
      { rope_type: 'nothing' },
      { rope_type: 'linear' },
      { rope_type: 'linear', factor: 0 },
      { rope_type: 'linear', factor: 1e300 },
      { rope_type: 'llama3', factor: 8 },
      { rope_type: 12 },
      { type: '__proto__' },
      12,
      'linear',
      [1, 2],
    ],
  ],
  [GPT_NEOX, 'rope_scaling', [{ type: 'yarn', factor: 4 }]],
  [LLAMA, 'rope_theta', [0, -1, 1e300, 'x']],
  [GPT_NEOX, 'rotary_pct', [-1, 2, 'x']],
  [BERT, 'position_embedding_type', ['relative_key', 'relative_key_query', 12]],
  [BERT, 'tie_word_embeddings', ['yes', 1, {}]],
  [MODERNBERT, 'global_attn_every_n_layers', [0, -1, 'x']],
  [MODERNBERT, 'local_attention', [-8, 'x']],
  [MODERNBERT, 'hidden_activation', ['nothing']],
  [QWEN2, 'sliding_window', [-1, 'x', 1.5]],
  [QWEN2, 'use_sliding_window', ['yes']],
  [ROBERTA, 'pad_token_id', [1e9, 1.5, 'x']],
  [BART, 'encoder_layers', [0, 'x']],
  [BERT, 'max_position_embeddings', [0, -1, 1e15]],
];

const MODEL_TYPES = ['nothing', 'gpt3', '', 'bert ', 'BERT', '__proto__', 'constructor', '[Repair](command:x)'];
const NO_TYPES = ['x'.repeat(1e6), 12, null, undefined, []];
const CLASSES = [['BertForMultipleChoice'], ['Nothing'], ['__proto__'], ['x'.repeat(1e6)], ['']];
/** Classes of other weights: a method may not be served any more, which is told without a file. */
const OTHER_CLASSES = [
  ['BertForQuestionAnswering'],
  ['BertForSequenceClassification'],
  ['BertModel'],
  [],
  [12],
  'BertForMaskedLM',
  undefined,
];

const set = (model: string, field: string, value: unknown): Mutation =>
  refused(
    KIND,
    model,
    `${CONFIG} has ${field} ${shown(value)}`,
    value === LARGE ? [CONFIG] : [CONFIG, field],
    change(field, value),
  );
const change = (field: string, value: unknown) => (folder: string) =>
  editJson(folder, CONFIG, (json: Json) => ({ ...json, [field]: value }));

/** config.json with fields that no model has, or a model of other weights. */
export const checkpointConfigMutations = (): Mutation[] => [
  ...SIZES.flatMap(([model, fields]) => fields.flatMap((field) => NO_SIZES.map((value) => set(model, field, value)))),
  ...SIZES.flatMap(([model, fields]) =>
    fields.flatMap((field) =>
      OTHER_SIZES.map((value) => {
        const name = `${CONFIG} has ${field} ${shown(value)}, of other weights`;
        // A refusal of weights names one of them; heads that do not come out even are told by their field.
        return isUneven(field, value)
          ? refused(KIND, model, name, [CONFIG, field], change(field, value))
          : mutation(KIND, model, name, change(field, value));
      }),
    ),
  ),
  ...[BERT, ROBERTA].flatMap((model) =>
    OTHER_POSITIONS.map((value) =>
      mutation(KIND, model, `${CONFIG} has ${value} positions`, change('max_position_embeddings', value)),
    ),
  ),
  ...ODD.flatMap(([model, field, values]) => values.map((value) => set(model, field, value))),
  ...CHECKPOINTS.slice(0, 3).flatMap((model) =>
    [...MODEL_TYPES, ...NO_TYPES].map((value) => set(model, 'model_type', value)),
  ),
  ...CLASSES.map((value) => set(BERT, 'architectures', value)),
  ...OTHER_CLASSES.map((value) =>
    mutation(KIND, BERT, `${CONFIG} has architectures ${shown(value)}`, change('architectures', value)),
  ),
  ...[GPT2, LLAMA, T5].map((model) =>
    mutation(KIND, model, `${CONFIG} has the type of BERT`, change('model_type', 'bert')),
  ),
  ...[BERT, GPT2, LLAMA].map((model) =>
    refused(
      KIND,
      model,
      `${CONFIG} has tie_word_embeddings false, without a matrix for it`,
      ['model.safetensors'],
      change('tie_word_embeddings', false),
    ),
  ),
  // Its encoder's graph, which some methods go by alone, needs no such matrix.
  mutation(
    KIND,
    T5,
    `${CONFIG} has tie_word_embeddings false, without a matrix for it`,
    change('tie_word_embeddings', false),
  ),
];
