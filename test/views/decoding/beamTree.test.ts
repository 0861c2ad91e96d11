// @vitest-environment happy-dom
/* The tree of a beam search as it is drawn, from what the embedded model answered. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { BeamNode } from '../../../src/protocol/engine/index.js';
import { BeamTreeView } from '../../../webview-ui/decoding/tree/beamTree.js';
import { pathToNode } from '../../../webview-ui/decoding/tree/treeShape.js';
import { englishContext } from './englishContext.js';
import { beams } from '../fixtures.js';

const nodes = beams.value.tree!.nodes;
const end = nodes.findIndex(({ state }) => state === 'returned');
let view: BeamTreeView;

const all = (selector: string) => [...view.element.querySelectorAll<SVGElement & HTMLElement>(selector)];
const node = (index: number) => all(`.node[data-node="${index}"]`)[0]!;
const followed = () => all('.followed')[0]!.textContent;
const button = (text: string) => all('button').find(({ textContent }) => textContent === text)!;
const press = (key: string) =>
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const focused = () => Number(document.activeElement?.getAttribute('data-node'));

beforeEach(() => {
  view = new BeamTreeView(englishContext);
  document.body.replaceChildren(view.element);
});

describe('a finished search', () => {
  beforeEach(() => view.update(nodes, true));

  it('is drawn whole', () => {
    expect(view.element.outerHTML).toMatchSnapshot();
  });

  it('has every candidate, and the returned path in its own kind', () => {
    expect(all('.node')).toHaveLength(nodes.length);
    expect(all('.node.returned').map((one) => Number(one.dataset.node))).toEqual(pathToNode(nodes, end));
    expect(all('.edge.returned')).toHaveLength(pathToNode(nodes, end).length);
  });

  it('says why a candidate was pruned, and what the returned one scored', () => {
    const pruned = nodes.findIndex(({ state }) => state === 'pruned');
    expect(node(pruned).textContent).toMatch(new RegExp(`× rank ${nodes[pruned]!.rank + 1}$`));
    expect(node(pruned).getAttribute('aria-label')).toContain('pruned: rank 5 of 8, and 4 went on');
    expect(node(end).querySelector('.tail')?.textContent).toBe(englishContext.numbers.logarithm(nodes[end]!.score));
  });

  it('follows the best sequence at first: its text, log-probability and score', () => {
    expect(followed()).toBe(`${beams.value.sequences[0]!.text.trim()}ln p −18.51 · score −1.54 · returned`);
    expect(node(end).getAttribute('tabindex')).toBe('0');
    expect(all('.node[tabindex="0"]')).toHaveLength(1);
  });

  it('is a tree to those who hear it', () => {
    const [first, second] = pathToNode(nodes, end);
    expect(all('svg')[0]!.getAttribute('role')).toBe('tree');
    expect(node(first!).getAttribute('aria-level')).toBe('1');
    expect(node(first!).getAttribute('aria-setsize')).toBe('8');
    expect(node(second!).getAttribute('aria-level')).toBe('2');
    expect(node(second!).getAttribute('aria-label')).toMatch(
      /^to.*, on the way to what was returned, ln p −3\.20 · score −1\.60$/,
    );
  });

  it('goes where keys lead, and shows the path that has the focus', () => {
    node(end).focus();
    press('Home');
    expect(focused()).toBe(pathToNode(nodes, end)[0]);
    press('ArrowRight');
    expect(focused()).toBe(pathToNode(nodes, end)[1]);
    expect(node(focused()).getAttribute('aria-selected')).toBe('true');
    expect(followed()).toMatch(/^began to/);
    expect(all('.node.on').map((one) => Number(one.dataset.node))).toEqual(pathToNode(nodes, end).slice(0, 2));
    press('ArrowLeft');
    press('ArrowDown');
    expect(nodes[focused()]!.parent).toBe(-1);
    press('End');
    expect(focused()).toBe(end);
  });

  it('folds what is dead below a node with Enter, and keeps the focus', () => {
    const at = nodes.findIndex((_, index) => nodes.some(({ parent, state }) => parent === index && state === 'pruned'));
    node(at).focus();
    const before = all('.node').length;
    press('Enter');
    expect(all('.node').length).toBeLessThan(before);
    expect(node(at).querySelector('.badge')?.textContent).toMatch(/^\+\d$/);
    expect(focused()).toBe(at);
    press('Enter');
    expect(all('.node')).toHaveLength(before);
  });

  it('shows what was kept, or only what survived', () => {
    button('kept').dispatchEvent(new MouseEvent('click'));
    expect(all('.node')).toHaveLength(nodes.filter(({ state }) => state !== 'pruned').length);
    button('survivors').dispatchEvent(new MouseEvent('click'));
    expect(all('.node.lost, .node.pruned')).toHaveLength(0);
    expect(button('survivors').getAttribute('aria-pressed')).toBe('true');
    expect(all('.node[data-node]').some((one) => Number(one.dataset.node) === end)).toBe(true);
  });

  it('puts figures under every token when asked', () => {
    button('ln p').dispatchEvent(new MouseEvent('click'));
    const { logProbability, score } = nodes[end]!;
    const { logarithm } = englishContext.numbers;
    expect(node(end).querySelector('.figures')?.textContent).toBe(`${logarithm(logProbability)} | ${logarithm(score)}`);
    expect(all('.figures')).toHaveLength(nodes.length);
  });

  it('shows the path that is pointed at, and goes back', () => {
    const other = nodes.findIndex(({ state, step }) => state === 'pruned' && step === 3);
    node(other).dispatchEvent(new MouseEvent('pointerover', { bubbles: true }));
    expect(followed()).toContain('pruned: rank');
    all('.stage')[0]!.dispatchEvent(new MouseEvent('pointerleave'));
    expect(followed()).toContain('returned');
  });
});

describe('a growing search', () => {
  const upTo = (step: number): BeamNode[] =>
    nodes
      .filter((one) => one.step <= step)
      .map((one) => ({ ...one, state: one.state === 'returned' ? 'live' : one.state }));

  it('keeps what is drawn, and where the user is', () => {
    view.update(upTo(2), false);
    const kept = nodes.findIndex(({ state, step }) => state === 'pruned' && step === 1);
    const element = node(kept);
    element.focus();
    view.update(upTo(3), false);
    view.update(upTo(5), false);
    expect(node(kept)).toBe(element);
    expect(focused()).toBe(kept);
    expect(all('.node.returned')).toHaveLength(0);
    view.update(nodes, true);
    expect(focused()).toBe(kept);
    expect(all('.node.returned').length).toBeGreaterThan(0);
  });

  it('begins anew with another search', () => {
    view.update(upTo(5), false);
    node(0).focus();
    view.update(upTo(0), false);
    expect(all('.node')).toHaveLength(8);
  });

  it('is empty before its first step', () => {
    view.update([], false);
    expect(all('.node')).toHaveLength(0);
    expect(followed()).toBe('');
  });
});
