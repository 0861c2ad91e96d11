import { svg } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import type { TreeColumn, PlacedNode } from './treeLayout.js';
import { ROOT, type TreeShape } from './treeShape.js';
import { spokenNodeLabel, nodeTailText } from './nodeTexts.js';

/** What a column is drawn with. */
export interface TreeDrawing {
  context: ViewContext;
  shape: TreeShape;
  done: boolean;
  /** log-probability and score under every token */
  figures: boolean;
}

/** Edges that lie over others come later. */
const ORDER = ['pruned', 'lost', 'finished', 'live', 'returned'];

/** Half the height of what can be pointed at. */
const REACH = 9;
/** From a token's line to its figures. */
const BELOW = 13;

/** What a node is, for its looks. */
export function nodeKind({ nodes, returned, dead }: TreeShape, node: number): string {
  if (returned.has(node)) return 'returned';
  const { state } = nodes[node]!;
  return state === 'live' && dead(node) ? 'lost' : state;
}

/** The edge that leads to a node: along its parent's line to the end of the column, then over to its own. */
function drawEdge({ shape }: TreeDrawing, placed: PlacedNode, bend: number): SVGElement {
  const { x, y, from } = placed;
  const middle = (bend + x) / 2;
  const d = `M${round(from.x + 3)} ${from.y}H${round(bend)}C${round(middle)} ${from.y} ${round(middle)} ${y} ${round(x - 5)} ${y}`;
  return svg(`path.edge.${nodeKind(shape, placed.node)}`, { attributes: { d, 'data-edge': placed.node } });
}

function drawNode(drawing: TreeDrawing, placed: PlacedNode, place: { index: number; size: number }): SVGElement {
  const { context, shape, done, figures } = drawing;
  const { node, x, y, end, label, hidden } = placed;
  const here = shape.nodes[node]!;
  const tail = nodeTailText(context, shape, node, done);
  const parts = [
    svg('tspan.token', {}, label),
    ...(hidden > 0 ? [' ', svg('tspan.badge', {}, `+${hidden}`)] : []),
    ...(tail === '' ? [] : [' ', svg('tspan.tail', { attributes: { dx: 2 } }, tail)]),
  ];
  const numbers = figures
    ? `${context.numbers.logarithm(here.logProbability)} | ${context.numbers.logarithm(here.score)}`
    : null;
  const written = [label, hidden > 0 && `+${hidden}`, tail, numbers].filter(Boolean).join(' ');
  const canFold = shape.childrenOf(node).length > 0;
  return svg(
    `g.node.${nodeKind(shape, node)}`,
    {
      attributes: {
        role: 'treeitem',
        tabindex: -1,
        transform: `translate(${round(x)} ${y})`,
        'data-node': node,
        'aria-level': here.step + 1,
        'aria-posinset': place.index + 1,
        'aria-setsize': place.size,
        'aria-expanded': canFold ? String(hidden < shape.childrenOf(node).length) : null,
        'aria-selected': 'false',
        'aria-label': spokenNodeLabel(context, shape, node, written, done),
      },
    },
    svg('rect.hit', {
      attributes: { x: -3, y: -REACH, width: round(end - x + 6), height: 2 * REACH + (figures ? BELOW - 4 : 0), rx: 3 },
    }),
    svg('text', { attributes: { y: 4 } }, ...parts),
    numbers !== null && svg('text.figures', { attributes: { y: 4 + BELOW } }, numbers),
  );
}

/**
 * A step: its edges first, so that no line lies over a word, and what matters more over what matters less.
 * @param bend where the edges leave the lines of the step before
 */
export function drawColumn(drawing: TreeDrawing, { step, nodes }: TreeColumn, bend: number): SVGElement {
  const weight = ({ node }: PlacedNode) => ORDER.indexOf(nodeKind(drawing.shape, node));
  const families = new Map<number, PlacedNode[]>();
  for (const placed of nodes) families.set(placed.parent, [...(families.get(placed.parent) ?? []), placed]);
  return svg(
    'g.column',
    { attributes: { role: 'presentation', 'data-step': step } },
    ...[...nodes].sort((a, b) => weight(a) - weight(b)).map((placed) => drawEdge(drawing, placed, bend)),
    ...nodes.map((placed) => {
      const siblings = families.get(placed.parent)!;
      return drawNode(drawing, placed, { index: siblings.indexOf(placed), size: siblings.length });
    }),
  );
}

/** The place after the prompt, where all hypotheses begin. */
export function drawRoot(hidden: number): SVGElement {
  return svg(
    'g.start',
    { attributes: { role: 'presentation', 'data-node': ROOT } },
    svg('circle', { attributes: { cx: 4, cy: 0, r: 3.5 } }),
    hidden > 0 && svg('text.badge', { attributes: { x: 0, y: 18 } }, `+${hidden}`),
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
