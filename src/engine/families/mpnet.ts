import * as v from 'valibot';
import * as fields from './blocks/configFields.js';
import { relativePositionBias } from './blocks/relativePositions.js';
import { bertEmbeddings, bertFields, poolerSizes, sizesOf } from './bert.js';
import { positionsBehindPadding, positionsFrom } from './encoders/positions.js';
import { encoderInputs, postNormLayers, type LayerNames } from './encoders/postNormEncoder.js';
import { defineFamily, type EncoderHead, type GraphRequest } from './family.js';
import { robertaHead } from './roberta.js';

const config = v.object({
  ...bertFields,
  relative_attention_num_buckets: v.optional(fields.bucketCount, 32),
  vocab_size: v.optional(fields.vocabularySize, 30527),
});
type MPNetConfig = v.InferOutput<typeof config>;

/** In transformers it is written into the code, whatever the configuration says of padding. */
const PADDING = 1;
const MAX_DISTANCE = 128;

const layerNames = (layer: number): LayerNames => {
  const at = `encoder.layer.${layer}`;
  return {
    query: `${at}.attention.attn.q`,
    key: `${at}.attention.attn.k`,
    value: `${at}.attention.attn.v`,
    output: `${at}.attention.attn.o`,
    attentionNorm: `${at}.attention.LayerNorm`,
    up: `${at}.intermediate.dense`,
    down: `${at}.output.dense`,
    outputNorm: `${at}.output.LayerNorm`,
  };
};

function write(config: MPNetConfig, request: GraphRequest<EncoderHead>): void {
  const { graph } = request;
  const { hidden_size: width, num_attention_heads: heads, relative_attention_num_buckets: buckets } = config;
  const { ids, mask } = encoderInputs(request, false);
  const places = positionsBehindPadding(graph, ids, PADDING);
  const embedded = bertEmbeddings(request, { ids, types: null }, places, config, width);
  const at = positionsFrom(graph, ids);
  const relative = { buckets, maxDistance: MAX_DISTANCE, isBidirectional: true };
  const table = 'encoder.relative_attention_bias.weight';
  const bias = relativePositionBias(request, { queries: at, keys: at }, table, heads, relative);
  const states = postNormLayers(request, embedded, { seen: mask, bias }, sizesOf(config), layerNames);
  robertaHead(request, states, config);
}

/** MPNet (Song et al. 2020). */
export const mpnet = defineFamily({
  types: ['mpnet'],
  architecture: 'encoder',
  config,
  prefix: 'mpnet.',
  heads: ['none', 'maskedLM', 'sequenceClassification', 'tokenClassification', 'questionAnswering'],
  maxLength: ({ max_position_embeddings: positions }) => positions - PADDING - 1,
  unread: ({ hidden_size: width }, head) => (head === 'none' ? poolerSizes(width) : {}),
  write,
});
