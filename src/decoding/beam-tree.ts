import { lengthNormalised, type Hypothesis } from './hypotheses.js';
import type { NodeState, TreeNode } from './outcome.js';

/** Every candidate that a beam search looked at, noted as it goes. */
export class BeamTreeRecorder {
  readonly nodes: TreeNode[] = [];
  #told = 0;

  constructor(private readonly lengthPenalty: number) {}

  /** @returns the node's index */
  add(parent: number, hypothesis: Omit<Hypothesis, 'node'>, rank: number, state: NodeState): number {
    const { ids, logProbability, sum } = hypothesis;
    const score = lengthNormalised(sum, ids.length, this.lengthPenalty);
    return this.nodes.push({ parent, step: ids.length - 1, id: ids.at(-1)!, logProbability, score, state, rank }) - 1;
  }

  /** The nodes that were added since the last time. */
  takeNew(): readonly TreeNode[] {
    const fresh = this.nodes.slice(this.#told);
    this.#told = this.nodes.length;
    return fresh;
  }

  markReturned(node: number): void {
    const found = this.nodes[node];
    if (found) found.state = 'returned';
  }
}
