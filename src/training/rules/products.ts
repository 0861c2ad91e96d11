import { numberOf, type TrainingNode } from '../graph.js';
import { ifNeeded, NoRuleError, type Rule, type RuleContext } from './rule.js';

/** Y = α · A · B or α · A · Bᵀ: dA = α · dY · Bᵀ or α · dY · B, dB = α · Aᵀ · dY or α · dYᵀ · A. */
function productRule(context: RuleContext, node: TrainingNode, gradient: string): (string | null)[] {
  const { writer, shape } = context;
  const [left, right] = node.inputs as [string, string];
  const [isTurned, alpha] = [numberOf(node, 'transB', 0) === 1, numberOf(node, 'alpha', 1)];
  const [ranks, most] = [[shape(left).length, shape(right).length], shape(node.outputs[0]!).length];
  // One matrix for all rows: a single product of them all, instead of one for each and their sum.
  const isShared = ranks[1] === 2 && ranks[0]! > 2;
  if (!isShared && ranks.some((rank) => rank !== most)) throw new NoRuleError(node.op, 'of factors of unlike ranks');
  const rows = (tensor: string) => (isShared ? writer.reshape(tensor, -1, shape(tensor).at(-1)!) : tensor);
  return [
    ifNeeded(context, left, () => writer.product(gradient, right, { transB: isTurned ? 0 : 1, alpha })),
    ifNeeded(context, right, () => {
      const outputs = isShared ? writer.reshape(gradient, -1, shape(right)[isTurned ? 0 : 1]!) : gradient;
      const inputs = rows(left);
      return isTurned
        ? writer.product(outputs, inputs, { transA: 1, alpha })
        : writer.product(inputs, outputs, { transA: 1, alpha });
    }),
  ];
}

export const matMul: Rule = productRule;

/** onnxruntime's product of matrices that may be turned. */
export const fusedMatMul: Rule = (context, node, gradient) => {
  for (const name of ['transA', 'transBatchA', 'transBatchB']) {
    if (numberOf(node, name, 0) !== 0) throw new NoRuleError(node.op, `with ${name}`);
  }
  return productRule(context, node, gradient);
};
