/* The tree of a beam search: where nodes stand, what is folded, where keys lead. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BeamNode } from '../../../../src/protocol/engine/index.js';
import {
  firstFolding,
  shownChildren,
  toggleFold,
  type Folds,
} from '../../../../webview-ui/decoding/tree/treeFolding.js';
import { bestEnd, nodeForKey } from '../../../../webview-ui/decoding/tree/treeKeys.js';
import { nodeLabel } from '../../../../webview-ui/decoding/tree/nodeLabels.js';
import { dropLeadingSpace } from '../../../../src/text/displayText.js';
import { columnsInRange, layoutTree } from '../../../../webview-ui/decoding/tree/treeLayout.js';
import { pathToNode, ROOT, treeShape } from '../../../../webview-ui/decoding/tree/treeShape.js';
import { assignRows } from '../../../../webview-ui/decoding/tree/assignRows.js';
import { searchOf } from './beamSearches.js';

const ALL: Folds = { folding: 'none', byHand: new Map() };
const OPTIONS = { pitch: 20, below: 0, tail: () => '' };

let small: BeamNode[];
let large: BeamNode[];
beforeAll(async () => {
  small = await searchOf({ numBeams: 3 }, 6);
  large = await searchOf({ numBeams: 8 }, 60);
});

const upTo = (nodes: readonly BeamNode[], step: number) => nodes.filter((node) => node.step <= step);

describe('spreading over lines', () => {
  it('keeps the order, a distance of 1, and the band', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { maxLength: 30 }), (wanted) => {
        const places = assignRows(wanted, 15);
        places.slice(1).forEach((place, at) => expect(place - places[at]!).toBeGreaterThanOrEqual(1 - 1e-9));
        for (const place of places) expect(Math.abs(place)).toBeLessThanOrEqual(15 + 1e-9);
      }),
    );
  });

  it('leaves what has room where it wants to be, and shares what has none', () => {
    expect(assignRows([-3, 0, 5], 10)).toEqual([-3, 0, 5]);
    expect(assignRows([0, 0, 0], 10)).toEqual([-1, 0, 1]);
  });
});

describe('the layout', () => {
  it('has a column for each step, nodes one pitch apart and to the right of their parents', () => {
    const layout = layoutTree(treeShape(large, true), ALL, OPTIONS);
    expect(layout.columns).toHaveLength(60);
    for (const { nodes } of layout.columns) {
      nodes.slice(1).forEach(({ y }, at) => expect(y - nodes[at]!.y).toBeGreaterThanOrEqual(20));
      for (const { x, from } of nodes) expect(x).toBeGreaterThan(from.x);
    }
    expect(layout.bottom - layout.top).toBeLessThanOrEqual(15 * 20 + 1);
  });

  it('lets no edges cross: nodes stand in the order of their parents', () => {
    const layout = layoutTree(treeShape(large, true), ALL, OPTIONS);
    for (const { nodes } of layout.columns) {
      nodes.slice(1).forEach(({ from }, at) => expect(from.y).toBeGreaterThanOrEqual(nodes[at]!.from.y));
    }
  });

  it.each(['none', 'pruned'] as const)('keeps what is placed where it is while it grows (%s folded)', (folding) => {
    const folds: Folds = { folding, byHand: new Map() };
    let before = layoutTree(treeShape(upTo(large, 0), false), folds, OPTIONS);
    for (let step = 1; step < 20; step++) {
      const layout = layoutTree(treeShape(upTo(large, step), false), folds, OPTIONS);
      for (const { nodes } of before.columns) {
        for (const { node, y } of nodes) expect(layout.find(node)?.y).toBe(y);
      }
      before = layout;
    }
  });

  it('moves words of an unbranched stem together', () => {
    const line = (text: string, parent: number): BeamNode => ({
      parent,
      step: parent + 1,
      id: parent + 5,
      text,
      logProbability: -1,
      score: -1,
      state: 'live',
      rank: 0,
    });
    const { columns } = layoutTree(
      treeShape([line(' once', -1), line(' upon', 0), line(' a', 1)], false),
      ALL,
      OPTIONS,
    );
    expect(columns[1]!.left - columns[0]!.right).toBeLessThan(columns[0]!.left - 8);
    expect(columns[2]!.left - columns[1]!.right).toBe(columns[1]!.left - columns[0]!.right);
  });

  it('tells which columns lie in a window', () => {
    const layout = layoutTree(treeShape(large, true), ALL, OPTIONS);
    const { first, last } = columnsInRange(layout, layout.columns[20]!.left, layout.columns[24]!.right);
    expect(first).toBeLessThanOrEqual(20);
    expect(first).toBeGreaterThanOrEqual(18);
    expect(last).toBeGreaterThanOrEqual(24);
    expect(last).toBeLessThanOrEqual(26);
  });

  it('takes a thousand nodes in a few milliseconds', () => {
    expect(large.length).toBeGreaterThan(700);
    const shape = treeShape(large, true);
    const times = Array.from({ length: 9 }, () => {
      const start = performance.now();
      layoutTree(shape, ALL, OPTIONS);
      return performance.now() - start;
    });
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(50);
  });
});

describe('the shape', () => {
  it('knows what is on the way to a returned sequence, and what is dead', () => {
    const shape = treeShape(small, true);
    const end = small.findIndex(({ state }) => state === 'returned');
    for (const node of pathToNode(small, end)) {
      expect(shape.returned.has(node)).toBe(true);
      expect(shape.dead(node)).toBe(false);
    }
    small.forEach(({ state }, node) => {
      if (state === 'pruned') expect(shape.dead(node)).toBe(true);
    });
  });

  it('does not know what will be returned while it runs', () => {
    expect(treeShape(upTo(small, 3), false).returned.size).toBe(0);
  });
});

describe('folding', () => {
  it('begins with pruned candidates folded where there are many', () => {
    expect(firstFolding(treeShape(small, false))).toBe('none');
    expect(firstFolding(treeShape(large, false))).toBe('pruned');
  });

  it('hides what was pruned, or all that is dead, and counts it', () => {
    const shape = treeShape(small, true);
    const pruned = shownChildren(shape, { folding: 'pruned', byHand: new Map() }, ROOT);
    expect(pruned.hidden).toBe(small.filter(({ step, state }) => step === 0 && state === 'pruned').length);
    const dead = shownChildren(shape, { folding: 'dead', byHand: new Map() }, ROOT);
    expect(dead.shown.every((child) => !shape.dead(child))).toBe(true);
    expect(dead.hidden + dead.shown.length).toBe(shape.childrenOf(ROOT).length);
  });

  it('is opened and closed by hand, and never hides what lives', () => {
    const shape = treeShape(small, true);
    const closed = toggleFold(shape, ALL, ROOT);
    expect(shownChildren(shape, closed, ROOT).shown.every((child) => !shape.dead(child))).toBe(true);
    const open = toggleFold(shape, closed, ROOT);
    expect(shownChildren(shape, open, ROOT).hidden).toBe(0);
  });

  it('leaves alone what has nothing dead below', () => {
    const shape = treeShape(small, true);
    const leaf = small.findIndex(({ state }) => state === 'pruned');
    expect(toggleFold(shape, ALL, leaf)).toBe(ALL);
  });
});

describe('keys', () => {
  const go = (from: number, key: string) => {
    const shape = treeShape(small, true);
    return nodeForKey(shape, ALL, layoutTree(shape, ALL, OPTIONS), from, key);
  };

  it('lead along the returned path, back to the parent, and over the step', () => {
    const end = bestEnd(treeShape(small, true))!;
    const path = pathToNode(small, end);
    expect(small[end]!.state).toBe('returned');
    expect(go(end, 'Home')).toBe(path[0]);
    expect(go(path[0]!, 'ArrowRight')).toBe(path[1]);
    expect(go(path[1]!, 'ArrowLeft')).toBe(path[0]);
    expect(go(path[0]!, 'ArrowLeft')).toBe(path[0]);
    expect(go(path[0]!, 'End')).toBe(end);
    const below = go(path[1]!, 'ArrowDown')!;
    expect(small[below]!.step).toBe(1);
    expect(go(below, 'ArrowUp')).toBe(below === path[1] ? go(path[1], 'ArrowUp') : path[1]);
    expect(go(end, 'x')).toBeNull();
  });
});

describe('labels', () => {
  it('leave out the space of a word, show others, and cut long ones', () => {
    expect([' went', 'ing', ' ', '\n'].map(dropLeadingSpace)).toEqual(['went', 'ing', '␣', '↵']);
    expect(nodeLabel(' incomprehensibilities')).toMatch(/^incomp.*…$/);
    expect(nodeLabel('雨')).toBe('雨');
  });
});
