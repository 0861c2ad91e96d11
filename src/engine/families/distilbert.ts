import * as v from 'valibot';
import { activate, layerNorm, linear, lookUp } from './blocks/parts.js';
import * as fields from './blocks/configFields.js';
import { firstState, plainHead, textLogits, transform, vocabularyLogits } from './encoders/encoderHeads.js';
import { positionsFrom } from './encoders/positions.js';
import { encoderInputs, postNormLayers, type LayerNames } from './encoders/postNormEncoder.js';
import { defineFamily, type EncoderHead, type GraphRequest } from './family.js';

const config = v.object({
  dim: v.optional(fields.width, 768),
  n_layers: v.optional(fields.layerCount, 6),
  n_heads: v.optional(fields.headCount, 12),
  hidden_dim: v.optional(fields.width, 3072),
  activation: v.optional(fields.activation, 'gelu'),
  vocab_size: v.optional(fields.vocabularySize, 30522),
  max_position_embeddings: v.optional(fields.positionCount, 512),
  tie_word_embeddings: v.optional(fields.flag, true),
  ...fields.labelFields,
});
type DistilBertConfig = v.InferOutput<typeof config>;

/** transformers writes it into the code. */
const EPSILON = 1e-12;

const layerNames = (layer: number): LayerNames => {
  const at = `transformer.layer.${layer}`;
  return {
    query: `${at}.attention.q_lin`,
    key: `${at}.attention.k_lin`,
    value: `${at}.attention.v_lin`,
    output: `${at}.attention.out_lin`,
    attentionNorm: `${at}.sa_layer_norm`,
    up: `${at}.ffn.lin1`,
    down: `${at}.ffn.lin2`,
    outputNorm: `${at}.output_layer_norm`,
  };
};

function write(config: DistilBertConfig, { head, ...writing }: GraphRequest<EncoderHead>): void {
  const { graph } = writing;
  const { dim: width, vocab_size: vocabulary } = config;
  const { ids, mask } = encoderInputs(writing, false);
  const words = lookUp(writing, 'embeddings.word_embeddings.weight', ids, [vocabulary, width]);
  const places = lookUp(writing, 'embeddings.position_embeddings.weight', positionsFrom(graph, ids), [
    config.max_position_embeddings,
    width,
  ]);
  const embedded = layerNorm(writing, graph.node('Add', [words, places]), 'embeddings.LayerNorm', {
    ...{ width, epsilon: EPSILON },
  });
  const sizes = {
    ...{ width, layers: config.n_layers, heads: config.n_heads, inner: config.hidden_dim },
    ...{ epsilon: EPSILON, activation: config.activation },
  };
  const states = postNormLayers(writing, embedded, { seen: mask }, sizes, layerNames);
  const labels = fields.labelCount(config);
  switch (head) {
    case 'maskedLM': {
      const own = transform(writing, states, {
        ...{ dense: 'vocab_transform', activation: config.activation, norm: 'vocab_layer_norm' },
        ...{ sizes: [width, width], epsilon: EPSILON },
      });
      return vocabularyLogits(
        writing,
        own,
        {
          decoder: 'vocab_projector.weight',
          embeddings: 'embeddings.word_embeddings.weight',
          bias: 'vocab_projector.bias',
        },
        { vocabulary, width, isTied: config.tie_word_embeddings },
      );
    }
    case 'sequenceClassification': {
      const dense = linear(writing, firstState(writing, states), 'pre_classifier', [width, width]);
      return textLogits(writing, activate(graph, dense, 'relu'), 'classifier', [width, labels]);
    }
    case 'tokenClassification':
    case 'questionAnswering':
    case 'none':
      return plainHead(writing, states, head, { width, labels });
  }
}

/** DistilBERT (Sanh et al. 2019). */
export const distilbert = defineFamily({
  types: ['distilbert'],
  architecture: 'encoder',
  config,
  prefix: 'distilbert.',
  heads: ['none', 'maskedLM', 'sequenceClassification', 'tokenClassification', 'questionAnswering'],
  maxLength: ({ max_position_embeddings: positions }) => positions,
  write,
});
