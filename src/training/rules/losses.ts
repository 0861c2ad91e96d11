import { FLOAT, IGNORED, numberOf } from '../graph.js';
import { NoRuleError, type Rule } from './rule.js';

/**
 * Mean of −log softmax(x)[label] over the rows whose label counts: (softmax(x) − 1 at the label) / rows that count.
 * The node gives log softmax(x) out as well.
 */
export const softmaxCrossEntropyLoss: Rule = ({ writer, shape }, node, gradient) => {
  if (numberOf(node, 'ignore_index', 0) !== IGNORED) throw new NoRuleError(node.op, `without ignore_index ${IGNORED}`);
  const [logits, labels] = node.inputs as [string, string];
  if (node.outputs.length < 2) node.outputs.push(writer.name());
  const counts = writer.op('Cast', [writer.op('GreaterOrEqual', [labels, writer.whole(0)])], { to: FLOAT });
  const share = writer.divide(writer.multiply(gradient, counts), writer.sum(counts, [0]));
  const hot = writer.op('OneHot', [labels, writer.whole(shape(logits).at(-1)!), writer.reals(0, 1)]);
  const difference = writer.subtract(writer.exp(node.outputs[1]!), hot);
  return [writer.multiply(difference, writer.op('Unsqueeze', [share, writer.ints(-1)])), null];
};
