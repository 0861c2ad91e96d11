import { shownChildren, type Folds } from './treeFolding.js';
import { nodeLabel, estimateWidth } from './nodeLabels.js';
import { ROOT, type TreeShape } from './treeShape.js';
import { assignRows } from './assignRows.js';

/** A node in its place, in CSS pixels at zoom 1; y 0 is the height of the root. */
export interface PlacedNode {
  node: number;
  parent: number;
  /** left end of its label, where its edge arrives */
  x: number;
  y: number;
  label: string;
  /** right end of what stands beside the edge's line, where the edges of its children leave */
  end: number;
  /** children that are folded away */
  hidden: number;
  /** where its parent's edges leave */
  from: { x: number; y: number };
}

/** The nodes of one step, from top to bottom. */
export interface TreeColumn {
  step: number;
  left: number;
  right: number;
  nodes: PlacedNode[];
}

export interface TreeLayout {
  columns: TreeColumn[];
  /** children of the root that are folded away */
  hidden: number;
  width: number;
  /** from the line of the highest node to below the lowest */
  top: number;
  bottom: number;
  /** where a node stands; undefined for one that is folded away */
  find: (node: number) => PlacedNode | undefined;
}

export interface TreeLayoutOptions {
  /** between the lines of two nodes, pixels */
  pitch: number;
  /** room below the line of the last node, pixels */
  below: number;
  /** what stands after a node's token (score, rank), for its width; '' for none */
  tail: (node: number) => string;
}

/** Between a node's end and the labels of the next step: room for the curve of an edge. */
const GAP = 30;
/** The same where no edge bends: every line goes on to one word, and a stem reads as a text. */
const TIGHT = 14;
/** Between a label and what stands after it. */
const SPACE = 6;
/** The root's dot. */
const START = 8;

/**
 * Places a beam search: time from left to right, a column for each step. In a column nodes stand in the order of their
 * parents, so edges never cross, and as near to their parents as the distance between lines allows. A column depends
 * on the ones before it only: a search that grows keeps what is placed where it is.
 */
export function layoutTree(shape: TreeShape, folds: Folds, { pitch, below, tail }: TreeLayoutOptions): TreeLayout {
  const columns: TreeColumn[] = [];
  const places = new Map<number, PlacedNode>();
  const root = shownChildren(shape, folds, ROOT);
  let parents: { node: number; at: Pick<PlacedNode, 'y' | 'end'> }[] = [{ node: ROOT, at: { y: 0, end: START } }];
  let right = START;
  let most = 0;
  for (let step = 0; step < shape.steps; step++) {
    const members = parents.flatMap(({ node, at }) =>
      shownChildren(shape, folds, node).shown.map((child) => ({ child, parent: node, at })),
    );
    if (members.length === 0) break;
    most = Math.max(most, members.length);
    const straight =
      step > 0 &&
      members.length === parents.length &&
      new Set(members.map((one) => one.parent)).size === members.length;
    const left = right + (straight ? TIGHT : GAP);
    const lines = assignRows(
      members.map(({ at }) => at.y / pitch),
      (most - 1) / 2,
    );
    const nodes = members.map(({ child, parent, at }, index): PlacedNode => {
      const label = nodeLabel(shape.nodes[child]!.text);
      const { hidden } = shownChildren(shape, folds, child);
      const after = tail(child);
      const end = left + estimateWidth(label) + badgeWidth(hidden) + (after === '' ? 0 : SPACE + estimateWidth(after));
      const y = Math.round(lines[index]! * pitch * 2) / 2;
      return { node: child, parent, x: left, y, label, end, hidden, from: { x: at.end, y: at.y } };
    });
    for (const placed of nodes) places.set(placed.node, placed);
    right = Math.max(...nodes.map(({ end }) => end));
    columns.push({ step, left, right, nodes });
    parents = nodes.map((placed) => ({ node: placed.node, at: placed }));
  }
  const ys = columns.flatMap(({ nodes }) => nodes.map(({ y }) => y));
  return {
    columns,
    hidden: root.hidden,
    width: (columns.at(-1)?.right ?? START) + SPACE,
    top: Math.min(0, ...ys),
    bottom: Math.max(0, ...ys) + below,
    find: (node) => places.get(node),
  };
}

/** Room for the sign of folded children. */
export function badgeWidth(hidden: number): number {
  return hidden > 0 ? SPACE + estimateWidth(`+${hidden}`) : 0;
}

/** The columns that lie in a stretch of the drawing, one more on each side. */
export function columnsInRange({ columns }: TreeLayout, from: number, to: number): { first: number; last: number } {
  const first = columns.findIndex(({ right }) => right >= from);
  const after = columns.findIndex(({ left }) => left > to);
  const last = after < 0 ? columns.length - 1 : after;
  return { first: Math.max(0, (first < 0 ? columns.length : first) - 1), last };
}
