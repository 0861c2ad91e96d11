import type { Architecture, ModelPart, ParameterCounts } from '../../protocol/engine/index.js';
import { FAMILIES } from '../families/index.js';

/** Longest first: `model.` is also the beginning of another's. */
const PREFIXES = [...new Set([...FAMILIES.map(({ prefix }) => prefix), 'model.'])]
  .filter((prefix) => prefix !== '')
  .sort((one, other) => other.length - one.length);

/** A weight's name in the base model, without what the whole model's class puts before it. */
export function baseName(name: string): string {
  const prefix = PREFIXES.find((one) => name.startsWith(one));
  return prefix === undefined ? name : name.slice(prefix.length);
}

const HEAD =
  /^(?:cls|lm_head|classifier|pre_classifier|qa_outputs|vocab_\w+|generator_\w+|discriminator_predictions|predictions|sop_classifier|score|embed_out|head)\.|^decoder\.(?:weight|bias)$/;
const POOLER = /^pooler\./;
const WORDS = /(?:^|\.)(?:word_embeddings|shared|wte|embed_tokens|embed_in|tok_embeddings)\.weight$/;
/** Beside the words: positions, segments and what is done to their sum. */
const EMBEDDINGS = /^(?:decoder\.)?(?:embeddings|embeddings_project|wpe|embed_positions|project_in)\./;

/** Whether a weight is a table of a vocabulary. @param base its name in the base model */
export const isWordTable = (base: string): boolean => WORDS.test(base);

const OUTPUT =
  /^(?:cls\.predictions\.decoder|lm_head(?:\.decoder)?|vocab_projector|generator_lm_head|predictions\.decoder|embed_out|decoder)\.weight$/;

/** Whether a weight is the matrix that makes logits of states. */
export const isOutputMatrix = (base: string): boolean => OUTPUT.test(base);

/**
 * The part of a model that a weight belongs to. What an encoder-decoder has for the words of both sides is of neither; its
 * positions are of their side.
 * @param base its name in the base model
 */
export function partOf(base: string, architecture: Architecture): ModelPart {
  if (HEAD.test(base)) return 'head';
  if (POOLER.test(base)) return 'pooler';
  if (WORDS.test(base)) return 'embeddings';
  if (architecture === 'encoder-decoder') return base.startsWith('decoder.') ? 'decoder' : 'encoder';
  return EMBEDDINGS.test(base) ? 'embeddings' : architecture;
}

/** Sums up weights by their part. @param weights numbers that each has, by its name in the base model */
export function countParts(weights: ReadonlyMap<string, number>, architecture: Architecture): ParameterCounts {
  const counts: ParameterCounts = { total: 0, embeddings: 0, encoder: 0, decoder: 0, pooler: 0, head: 0 };
  for (const [name, count] of weights) {
    counts[partOf(name, architecture)] += count;
    counts.total += count;
  }
  return counts;
}
