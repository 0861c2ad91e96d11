import { shownChildren, type Folds } from './treeFolding.js';
import type { TreeLayout } from './treeLayout.js';
import { ROOT, type TreeShape } from './treeShape.js';

/**
 * Where a key leads in the tree: right to the child that went furthest, left to the parent, up and down in the same
 * step, Home to the first token, End to the end of the best sequence.
 * @returns the node; the same one where there is no way on; null for keys that lead nowhere
 */
export function nodeForKey(
  shape: TreeShape,
  folds: Folds,
  layout: TreeLayout,
  node: number,
  key: string,
): number | null {
  const here = shape.nodes[node];
  if (!here) return null;
  switch (key) {
    case 'ArrowRight':
      return favourite(shape, shownChildren(shape, folds, node).shown) ?? node;
    case 'ArrowLeft':
      return here.parent === ROOT ? node : here.parent;
    case 'ArrowUp':
    case 'ArrowDown': {
      const line = layout.columns[here.step]?.nodes ?? [];
      const at = line.findIndex((placed) => placed.node === node);
      return line[at + (key === 'ArrowUp' ? -1 : 1)]?.node ?? node;
    }
    case 'Home':
      return favourite(shape, shownChildren(shape, folds, ROOT).shown) ?? node;
    case 'End':
      return bestEnd(shape) ?? node;
    default:
      return null;
  }
}

/** Of some siblings the one that is given back, or else one that goes on, or else the best. */
function favourite({ returned, dead }: TreeShape, siblings: readonly number[]): number | undefined {
  return siblings.find((child) => returned.has(child)) ?? siblings.find((child) => !dead(child)) ?? siblings[0];
}

/** The end of the best sequence that is given back; while the search runs, of its best hypothesis. */
export function bestEnd({ nodes, steps }: TreeShape): number | undefined {
  let best: number | undefined;
  nodes.forEach(({ state, step, score }, index) => {
    const ends = state === 'returned' || (state === 'live' && step === steps - 1);
    if (!ends) return;
    const before = best === undefined ? undefined : nodes[best];
    const ahead = state === 'returned' && before?.state !== 'returned';
    const behind = state !== 'returned' && before?.state === 'returned';
    if (!before || ahead || (!behind && score > before.score)) best = index;
  });
  return best;
}
