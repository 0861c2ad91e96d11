import * as l10n from '@vscode/l10n';
import type { BeamNode } from '../../../src/protocol/engine/index.js';
import { html } from '../../kit/dom.js';
import type { ViewContext } from '../model/viewContext.js';
import { drawColumn, nodeKind, type TreeDrawing } from './drawTree.js';
import { firstFolding, toggleFold, type Folds } from './treeFolding.js';
import { bestEnd, nodeForKey } from './treeKeys.js';
import { layoutTree, type TreeColumn, type TreeLayout } from './treeLayout.js';
import { pathToNode, ROOT, treeShape, type TreeShape } from './treeShape.js';
import { TreeViewport } from './treeViewport.js';
import { TreeToolbar } from './treeToolbar.js';
import { describeFate, nodeFigures, nodeTailText, pathText } from './nodeTexts.js';

/** Between and below lines, pixels: without and with figures under the tokens. */
const SPACING = { plain: { pitch: 20, below: 0 }, figures: { pitch: 32, below: 10 } } as const;

/** A beam search as a tree, growing while it runs. */
export class BeamTreeView {
  readonly element: HTMLElement;
  readonly #stage: TreeViewport;
  readonly #tools: TreeToolbar;
  readonly #followed = html('div.followed', { attributes: { 'aria-live': 'off' } });
  #shape: TreeShape = treeShape([], false);
  #done = false;
  #folds: Folds | null = null;
  #figures: boolean;
  #layout: TreeLayout | null = null;
  /** the node that Tab reaches and whose path is shown; null until there is one */
  #current: number | null = null;
  /** the user chose it */
  #chosen = false;
  #pointed: number | null = null;
  readonly #context: ViewContext;

