import type { Random } from '../../../decoding/sampling/random.js';
import type { CheckedParams, LearnerName } from '../../../protocol/engine/index.js';
import { familyConfig, type FamilyConfig } from '../../families/familyConfig.js';
import type { Json } from '../../files.js';
import { shapesOf, trainableModel, type TrainableModel } from '../trainableModel.js';
import { vocabularyOf, type CharacterVocabulary } from './characters.js';
import { initialWeights } from './initialWeights.js';

export type PretrainSettings = CheckedParams<'pretrain'>;

/** Positions that MPNet's table has beside those of tokens. */
const MPNET_POSITIONS = 2;
const RELATIVE_BUCKETS = 32;

/** A model that is to learn, before any of its weights is there: what its config.json says, its tokens, its shapes. */
export interface LearnerPlan {
  name: LearnerName;
  config: Json;
  vocabulary: CharacterVocabulary;
  family: FamilyConfig;
  /** of its weights by their names in the graph */
  shapes: ReadonlyMap<string, readonly number[]>;
}

/** The same with its graph and weights that know nothing. */
export interface LearnerModel extends LearnerPlan {
  model: TrainableModel;
}

/** @throws GlassboxError `model-broken` for sizes that no such model has */
export function learnerPlan(name: LearnerName, settings: PretrainSettings, characters: readonly string[]): LearnerPlan {
  const vocabulary = vocabularyOf(characters, name);
  const config = name === 'decoder' ? gpt2Config(settings, vocabulary) : encoderConfig(settings, vocabulary);
  const family = familyConfig(
    config,
    'config.json',
    config['model_type'] as string,
    config['architectures'] as string[],
  );
  return { name, config, vocabulary, family, shapes: shapesOf(family) };
}

/** Draws the weights of a plan. */
export function learnerModel(plan: LearnerPlan, settings: PretrainSettings, random: Random): LearnerModel {
  const { name, family, shapes } = plan;
  const { layers, heads, decoder, encoder } = settings;
  const { initializerRange } = name === 'decoder' ? decoder : encoder;
  const beginning = {
    ...{ initializerRange, layers, heads, nearStart: encoder.nearStart },
    positions: name === 'decoder' ? ('learned' as const) : encoder.positions,
  };
  const weights = initialWeights(shapes, beginning, random);
  return { ...plan, model: trainableModel(family, weights, name, random) };
}

const gpt2Config = (
  { layers, width, heads, length, decoder }: PretrainSettings,
  vocabulary: CharacterVocabulary,
): Json => ({
  architectures: ['GPT2LMHeadModel'],
  model_type: 'gpt2',
  vocab_size: vocabulary.tokens.length,
  n_positions: length,
  n_embd: width,
  n_layer: layers,
  n_head: heads,
  n_inner: 4 * width,
  activation_function: 'gelu_new',
  layer_norm_epsilon: 1e-5,
  initializer_range: decoder.initializerRange,
  tie_word_embeddings: true,
  bos_token_id: vocabulary.unknown,
  eos_token_id: vocabulary.unknown,
  dtype: 'float32',
});

function encoderConfig(
  { layers, width, heads, length, encoder }: PretrainSettings,
  { tokens, specials }: CharacterVocabulary,
): Json {
  const isRelative = encoder.positions === 'relative';
  return {
    architectures: [isRelative ? 'MPNetForMaskedLM' : 'BertForMaskedLM'],
    model_type: isRelative ? 'mpnet' : 'bert',
    vocab_size: tokens.length,
    max_position_embeddings: isRelative ? length + MPNET_POSITIONS : length,
    ...(isRelative ? { relative_attention_num_buckets: RELATIVE_BUCKETS } : { type_vocab_size: 2 }),
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: 4 * width,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-5,
    initializer_range: encoder.initializerRange,
    tie_word_embeddings: true,
    pad_token_id: specials['padding'],
    bos_token_id: specials['begin'],
    eos_token_id: specials['end'],
    dtype: 'float32',
  };
}
