import type * as v from 'valibot';
import type { Architecture } from '../../protocol/engine/index.js';
import type { Writing } from './blocks/parts.js';

/** What a model ends in, by the last word of its class in transformers; `Model` is one without a head. */
export const HEADS = {
  ForMaskedLM: 'maskedLM',
  // Of BERT the masked-language head beside the next-sentence head; of ELECTRA its discriminator's.
  ForPreTraining: 'preTraining',
  ForSequenceClassification: 'sequenceClassification',
  ForTokenClassification: 'tokenClassification',
  ForQuestionAnswering: 'questionAnswering',
  ForNextSentencePrediction: 'nextSentence',
  ForCausalLM: 'causalLM',
  LMHeadModel: 'causalLM',
  ForConditionalGeneration: 'conditional',
  MTModel: 'conditional',
  Model: 'none',
} as const;
export type Head = (typeof HEADS)[keyof typeof HEADS];

/**
 * The graphs of a model. `model`, `encoder` and `decoder` read a whole text, as exports to ONNX do; what writes has a
 * `step` besides, which goes on from buffers of keys and values, and an encoder-decoder a `source`: what makes the keys
 * and values of its encoder's states.
 */
export type GraphRole = 'model' | 'encoder' | 'decoder' | 'step' | 'source';

/** The heads that most encoders come with. */
export type EncoderHead = 'none' | 'maskedLM' | 'sequenceClassification' | 'tokenClassification' | 'questionAnswering';

/** What the graph of a role is written with. */
export interface GraphRequest<H extends Head = Head> extends Writing {
  role: GraphRole;
  head: H;
}

/** A family of models: from a configuration to graphs. A new one is a file beside this one and a line in the index. */
export interface Family<Schema extends v.GenericSchema = v.GenericSchema, H extends Head = Head> {
  /** `model_type`s of config.json */
  types: readonly string[];
  architecture: Architecture;
  /** of config.json, as far as the family goes by it */
  config: Schema;
  /** before the names of the base model's weights */
  prefix: string;
  heads: readonly H[];
  /** tokens that a text may have, specials included; null where positions have no end */
  maxLength(config: v.InferOutput<Schema>): number | null;
  /** Parameters that transformers' class has and no graph reads, by their names: how many. */
  unread?(config: v.InferOutput<Schema>, head: H): Readonly<Record<string, number>>;
  /** Writes the graph of a role: its inputs, what it computes, its outputs. */
  write(config: v.InferOutput<Schema>, request: GraphRequest<H>): void;
}

/** Keeps the types of a family's configuration and heads together. */
export const defineFamily = <Schema extends v.GenericSchema, H extends Head>(family: Family<Schema, H>): Family =>
  family;
