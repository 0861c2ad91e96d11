import { normaliseByLength, type BeamHypothesis } from './hypothesisPool.js';
import type { BeamNodeState, BeamTreeNode } from '../../output.js';

/** Every candidate that a beam search looked at, noted as it goes. */
export class BeamTreeRecorder {
  readonly nodes: BeamTreeNode[] = [];
  #reported = 0;

  constructor(private readonly lengthPenalty: number) {}

  /** @returns the node's index */
  add(parent: number, hypothesis: Omit<BeamHypothesis, 'node'>, rank: number, state: BeamNodeState): number {
    const { ids, logProbability, sum } = hypothesis;
    const score = normaliseByLength(sum, ids.length, this.lengthPenalty);
    return this.nodes.push({ parent, step: ids.length - 1, id: ids.at(-1)!, logProbability, score, state, rank }) - 1;
  }

  /** The nodes that were added since the last time. */
  takeNew(): readonly BeamTreeNode[] {
    const fresh = this.nodes.slice(this.#reported);
    this.#reported = this.nodes.length;
    return fresh;
  }

  markReturned(node: number): void {
    const found = this.nodes[node];
    if (found) found.state = 'returned';
  }
}
