import * as v from 'valibot';
import { expects } from '../../expectedValue.js';
import { ACTIVATIONS } from './parts.js';

/** Fields that the configurations of several families share; what is missing has the default of transformers. */
const whole = (least: number, most: number) => {
  const message = expects(`a whole number from ${least} to ${most}`, { type: 'whole', min: least, max: most });
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
};
/** One of these names. */
export const nameOf = <const Names extends readonly string[]>(names: Names) =>
  v.picklist(names, expects(names.join(', '), { type: 'oneOf', names }));

export const layerCount = whole(1, 1000);
export const headCount = whole(1, 1000);
export const width = whole(1, 100_000);
export const vocabularySize = whole(1, 1_000_000);
export const positionCount = whole(1, 10_000_000);
export const tokenId = whole(0, 999_999);
/** Of relative positions: each side has half of them, and of these half for near ones. */
export const bucketCount = v.pipe(
  whole(4, 100_000),
  v.check((count) => count % 2 === 0, 'an even number'),
);
export const epsilon = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const activation = nameOf(ACTIVATIONS);
export const flag = v.boolean();

/** How many classes a head has: `num_labels` where that is written, else as many as labels are named. */
export const labelFields = {
  id2label: v.optional(v.record(v.string(), v.string())),
  num_labels: v.optional(whole(1, 1_000_000)),
};

export const labelCount = (config: {
  id2label?: Record<string, string> | undefined;
  num_labels?: number | undefined;
}) => config.num_labels ?? (config.id2label ? Object.keys(config.id2label).length : 2);
