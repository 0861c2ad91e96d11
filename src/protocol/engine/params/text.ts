import * as v from 'valibot';
import { integerInRange } from '../generationConfig.js';
import { examples, index, model, target, text } from './fields.js';

/** How the last hidden states of a text's tokens become one vector. */
export const POOLINGS = ['mean', 'cls', 'sep', 'max', 'last'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** How the tokens of a word come to one class. */
export const AGGREGATIONS = ['simple', 'first', 'max', 'average'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Parameters of what reads a text: its tokens, its language, its classes, its vectors. */
export const textParams = {
  tokens: v.strictObject({ model, text }),
  /** which language a text looks like */
  identify: v.strictObject({ text }),
  fillMask: v.strictObject({
    model,
    text,
    topK: v.optional(integerInRange(1, 1000), 5),
    candidates: v.optional(v.array(text, 'must be a list of strings')),
    /** lists words only: no punctuation, no piece of a word but behind letters, none in another script or spelling than the text's */
    words: v.optional(v.boolean('must be true or false')),
  }),
  betterWords: v.strictObject({
    model,
    text,
    /** the word's place in the text, in UTF-16 units, `end` exclusive */
    start: index,
    end: index,
    topK: v.optional(integerInRange(1, 1000), 10),
  }),
  score: v.strictObject({
    model,
    text,
    target,
    /** masked models: while a piece is masked, the later pieces of its word are masked too (Kauf and Ivanova 2023) */
    withinWord: v.optional(v.boolean('must be true or false'), false),
    /**
     * a text that is longer than the model is read in windows, of which each begins so many tokens after the one before;
     * true: half of what the model takes
     */
    stride: v.optional(v.union([v.literal(true), integerInRange(1, 1_000_000)], 'must be true or a number of tokens')),
    /** only tokens that reach into this stretch are scored, in UTF-16 units of what is scored; the others are read alone */
    from: v.optional(index),
    to: v.optional(index),
  }),
  embed: v.strictObject({
    model,
    texts: v.pipe(v.array(text, 'must be a list of strings'), v.minLength(1, 'must not be empty')),
    pooling: v.optional(v.picklist(POOLINGS, `must be ${POOLINGS.join(', ')}`)),
    /** one of the model's own, which are put before a text; its default one when left out */
    promptName: v.optional(v.pipe(text, v.nonEmpty('must be the name of a prompt'))),
  }),
  classify: v.strictObject({ model, text }),
  entities: v.strictObject({
    model,
    text,
    /** how the tokens of a word agree on its class, by Hugging Face's names; `simple`: they need not */
    aggregation: v.optional(v.picklist(AGGREGATIONS, `must be ${AGGREGATIONS.join(', ')}`), 'simple'),
  }),
  answer: v.strictObject({
    model,
    question: text,
    context: text,
    topK: v.optional(integerInRange(1, 1000), 1),
    /** widens answers to whole words, and makes one of those that then read the same (Hugging Face's `align_to_words`) */
    alignToWords: v.optional(v.boolean('must be true or false'), false),
    /** also says how probable it is that the context does not hold the answer (SQuAD 2) */
    noAnswer: v.optional(v.boolean('must be true or false'), false),
  }),
  nextSentence: v.strictObject({ model, first: text, second: text }),
  replaced: v.strictObject({ model, text }),
  rank: v.strictObject({
    model,
    query: text,
    texts: v.pipe(v.array(text, 'must be a list of strings'), v.minLength(1, 'must not be empty')),
  }),
  zeroShot: v.strictObject({
    model,
    text,
    labels: v.pipe(
      v.array(v.pipe(text, v.trim(), v.nonEmpty('must not be empty')), 'must be a list of strings'),
      v.minLength(1, 'must not be empty'),
    ),
    /** a sentence with `{label}` in it */
    template: v.optional(text),
    /** that a model which writes is shown first, with labels of the list */
    examples,
  }),
};
