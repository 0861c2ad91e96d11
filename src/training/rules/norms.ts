import { numberOf, type TrainingNode } from '../graph.js';
import { ifNeeded, NoRuleError, type Rule, type RuleContext } from './rule.js';

function requireLastAxis({ shape }: RuleContext, node: TrainingNode, otherwise: number): void {
  const axis = numberOf(node, 'axis', otherwise);
  if (axis !== -1 && axis !== shape(node.inputs[0]!).length - 1) throw new NoRuleError(node.op, 'along another axis');
}

/** y · (dy − Σ dy · y) along the last axis */
export const softmax: Rule = (context, node, gradient) => {
  requireLastAxis(context, node, -1);
  const { writer } = context;
  const [value] = node.outputs as [string];
  const weighted = writer.multiply(gradient, value);
  return [writer.subtract(weighted, writer.multiply(value, writer.sum(weighted, [-1])))];
};

/**
 * y = w · x̂ with x̂ = x · s, s = 1 / √(mean of x² + ε): with g = dy · w, dx = s · (g − x̂ · mean(g · x̂)), dw = Σ dy · x̂ (Zhang
 * and Sennrich 2019). The node gives its s out as well.
 */
export const rmsNormalization: Rule = (context, node, gradient) => {
  requireLastAxis(context, node, -1);
  const { writer, shape } = context;
  const [input, weight] = node.inputs as [string, string];
  if (node.outputs.length < 2) node.outputs.push(writer.name());
  const scale = node.outputs[1]!;
  const sizes = shape(input);
  const normed = writer.multiply(input, scale);
  const own = () => {
    const inner = writer.multiply(gradient, weight);
    const along = writer.scale(writer.sum(writer.multiply(inner, normed), [-1]), 1 / sizes.at(-1)!);
    return writer.multiply(writer.subtract(inner, writer.multiply(normed, along)), scale);
  };
  const rows = sizes.slice(1).map((_, at) => at);
  return [
    ifNeeded(context, input, own),
    ifNeeded(context, weight, () => writer.sum(writer.multiply(gradient, normed), rows, false)),
  ];
};

/**
 * y = w · x̂ + b with x̂ = (x − mean) · s, s = 1 / √(variance + ε): with g = dy · w,
 * dx = s · (g − mean(g) − x̂ · mean(g · x̂)), dw = Σ dy · x̂, db = Σ dy (Ba, Kiros and Hinton 2016).
 * The node gives its mean and s out as well.
 */
export const layerNormalization: Rule = (context, node, gradient) => {
  requireLastAxis(context, node, -1);
  const { writer, shape } = context;
  const [input, weight, bias] = node.inputs as [string, string, string?];
  while (node.outputs.length < 3) node.outputs.push(writer.name());
  const [, mean, scale] = node.outputs as [string, string, string];
  const sizes = shape(input);
  const rows = sizes.slice(1).map((_, at) => at);
  const normed = writer.multiply(writer.subtract(input, mean), scale);
  const own = () => {
    const inner = writer.multiply(gradient, weight);
    const along = writer.multiply(normed, writer.sum(writer.multiply(inner, normed), [-1]));
    const taken = writer.scale(writer.add(writer.sum(inner, [-1]), along), 1 / sizes.at(-1)!);
    return writer.multiply(writer.subtract(inner, taken), scale);
  };
  return [
    ifNeeded(context, input, own),
    ifNeeded(context, weight, () => writer.sum(writer.multiply(gradient, normed), rows, false)),
    ifNeeded(context, bias, () => writer.sum(gradient, rows, false)),
  ];
};
