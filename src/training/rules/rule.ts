import type { TrainingNode } from '../graph.js';
import type { NodeWriter } from '../nodeWriter.js';

/** What a rule knows of the graph beside its own node. */
export interface RuleContext {
  writer: NodeWriter;
  /** The sizes of a tensor in a run of 2 rows and 3 tokens: which of them are 1, and how many there are, is always so. */
  shape: (tensor: string) => readonly number[];
  /** Whether a gradient of this tensor is asked for. */
  needs: (tensor: string | undefined) => boolean;
  /** The whole numbers of a constant. @throws NoRuleError where it is none */
  constant: (tensor: string, node: TrainingNode) => readonly number[];
  /** Sums what has the sizes of `from` over the axes along which `to` was repeated. */
  reduce: (gradient: string, from: string, to: string) => string;
}

/**
 * The derivative rule of an operator: appends the nodes that make the gradients of a node's inputs, in their order; null for
 * an input that has none, or of which none is asked for.
 * @param gradient of the node's first output; `all`: of each of its outputs
 * @throws NoRuleError for a form of the operator that it does not know
 */
export type Rule = (
  context: RuleContext,
  node: TrainingNode,
  gradient: string,
  all: readonly string[],
) => (string | null)[];

/** There is no derivative of an operator, or none of a form of it. */
export class NoRuleError extends Error {
  override readonly name = 'NoRuleError';

  constructor(
    readonly op: string,
    form = '',
  ) {
    super(`There is no derivative of ${op}${form && ` ${form}`}.`);
  }
}

/** A gradient where it is asked for. */
export const ifNeeded = ({ needs }: RuleContext, tensor: string | undefined, make: () => string): string | null =>
  needs(tensor) ? make() : null;
