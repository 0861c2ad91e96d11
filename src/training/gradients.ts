import { wholeConstant, type TrainingNode } from './graph.js';
import { NodeWriter } from './nodeWriter.js';
import { RULES } from './rules/index.js';
import { NoRuleError, type RuleContext } from './rules/rule.js';

/** A graph that gives gradients beside what it gave before. */
export interface GradientGraph {
  nodes: TrainingNode[];
  /** the tensor of each parameter's gradient, by the parameter */
  gradients: ReadonlyMap<string, string>;
}

/**
 * Reverse mode (Linnainmaa 1970): appends to a graph what gives the derivative of its loss by each of some inputs. Nodes are
 * in an order in which each comes behind what it reads, as ONNX has them.
 * @param loss a single number
 * @param parameters inputs of the graph
 * @param shapes of all tensors in a run of 2 rows and 3 tokens: no size that is open is then 1
 * @throws NoRuleError for an operator between the parameters and the loss that has no derivative here
 */
export function withGradients(
  nodes: readonly TrainingNode[],
  loss: string,
  parameters: readonly string[],
  shapes: ReadonlyMap<string, readonly number[]>,
): GradientGraph {
  // A rule may ask a node for more outputs than it gave.
  const forward = nodes.map((node) => ({ ...node, outputs: [...node.outputs] }));
  const writer = new NodeWriter('gradient');
  const reached = reachedFrom(forward, parameters);
  const context = ruleContext(forward, writer, reached, shapes);
  const parts = new Map<string, string[]>([[loss, [writer.real(1)]]]);
  const total = (tensor: string) => parts.get(tensor)?.reduce((sum, part) => writer.add(sum, part));
  for (const node of forward.toReversed()) {
    if (!node.outputs.some((output) => reached.has(output))) continue;
    const found = node.outputs.map(total);
    if (found.every((gradient) => gradient === undefined)) continue;
    const rule = RULES[node.op];
    if (!rule) throw new NoRuleError(node.op);
    const all = found.map((gradient, at) => gradient ?? zerosLike(writer, node.outputs[at]!));
    for (const [at, gradient] of rule(context, node, all[0]!, all).entries()) {
      const input = node.inputs[at]!;
      if (gradient !== null && reached.has(input)) parts.set(input, [...(parts.get(input) ?? []), gradient]);
    }
  }
  const gradients = parameters.map((name) => [name, total(name) ?? zerosLike(writer, name)] as const);
  return { nodes: [...forward, ...writer.nodes], gradients: new Map(gradients) };
}

/** What changes with the parameters; sizes do not. */
function reachedFrom(nodes: readonly TrainingNode[], parameters: readonly string[]): ReadonlySet<string> {
  const reached = new Set(parameters);
  for (const { op, inputs, outputs } of nodes) {
    if (op === 'Shape' || !inputs.some((input) => reached.has(input))) continue;
    for (const output of outputs) reached.add(output);
  }
  return reached;
}

/** What the loss does not depend on changes nothing. */
const zerosLike = (writer: NodeWriter, tensor: string) => writer.op('ConstantOfShape', [writer.op('Shape', [tensor])]);

function ruleContext(
  nodes: readonly TrainingNode[],
  writer: NodeWriter,
  reached: ReadonlySet<string>,
  shapes: ReadonlyMap<string, readonly number[]>,
): RuleContext {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const shape = (tensor: string) => {
    const found = shapes.get(tensor);
    if (!found) throw new Error(`The sizes of ${tensor} are not known.`);
    return found;
  };
  return {
    writer,
    shape,
    needs: (tensor) => tensor !== undefined && reached.has(tensor),
    constant: (tensor, { op }) => {
      const maker = makers.get(tensor);
      const values = maker ? wholeConstant(maker) : null;
      if (!values) throw new NoRuleError(op, 'with axes or places that are no constants');
      return values;
    },
    reduce: (gradient, from, to) => {
      const [sizes, wanted] = [shape(from), shape(to)];
      const added = sizes.length - wanted.length;
      const lead = Array.from({ length: added }, (_, at) => at);
      const repeated = wanted.flatMap((size, at) => (size === 1 && sizes[at + added] !== 1 ? [at] : []));
      const inner = lead.length > 0 ? writer.sum(gradient, lead, false) : gradient;
      return repeated.length > 0 ? writer.sum(inner, repeated) : inner;
    },
  };
}
