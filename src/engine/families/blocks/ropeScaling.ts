import * as v from 'valibot';
import { expects } from '../../expectedValue.js';

const number = v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1e9));

const KINDS = expects('the rope_type default, linear or llama3, with its numbers', {
  type: 'oneOf',
  names: ['default', 'linear', 'llama3'],
});

/** `rope_scaling`: the forms that are computed here; transformers knows more, which are refused by their names. */
export const ropeScaling = v.nullish(
  v.pipe(
    v.custom((value) => !Array.isArray(value), KINDS),
    v.looseObject({ rope_type: v.optional(v.string(KINDS)), type: v.optional(v.string(KINDS)) }, KINDS),
    v.transform((given): Record<string, unknown> => ({ ...given, kind: given.rope_type ?? given.type ?? 'default' })),
    v.variant(
      'kind',
      [
        v.object({ kind: v.literal('default') }),
        v.object({ kind: v.literal('linear'), factor: number }),
        v.object({
          kind: v.literal('llama3'),
          factor: number,
          low_freq_factor: number,
          high_freq_factor: number,
          original_max_position_embeddings: number,
        }),
      ],
      KINDS,
    ),
  ),
  null,
);
export type RopeScaling = v.InferOutput<typeof ropeScaling>;

/**
 * The frequencies base^(−2i / dimensions), scaled as transformers' `ROPE_INIT_FUNCTIONS` has it.
 * @param dimensions of a head that are turned
 * @throws RangeError for an odd number of them
 */
export function ropeFrequencies(dimensions: number, base: number, scaling: RopeScaling): number[] {
  if (dimensions < 2 || dimensions % 2 !== 0) {
    throw new RangeError(
      `positions turn two numbers of a head at a time, and head_dim or rotary_pct has ${dimensions} turned.`,
    );
  }
  const plain = Array.from({ length: dimensions / 2 }, (_, at) => base ** (-(2 * at) / dimensions));
  switch (scaling?.kind) {
    case 'linear':
      return plain.map((frequency) => frequency / scaling.factor);
    case 'llama3': {
      const {
        factor,
        low_freq_factor: low,
        high_freq_factor: high,
        original_max_position_embeddings: length,
      } = scaling;
      return plain.map((frequency) => {
        const turns = (length * frequency) / (2 * Math.PI);
        if (turns > high) return frequency;
        if (turns < low) return frequency / factor;
        const smooth = (turns - low) / (high - low);
        return ((1 - smooth) * frequency) / factor + smooth * frequency;
      });
    }
    case 'default':
    case undefined:
      return plain;
  }
}
