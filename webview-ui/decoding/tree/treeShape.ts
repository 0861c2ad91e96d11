import type { BeamNode } from '../../../src/protocol/engine/index.js';

/** How the nodes of a beam search hang together. Index −1 is the place after the prompt, where all begins. */
export interface TreeShape {
  nodes: readonly BeamNode[];
  /** children of a node, best candidate first */
  childrenOf: (node: number) => readonly number[];
  /** on the way to a sequence that is given back */
  returned: ReadonlySet<number>;
  /** nothing below it goes on, has ended or is given back */
  dead: (node: number) => boolean;
  /** steps so far */
  steps: number;
}

export const ROOT = -1;

/**
 * @param nodes parents before children
 * @param done the search has ended
 */
export function treeShape(nodes: readonly BeamNode[], done: boolean): TreeShape {
  const children = new Map<number, number[]>();
  const returned = new Set<number>();
  const open = new Set<number>();
  const steps = nodes.reduce((most, { step }) => Math.max(most, step + 1), 0);
  nodes.forEach(({ parent }, index) => {
    const siblings = children.get(parent);
    if (siblings) siblings.push(index);
    else children.set(parent, [index]);
  });
  // Parents stand before their children, so one pass from the end carries everything up.
  for (let index = nodes.length - 1; index >= 0; index--) {
    const { parent, state, step } = nodes[index]!;
    if (state === 'returned') returned.add(index);
    if (state === 'returned' || state === 'finished' || (state === 'live' && step === steps - 1)) open.add(index);
    if (returned.has(index)) returned.add(parent);
    if (open.has(index)) open.add(parent);
  }
  for (const siblings of children.values()) siblings.sort((a, b) => nodes[a]!.rank - nodes[b]!.rank);
  if (!done) returned.clear();
  return {
    nodes,
    childrenOf: (node) => children.get(node) ?? [],
    returned,
    dead: (node) => node !== ROOT && !open.has(node),
    steps,
  };
}

/** The nodes from the first token to this one. */
export function pathToNode(nodes: readonly BeamNode[], node: number): number[] {
  const path: number[] = [];
  for (let at = node; at !== ROOT; at = nodes[at]!.parent) path.push(at);
  return path.reverse();
}
