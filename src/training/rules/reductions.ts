import { listOf, numberOf } from '../graph.js';
import type { Rule } from './rule.js';

/** Each number that was summed gets the sum's gradient. */
export const reduceSum: Rule = ({ writer, constant }, node, gradient) => {
  const [input, given] = node.inputs as [string, string?];
  const axes = given === undefined ? (listOf(node, 'axes') ?? []) : constant(given, node);
  const kept =
    numberOf(node, 'keepdims', 1) === 1 ? gradient : writer.op('Unsqueeze', [gradient, writer.ints(...axes)]);
  return [writer.op('Expand', [kept, writer.op('Shape', [input])]), null];
};
