import { ifNeeded, type Rule } from './rule.js';

/** Both factors or terms may be repeated along axes; each gets the sum over them. */
export const add: Rule = (context, { inputs, outputs }, gradient) =>
  inputs.map((input) => ifNeeded(context, input, () => context.reduce(gradient, outputs[0]!, input)));

/** d(a · b) = b · da + a · db */
export const multiply: Rule = (context, { inputs, outputs }, gradient) =>
  inputs.map((input, at) =>
    ifNeeded(context, input, () =>
      context.reduce(context.writer.multiply(gradient, inputs[1 - at]!), outputs[0]!, input),
    ),
  );

/** d(a / b) = da / b − (a / b) · db / b */
export const divide: Rule = (context, { inputs, outputs }, gradient) => {
  const { writer } = context;
  const [above, below] = inputs as [string, string];
  const [quotient] = outputs as [string];
  return [
    ifNeeded(context, above, () => context.reduce(writer.divide(gradient, below), quotient, above)),
    ifNeeded(context, below, () => {
      const own = writer.negate(writer.divide(writer.multiply(gradient, quotient), below));
      return context.reduce(own, quotient, below);
    }),
  ];
};

/** A tensor as it is. */
export const same: Rule = (_, __, gradient) => [gradient];

/** 1 − tanh² */
export const tanh: Rule = ({ writer }, { outputs }, gradient) => {
  const [value] = outputs as [string];
  return [writer.multiply(gradient, writer.subtract(writer.real(1), writer.multiply(value, value)))];
};

/** σ · (1 − σ) */
export const sigmoid: Rule = ({ writer }, { outputs }, gradient) => {
  const [value] = outputs as [string];
  return [writer.multiply(gradient, writer.multiply(value, writer.subtract(writer.real(1), value)))];
};

/** 0 where nothing passes, as PyTorch has it at 0 itself. */
export const relu: Rule = ({ writer }, { inputs }, gradient) => {
  const passes = writer.op('Greater', [inputs[0]!, writer.real(0)]);
  return [writer.op('Where', [passes, gradient, writer.real(0)])];
};

/** x · Φ(x) (Hendrycks and Gimpel 2016): Φ(x) + x · φ(x) */
export const gelu: Rule = ({ writer }, { inputs }, gradient) => {
  const [x] = inputs as [string];
  const erf = writer.op('Erf', [writer.scale(x, Math.SQRT1_2)]);
  const cumulative = writer.scale(writer.add(erf, writer.real(1)), 0.5);
  const density = writer.scale(writer.exp(writer.scale(writer.multiply(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return [writer.multiply(gradient, writer.add(cumulative, writer.multiply(x, density)))];
};

/** ½x · (1 + tanh(k · (x + 0.044715x³))), k = √(2/π), by its own derivative. */
export const fastGelu: Rule = (context, { inputs }, gradient) => {
  const { writer } = context;
  const [x] = inputs as [string];
  const k = Math.sqrt(2 / Math.PI);
  const square = writer.multiply(x, x);
  const inner = writer.multiply(x, writer.add(writer.real(k), writer.scale(square, k * 0.044715)));
  const value = writer.op('Tanh', [inner]);
  const half = writer.scale(writer.add(value, writer.real(1)), 0.5);
  const slope = writer.subtract(writer.real(1), writer.multiply(value, value));
  const innerSlope = writer.add(writer.real(k), writer.scale(square, 3 * k * 0.044715));
  const rest = writer.multiply(writer.multiply(writer.scale(x, 0.5), slope), innerSlope);
  return [writer.multiply(gradient, writer.add(half, rest))];
};
