import * as v from 'valibot';
import { activate, linear, type Writing } from './blocks/parts.js';
import * as fields from './blocks/configFields.js';
import { bertEmbeddings, bertFields, bertLayer, poolerSizes, sizesOf, type BertConfig } from './bert.js';
import { firstState, plainHead, textLogits, transform, vocabularyLogits } from './encoders/encoderHeads.js';
import { positionsBehindPadding } from './encoders/positions.js';
import { encoderInputs, postNormLayers } from './encoders/postNormEncoder.js';
import { defineFamily, type EncoderHead, type GraphRequest } from './family.js';

const config = v.object({ ...bertFields, pad_token_id: v.optional(fields.tokenId, 1) });
type RobertaConfig = v.InferOutput<typeof config>;

/** A head that RoBERTa's code shares with its relatives: dense, tanh, projection of the first state. */
export function classificationHead(
  writing: Writing,
  states: string,
  { width, labels, activation = 'tanh' }: { width: number; labels: number; activation?: 'tanh' | 'gelu' },
): void {
  const dense = linear(writing, firstState(writing, states), 'classifier.dense', [width, width]);
  textLogits(writing, activate(writing.graph, dense, activation), 'classifier.out_proj', [width, labels]);
}

/** RoBERTa's masked-language head; its activation is gelu whatever the layers' is. */
function languageHead(
  writing: Writing,
  states: string,
  config: Pick<BertConfig, 'hidden_size' | 'layer_norm_eps' | 'vocab_size' | 'tie_word_embeddings'>,
): void {
  const { hidden_size: width, layer_norm_eps: epsilon } = config;
  const own = transform(writing, states, {
    ...{ dense: 'lm_head.dense', activation: 'gelu', norm: 'lm_head.layer_norm' },
    ...{ sizes: [width, width], epsilon },
  });
  vocabularyLogits(
    writing,
    own,
    { decoder: 'lm_head.decoder.weight', embeddings: 'embeddings.word_embeddings.weight', bias: 'lm_head.bias' },
    { vocabulary: config.vocab_size, width, isTied: config.tie_word_embeddings },
  );
}

/** The heads of RoBERTa and MPNet. */
export function robertaHead(request: GraphRequest<EncoderHead>, states: string, config: BertConfig): void {
  const sizes = { width: config.hidden_size, labels: fields.labelCount(config) };
  switch (request.head) {
    case 'maskedLM':
      return languageHead(request, states, config);
    case 'sequenceClassification':
      return classificationHead(request, states, sizes);
    case 'tokenClassification':
    case 'questionAnswering':
    case 'none':
      return plainHead(request, states, request.head, sizes);
  }
}

function write(config: RobertaConfig, request: GraphRequest<EncoderHead>): void {
  const { hidden_size: width } = config;
  const inputs = encoderInputs(request, config.type_vocab_size > 1);
  const { graph } = request;
  const positions = positionsBehindPadding(graph, inputs.ids, config.pad_token_id);
  // Its one segment is added to every token.
  const types = inputs.types ?? graph.node('Mul', [inputs.ids, graph.ints(0)]);
  const embedded = bertEmbeddings(request, { ids: inputs.ids, types }, positions, config, width);
  const states = postNormLayers(request, embedded, { seen: inputs.mask }, sizesOf(config), bertLayer);
  robertaHead(request, states, config);
}

/** RoBERTa (Liu et al. 2019), XLM-R (Conneau et al. 2020) and CamemBERT (Martin et al. 2020). */
export const roberta = defineFamily({
  types: ['roberta', 'xlm-roberta', 'camembert'],
  architecture: 'encoder',
  config,
  prefix: 'roberta.',
  heads: ['none', 'maskedLM', 'sequenceClassification', 'tokenClassification', 'questionAnswering'],
  // The positions up to the padding's are not used.
  maxLength: ({ max_position_embeddings: positions, pad_token_id: padding }) => positions - padding - 1,
  unread: ({ hidden_size: width }, head) => (head === 'none' ? poolerSizes(width) : {}),
  write,
});