  constructor(context: ViewContext, { figures = false }: { figures?: boolean } = {}) {
    this.#context = context;

    this.#figures = figures;
    this.#stage = new TreeViewport(l10n.t('Beam search as a tree'), () => this.#mark());
    this.#tools = new TreeToolbar({
      fold: (folding) => this.#refold({ folding, byHand: new Map() }),
      figures: (on) => {
        this.#figures = on;
        this.#draw();
      },
      zoom: (direction) => this.#stage.zoom(direction),
      fit: () => this.#stage.fit(),
    });
    const { element } = this.#stage;
    element.addEventListener('click', (event) => this.#click(event));
    element.addEventListener('dblclick', (event) => this.#toggle(nodeAt(event)));
    element.addEventListener('keydown', (event) => this.#key(event));
    element.addEventListener('focusin', (event) => this.#choose(nodeAt(event)));
    element.addEventListener('pointerover', (event) => this.#point(nodeAt(event)));
    element.addEventListener('pointerleave', () => this.#point(null));
    this.element = html('div.tree', {}, this.#tools.element, element, this.#followed);
  }

  /**
   * Shows a search as far as it is.
   * @param nodes those of before and new ones behind them; parents before children
   * @param done it has ended: what is given back is known
   */
  update(nodes: readonly BeamNode[], done: boolean): void {
    const other = nodes.length < this.#shape.nodes.length || nodes[0]?.id !== (this.#shape.nodes[0] ?? nodes[0])?.id;
    if (other) this.#reset();
    this.#shape = treeShape(nodes, done);
    this.#done = done;
    if (nodes.length === 0) return this.#draw();
    this.#folds ??= { folding: firstFolding(this.#shape), byHand: new Map() };
    if (!this.#chosen) this.#current = (done ? bestEnd(this.#shape) : undefined) ?? this.#current ?? 0;
    this.#draw();
  }

  /** Another search began. */
  #reset(): void {
    this.#folds = null;
    this.#current = null;
    this.#chosen = false;
    this.#pointed = null;
  }

  #draw(): void {
    const context = this.#context;
    const shape = this.#shape;
    const done = this.#done;
    const folds = this.#folds ?? { folding: 'none', byHand: new Map() };
    this.#layout = layoutTree(shape, folds, {
      ...(this.#figures ? SPACING.figures : SPACING.plain),
      tail: (node) => nodeTailText(context, shape, node, done),
    });
    const drawing: TreeDrawing = { context, shape, done, figures: this.#figures };
    this.#tools.update({ folding: folds.folding, figures: this.#figures });
    this.#stage.update(this.#layout, {
      draw: (column, bend) => drawColumn(drawing, column, bend),
      signature: (column) => this.#signature(column),
    });
    this.#mark();
  }

  #signature({ nodes, left }: TreeColumn): string {
    const facts = nodes.map(({ node, y, end, hidden, from }) =>
      [node, y, end, hidden, from.x, from.y, nodeKind(this.#shape, node), this.#shape.childrenOf(node).length].join(),
    );
    return [left, this.#figures, this.#done, ...facts].join('|');
  }

  /** Shows which path is followed, and what stands there. */
  #mark(): void {
    this.#stage.pin(this.#current === null ? null : (this.#shape.nodes[this.#current]?.step ?? null));
    const at = this.#pointed ?? this.#current;
    const path = new Set(at === null ? [] : pathToNode(this.#shape.nodes, at));
    for (const { node, element } of this.#stage.parts()) {
      element.classList.toggle('on', path.has(node));
      if (!element.hasAttribute('data-node') || node === ROOT) continue;
      element.setAttribute('tabindex', node === this.#current ? '0' : '-1');
      element.setAttribute('aria-selected', String(node === this.#current));
    }
    this.#followed.replaceChildren(...(at === null ? [] : this.#lines(at)));
  }

  #lines(at: number): HTMLElement[] {
    const context = this.#context;
    const facts = [nodeFigures(context, this.#shape.nodes[at]!), describeFate(this.#shape, at, this.#done)].join(' · ');
    return [html('p.path', {}, pathText(this.#shape, at)), html('p.dim.small', {}, facts)];
  }

  #choose(node: number | null): void {
    if (node === null || node === ROOT) return;
    this.#chosen = true;
    this.#current = node;
    this.#mark();
  }

  #point(node: number | null): void {
    if (node === ROOT || node === this.#pointed) return;
    this.#pointed = node;
    this.#mark();
  }

  #click(event: MouseEvent): void {
    const node = nodeAt(event);
    if (node === null) return;
    if ((event.target as Element).closest('.badge')) return this.#toggle(node);
    if (node !== ROOT) this.#stage.find(node)?.focus({ preventScroll: true });
  }

  #key(event: KeyboardEvent): void {
    const node = nodeAt(event);
    if (node === null || !this.#folds || !this.#layout || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return this.#toggle(node);
    }
    const to = nodeForKey(this.#shape, this.#folds, this.#layout, node, event.key);
    const placed = to === null ? undefined : this.#layout.find(to);
    if (to === null || !placed) return;
    event.preventDefault();
    this.#stage.reveal(placed);
    this.#stage.find(to)?.focus({ preventScroll: true });
  }

  #toggle(node: number | null): void {
    if (node === null || !this.#folds) return;
    this.#refold(toggleFold(this.#shape, this.#folds, node));
  }

  #refold(folds: Folds): void {
    this.#folds = folds;
    this.#draw();
    // Where the place of the keyboard was folded away, it goes to the parent that is still there.
    let at = this.#current;
    while (at !== null && at !== ROOT && !this.#layout?.find(at)) at = this.#shape.nodes[at]!.parent;
    if (at === this.#current || at === null) return;
    this.#current = at === ROOT ? (this.#layout?.columns[0]?.nodes[0]?.node ?? null) : at;
    this.#mark();
  }
}

/** The node that an event is about; −1 for the root. */
function nodeAt(event: Event): number | null {
  const held = (event.target as Element | null)?.closest('.node, .start')?.getAttribute('data-node');
  return held === null || held === undefined ? null : Number(held);
}
