import { ROOT, type TreeShape } from './treeShape.js';

/** Which branches are folded away where the user has not said otherwise. */
export type Folding = 'none' | 'pruned' | 'dead';

export const FOLDINGS: readonly Folding[] = ['none', 'pruned', 'dead'];

/** What is folded. */
export interface Folds {
  folding: Folding;
  /** places that the user opened or closed by hand; closing hides dead branches only */
  byHand: ReadonlyMap<number, 'open' | 'closed'>;
}

/** More candidates than these a step, and pruned ones are folded at first. */
const MANY = 8;

/** How a search is shown at first: told by its first step, so that it does not change while it grows. */
export function firstFolding({ childrenOf }: TreeShape): Folding {
  return childrenOf(ROOT).length > MANY ? 'pruned' : 'none';
}

function isHidden({ nodes, dead }: TreeShape, { folding, byHand }: Folds, parent: number, child: number): boolean {
  switch (byHand.get(parent)) {
    case 'open':
      return false;
    case 'closed':
      return dead(child);
    case undefined:
      break;
  }
  switch (folding) {
    case 'none':
      return false;
    case 'pruned':
      return nodes[child]!.state === 'pruned';
    case 'dead':
      return dead(child);
  }
}

/** The children that are shown, best first, and how many are not. */
export function shownChildren(shape: TreeShape, folds: Folds, node: number): { shown: number[]; hidden: number } {
  const all = shape.childrenOf(node);
  const shown = all.filter((child) => !isHidden(shape, folds, node, child));
  return { shown, hidden: all.length - shown.length };
}

/** The folds after a place was opened or closed; the same ones where nothing can be folded. */
export function toggleFold(shape: TreeShape, folds: Folds, node: number): Folds {
  if (!shape.childrenOf(node).some((child) => shape.dead(child))) return folds;
  const { hidden } = shownChildren(shape, folds, node);
  return { ...folds, byHand: new Map(folds.byHand).set(node, hidden > 0 ? 'open' : 'closed') };
}
