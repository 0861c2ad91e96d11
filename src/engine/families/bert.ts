import * as v from 'valibot';
import { activate, layerNorm, linear, lookUp, type Writing } from './blocks/parts.js';
import * as fields from './blocks/configFields.js';
import { firstState, plainHead, textLogits, transform, vocabularyLogits } from './encoders/encoderHeads.js';
import { positionsFrom } from './encoders/positions.js';
import { encoderInputs, postNormLayers, type LayerNames } from './encoders/postNormEncoder.js';
import { defineFamily, type EncoderHead, type GraphRequest } from './family.js';

export const bertFields = {
  hidden_size: v.optional(fields.width, 768),
  num_hidden_layers: v.optional(fields.layerCount, 12),
  num_attention_heads: v.optional(fields.headCount, 12),
  intermediate_size: v.optional(fields.width, 3072),
  hidden_act: v.optional(fields.activation, 'gelu'),
  layer_norm_eps: v.optional(fields.epsilon, 1e-12),
  vocab_size: v.optional(fields.vocabularySize, 30522),
  max_position_embeddings: v.optional(fields.positionCount, 512),
  type_vocab_size: v.optional(fields.vocabularySize, 2),
  position_embedding_type: v.optional(v.literal('absolute'), 'absolute'),
  tie_word_embeddings: v.optional(fields.flag, true),
  ...fields.labelFields,
};
const config = v.object(bertFields);
export type BertConfig = v.InferOutput<typeof config>;

export const sizesOf = (config: BertConfig) => ({
  width: config.hidden_size,
  layers: config.num_hidden_layers,
  heads: config.num_attention_heads,
  inner: config.intermediate_size,
  epsilon: config.layer_norm_eps,
  activation: config.hidden_act,
});

/** Names of the layers of BERT and of all that took its code over. */
export const bertLayer = (layer: number): LayerNames => {
  const at = `encoder.layer.${layer}`;
  return {
    query: `${at}.attention.self.query`,
    key: `${at}.attention.self.key`,
    value: `${at}.attention.self.value`,
    output: `${at}.attention.output.dense`,
    attentionNorm: `${at}.attention.output.LayerNorm`,
    up: `${at}.intermediate.dense`,
    down: `${at}.output.dense`,
    outputNorm: `${at}.output.LayerNorm`,
  };
};

/**
 * Words, positions and segments, summed and normalised: [rows, tokens, width].
 * @param positions of the tokens, by the family's own count
 */
export function bertEmbeddings(
  writing: Writing,
  { ids, types }: { ids: string; types: string | null },
  positions: string,
  config: Pick<BertConfig, 'vocab_size' | 'max_position_embeddings' | 'type_vocab_size' | 'layer_norm_eps'>,
  width: number,
): string {
  const { graph } = writing;
  const words = lookUp(writing, 'embeddings.word_embeddings.weight', ids, [config.vocab_size, width]);
  const segments =
    types && lookUp(writing, 'embeddings.token_type_embeddings.weight', types, [config.type_vocab_size, width]);
  const places = lookUp(writing, 'embeddings.position_embeddings.weight', positions, [
    config.max_position_embeddings,
    width,
  ]);
  const sum = graph.node('Add', [segments ? graph.node('Add', [words, segments]) : words, places]);
  return layerNorm(writing, sum, 'embeddings.LayerNorm', { width, epsilon: config.layer_norm_eps });
}

/** Of the dense layer that a bare model has behind its states. */
export const poolerSizes = (width: number) => ({ 'pooler.dense.weight': width * width, 'pooler.dense.bias': width });

/** The first state through a dense layer and tanh, [rows, width]. */
export const pooled = (writing: Writing, states: string, name: string, width: number): string =>
  activate(writing.graph, linear(writing, firstState(writing, states), name, [width, width]), 'tanh');

function write(
  config: BertConfig,
  { head, ...writing }: GraphRequest<EncoderHead | 'preTraining' | 'nextSentence'>,
): void {
  const { hidden_size: width, layer_norm_eps: epsilon } = config;
  const inputs = encoderInputs(writing, true);
  const embedded = bertEmbeddings(writing, inputs, positionsFrom(writing.graph, inputs.ids), config, width);
  const states = postNormLayers(writing, embedded, { seen: inputs.mask }, sizesOf(config), bertLayer);
  const labels = fields.labelCount(config);
  switch (head) {
    case 'maskedLM':
    case 'preTraining': {
      const at = 'cls.predictions';
      const own = transform(writing, states, {
        ...{ dense: `${at}.transform.dense`, activation: config.hidden_act, norm: `${at}.transform.LayerNorm` },
        ...{ sizes: [width, width], epsilon },
      });
      return vocabularyLogits(
        writing,
        own,
        { decoder: `${at}.decoder.weight`, embeddings: 'embeddings.word_embeddings.weight', bias: `${at}.bias` },
        { vocabulary: config.vocab_size, width, isTied: config.tie_word_embeddings },
      );
    }
    case 'sequenceClassification':
      return textLogits(writing, pooled(writing, states, 'pooler.dense', width), 'classifier', [width, labels]);
    case 'nextSentence':
      return textLogits(writing, pooled(writing, states, 'pooler.dense', width), 'cls.seq_relationship', [width, 2]);
    case 'tokenClassification':
    case 'questionAnswering':
    case 'none':
      return plainHead(writing, states, head, { width, labels });
  }
}

/** BERT (Devlin et al. 2019). */
export const bert = defineFamily({
  types: ['bert'],
  architecture: 'encoder',
  config,
  prefix: 'bert.',
  heads: [
    ...(['none', 'maskedLM', 'preTraining', 'sequenceClassification'] as const),
    ...(['tokenClassification', 'questionAnswering', 'nextSentence'] as const),
  ],
  maxLength: ({ max_position_embeddings: positions }) => positions,
  unread: ({ hidden_size: width }, head) => ({
    ...((head === 'none' || head === 'preTraining') && poolerSizes(width)),
    ...(head === 'preTraining' && { 'cls.seq_relationship.weight': 2 * width, 'cls.seq_relationship.bias': 2 }),
  }),
  write,
});
