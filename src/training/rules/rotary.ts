import type { Rule } from './rule.js';

/** A turn by an angle: the gradient is turned back (Su et al. 2021). */
export const rotaryEmbedding: Rule = ({ writer }, { inputs, attributes, domain }, gradient) => {
  const [, positions, cos, sin] = inputs as [string, string, string, string];
  return [writer.op('RotaryEmbedding', [gradient, positions, cos, writer.negate(sin)], attributes, domain)];
};
