import * as v from 'valibot';
import { integerInRange } from '../generationConfig.js';

export const text = v.string('must be a string');
export const model = v.optional(v.pipe(text, v.nonEmpty('must be the id or the folder of a model')));
export const index = integerInRange(0, 1_000_000);
export const indices = v.optional(
  v.pipe(v.array(index, 'must be a list of indices from 0'), v.minLength(1, 'must not be empty')),
);
export const target = v.optional(text);
/** all pieces of a word together instead of one token */
export const wholeWords = v.optional(v.boolean('must be true or false'), false);

/** A text with its answer, which a model is shown before it is asked. */
export const example = v.strictObject({ text, label: v.pipe(text, v.trim(), v.nonEmpty('must not be empty')) });
export const examples = v.optional(v.array(example, 'must be a list of texts with their labels'));
export type Example = v.InferOutput<typeof example>;

/** A real number, both ends included. */
export const realInRange = (least: number, most: number) => {
  const message = `must be a number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.minValue(least, message), v.maxValue(most, message));
};
