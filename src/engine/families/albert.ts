import * as v from 'valibot';
import { linear } from './blocks/parts.js';
import * as fields from './blocks/configFields.js';
import { bertEmbeddings, bertFields, pooled, sizesOf } from './bert.js';
import { plainHead, textLogits, transform, vocabularyLogits } from './encoders/encoderHeads.js';
import { positionsFrom } from './encoders/positions.js';
import { encoderInputs, postNormLayers, type LayerNames } from './encoders/postNormEncoder.js';
import { defineFamily, type EncoderHead, type GraphRequest } from './family.js';

const config = v.object({
  ...bertFields,
  embedding_size: v.optional(fields.width, 128),
  hidden_size: v.optional(fields.width, 4096),
  num_attention_heads: v.optional(fields.headCount, 64),
  intermediate_size: v.optional(fields.width, 16384),
  hidden_act: v.optional(fields.activation, 'gelu_new'),
  vocab_size: v.optional(fields.vocabularySize, 30000),
  num_hidden_groups: v.optional(fields.layerCount, 1),
  inner_group_num: v.optional(fields.layerCount, 1),
});
type AlbertConfig = v.InferOutput<typeof config>;

/** Layers share their weights: all of a group, and within it one for each of its inner layers. */
function layerNames(config: AlbertConfig): (step: number) => LayerNames {
  const { num_hidden_layers: layers, num_hidden_groups: groups, inner_group_num: inner } = config;
  return (step) => {
    const group = Math.floor(Math.floor(step / inner) / (layers / groups));
    const at = `encoder.albert_layer_groups.${group}.albert_layers.${step % inner}`;
    return {
      query: `${at}.attention.query`,
      key: `${at}.attention.key`,
      value: `${at}.attention.value`,
      output: `${at}.attention.dense`,
      attentionNorm: `${at}.attention.LayerNorm`,
      up: `${at}.ffn`,
      down: `${at}.ffn_output`,
      outputNorm: `${at}.full_layer_layer_norm`,
    };
  };
}

function write(config: AlbertConfig, { head, ...writing }: GraphRequest<EncoderHead | 'preTraining'>): void {
  const { graph } = writing;
  const { hidden_size: width, embedding_size: narrow, layer_norm_eps: epsilon } = config;
  const inputs = encoderInputs(writing, true);
  const looked = bertEmbeddings(writing, inputs, positionsFrom(graph, inputs.ids), config, narrow);
  const embedded = linear(writing, looked, 'encoder.embedding_hidden_mapping_in', [narrow, width]);
  const sizes = sizesOf(config);
  const states = postNormLayers(
    writing,
    embedded,
    { seen: inputs.mask },
    { ...sizes, layers: sizes.layers * config.inner_group_num },
    layerNames(config),
  );
  const labels = fields.labelCount(config);
  switch (head) {
    case 'maskedLM':
    case 'preTraining': {
      const own = transform(writing, states, {
        ...{ dense: 'predictions.dense', activation: config.hidden_act, norm: 'predictions.LayerNorm' },
        ...{ sizes: [width, narrow], epsilon },
      });
      return vocabularyLogits(
        writing,
        own,
        {
          decoder: 'predictions.decoder.weight',
          embeddings: 'embeddings.word_embeddings.weight',
          bias: 'predictions.bias',
        },
        { vocabulary: config.vocab_size, width: narrow, isTied: config.tie_word_embeddings },
      );
    }
    case 'sequenceClassification':
      return textLogits(writing, pooled(writing, states, 'pooler', width), 'classifier', [width, labels]);
    case 'tokenClassification':
    case 'questionAnswering':
    case 'none':
      return plainHead(writing, states, head, { width, labels });
  }
}

/** ALBERT (Lan et al. 2020). */
export const albert = defineFamily({
  types: ['albert'],
  architecture: 'encoder',
  config,
  prefix: 'albert.',
  heads: [
    ...(['none', 'maskedLM', 'preTraining', 'sequenceClassification'] as const),
    ...(['tokenClassification', 'questionAnswering'] as const),
  ],
  maxLength: ({ max_position_embeddings: positions }) => positions,
  unread: ({ hidden_size: width }, head) => ({
    ...((head === 'none' || head === 'preTraining') && { 'pooler.weight': width * width, 'pooler.bias': width }),
    ...(head === 'preTraining' && {
      'sop_classifier.classifier.weight': 2 * width,
      'sop_classifier.classifier.bias': 2,
    }),
  }),
  write,
});
