import * as v from 'valibot';
import { FLOAT } from '../onnx/protobuf/write.js';
import { linear } from './blocks/parts.js';
import * as fields from './blocks/configFields.js';
import { bertEmbeddings, bertFields, bertLayer, sizesOf } from './bert.js';
import { plainHead, transform, vocabularyLogits } from './encoders/encoderHeads.js';
import { positionsFrom } from './encoders/positions.js';
import { encoderInputs, postNormLayers } from './encoders/postNormEncoder.js';
import { defineFamily, type EncoderHead, type GraphRequest } from './family.js';
import { classificationHead } from './roberta.js';

const config = v.object({
  ...bertFields,
  embedding_size: v.optional(fields.width, 128),
  hidden_size: v.optional(fields.width, 256),
  num_attention_heads: v.optional(fields.headCount, 4),
  intermediate_size: v.optional(fields.width, 1024),
});
type ElectraConfig = v.InferOutput<typeof config>;

function write(config: ElectraConfig, request: GraphRequest<EncoderHead | 'preTraining'>): void {
  const { graph } = request;
  const { hidden_size: width, embedding_size: narrow, layer_norm_eps: epsilon } = config;
  const inputs = encoderInputs(request, true);
  const looked = bertEmbeddings(request, inputs, positionsFrom(graph, inputs.ids), config, narrow);
  const embedded = narrow === width ? looked : linear(request, looked, 'embeddings_project', [narrow, width]);
  const states = postNormLayers(request, embedded, { seen: inputs.mask }, sizesOf(config), bertLayer);
  const labels = fields.labelCount(config);
  switch (request.head) {
    case 'maskedLM': {
      const own = transform(request, states, {
        ...{ dense: 'generator_predictions.dense', activation: 'gelu', norm: 'generator_predictions.LayerNorm' },
        ...{ sizes: [width, narrow], epsilon },
      });
      return vocabularyLogits(
        request,
        own,
        {
          decoder: 'generator_lm_head.weight',
          embeddings: 'embeddings.word_embeddings.weight',
          bias: 'generator_lm_head.bias',
        },
        { vocabulary: config.vocab_size, width: narrow, isTied: config.tie_word_embeddings },
      );
    }
    case 'preTraining': {
      const at = 'discriminator_predictions';
      const own = transform(request, states, {
        ...{ dense: `${at}.dense`, activation: config.hidden_act, sizes: [width, width], epsilon },
      });
      const replaced = linear(request, own, `${at}.dense_prediction`, [width, 1]);
      return graph.output('logits', graph.node('Squeeze', [replaced, graph.ints(2)]), FLOAT, ['rows', 'tokens']);
    }
    case 'sequenceClassification':
      return classificationHead(request, states, { width, labels, activation: 'gelu' });
    case 'tokenClassification':
    case 'questionAnswering':
    case 'none':
      return plainHead(request, states, request.head, { width, labels });
  }
}

/** ELECTRA (Clark et al. 2020): its generator fills masks, its discriminator tells which tokens were replaced. */
export const electra = defineFamily({
  types: ['electra'],
  architecture: 'encoder',
  config,
  prefix: 'electra.',
  heads: [
    ...(['none', 'maskedLM', 'preTraining', 'sequenceClassification'] as const),
    ...(['tokenClassification', 'questionAnswering'] as const),
  ],
  maxLength: ({ max_position_embeddings: positions }) => positions,
  write,
});
