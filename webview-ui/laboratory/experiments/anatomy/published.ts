/** Published models to compare sizes with: what their config.json says, as far as it is not their class's own default. */
export const PUBLISHED: readonly { name: string; config: Record<string, unknown> }[] = [
  { name: 'BERT-base', config: { model_type: 'bert', architectures: ['BertModel'] } },
  {
    name: 'BERT-large',
    config: {
      ...{ model_type: 'bert', architectures: ['BertModel'], hidden_size: 1024, num_hidden_layers: 24 },
      ...{ num_attention_heads: 16, intermediate_size: 4096 },
    },
  },
  { name: 'GPT-2', config: { model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] } },
  {
    name: 'GPT-2 XL',
    config: { model_type: 'gpt2', architectures: ['GPT2LMHeadModel'], n_embd: 1600, n_layer: 48, n_head: 25 },
  },
  { name: 'T5-small', config: { model_type: 't5', architectures: ['T5ForConditionalGeneration'] } },
  {
    name: 'T5-base',
    config: {
      ...{ model_type: 't5', architectures: ['T5ForConditionalGeneration'], d_model: 768, d_ff: 3072 },
      ...{ num_layers: 12, num_heads: 12 },
    },
  },
];
