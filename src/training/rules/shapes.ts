import { listOf, numberOf } from '../graph.js';
import { NoRuleError, type Rule } from './rule.js';

/** The same numbers in other sizes: their gradient in the sizes before. */
export const reshape: Rule = ({ writer }, { inputs }, gradient) => [writer.shapedAs(gradient, inputs[0]!)];

/** The opposite order of axes. */
export const transpose: Rule = ({ writer, shape }, node, gradient) => {
  const order =
    listOf(node, 'perm') ??
    shape(node.inputs[0]!)
      .map((_, at) => at)
      .reverse();
  return [writer.op('Transpose', [gradient], { perm: { list: order.map((_, at) => order.indexOf(at)) } })];
};

/** Parts of an axis, whose sizes are fixed, one behind the other. */
export const concat: Rule = ({ writer, shape }, node, gradient) => {
  const axis = numberOf(node, 'axis', 0);
  const sizes = node.inputs.map((input) => shape(input).at(axis)!);
  return writer.many('Split', [gradient, writer.ints(...sizes)], sizes.length, { axis });
};

/** Rows of a table at some places, or one place of another axis: the gradient goes back to where it was taken from. */
export const gather: Rule = ({ writer, shape, constant }, node, gradient) => {
  const [table, places] = node.inputs as [string, string];
  const axis = numberOf(node, 'axis', 0);
  if (axis === 0) {
    const zeros = writer.op('ConstantOfShape', [writer.op('Shape', [table])]);
    const at = writer.op('Unsqueeze', [places, writer.ints(-1)]);
    return [writer.op('ScatterND', [zeros, at, gradient], { reduction: { text: 'add' } }), null];
  }
  if (shape(places).length > 0) throw new NoRuleError(node.op, 'of several places of an axis that is not the first');
  const size = shape(table).length;
  const [first = 0] = constant(places, node);
  if (first < 0 || axis < 0) throw new NoRuleError(node.op, 'counted from the end');
  // 1 at the place and 0 elsewhere, along the axis.
  const length = writer.op('Squeeze', [writer.op('Shape', [table], { start: axis, end: axis + 1 })]);
  const all = writer.op('Range', [writer.whole(0), length, writer.whole(1)]);
  const chosen = writer.op('Cast', [writer.op('Equal', [all, writer.whole(first)])], { to: 1 });
  const along = writer.reshape(chosen, ...Array.from({ length: size - axis }, (_, at) => (at === 0 ? -1 : 1)));
  return [writer.multiply(writer.op('Unsqueeze', [gradient, writer.ints(axis)]), along), null];
};

/** Parts of an axis: their gradients, one behind the other. */
export const split: Rule = ({ writer }, node, _gradient, all) => [
  writer.op('Concat', [...all], { axis: numberOf(node, 'axis', 0) }),
  null,
];
