/* Where a dragged card goes: one column, a grid, and the keys. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropPlace, edgeScrollSpeed, indexForKey } from '../../../../webview-ui/decoding/order/dropPlace.js';
import type { Box } from '../../../../webview-ui/kit/rovingTabindex.js';

const GAP = 8;

/** Cards of 100 by 50 in rows of so many. */
const cards = (count: number, columns: number): Box[] =>
  Array.from({ length: count }, (_, index) => {
    const [left, top] = [(index % columns) * (100 + GAP), Math.floor(index / columns) * (50 + GAP)];
    return { left, right: left + 100, top, bottom: top + 50 };
  });

/** What a list becomes when the item at `from` goes to `index` among the others. */
const moved = (count: number, from: number, index: number) => {
  const all = Array.from({ length: count }, (_, at) => at);
  return all.filter((at) => at !== from).toSpliced(index, 0, from);
};

describe('in one column', () => {
  const boxes = cards(4, 1);
  const at = (from: number, y: number) => dropPlace(boxes, from, { x: 30, y }, GAP);

  it('goes before or after the card under the pointer, with a line between the two', () => {
    expect(at(0, 2 * 58 + 10)).toEqual({ index: 1, line: { left: 0, right: 100, top: 112, bottom: 112 } });
    expect(at(0, 2 * 58 + 40)).toEqual({ index: 2, line: { left: 0, right: 100, top: 170, bottom: 170 } });
    expect(at(3, 10)).toEqual({ index: 0, line: { left: 0, right: 100, top: -4, bottom: -4 } });
    expect(at(1, 999)?.index).toBe(3);
  });

  it('stays where it is on itself and at its own edges', () => {
    expect(at(1, 80)).toBeNull();
    expect(at(1, 40)).toBeNull();
    expect(at(1, 2 * 58 + 10)).toBeNull();
  });
});

describe('in columns', () => {
  const boxes = cards(7, 3);

  it('goes before or after the card beside the pointer, with a line that stands', () => {
    const right = dropPlace(boxes, 0, { x: 108 + 80, y: 20 }, GAP);
    expect(right).toEqual({ index: 1, line: { left: 212, right: 212, top: 0, bottom: 50 } });
    expect(dropPlace(boxes, 5, { x: 10, y: 20 }, GAP)?.line).toEqual({ left: -4, right: -4, top: 0, bottom: 50 });
  });

  it('finds the nearest card where there is none', () => {
    expect(dropPlace(boxes, 0, { x: 300, y: 140 }, GAP)?.index).toBe(5);
  });

  it('puts the card next to the one that was nearest, wherever the pointer is', () => {
    const place = fc.record({ x: fc.integer({ min: -50, max: 400 }), y: fc.integer({ min: -50, max: 250 }) });
    fc.assert(
      fc.property(place, fc.nat(6), (pointer, from) => {
        const found = dropPlace(boxes, from, pointer, GAP);
        if (!found) return;
        const order = moved(7, from, found.index);
        expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
        const { line } = found;
        const neighbours = [order[found.index - 1], order[found.index + 1]].filter((one) => one !== undefined);
        const touches = (box: Box) =>
          [box.left - GAP / 2, box.right + GAP / 2].includes(line.left) ||
          [box.top - GAP / 2, box.bottom + GAP / 2].includes(line.top);
        expect(neighbours.some((one) => touches(boxes[one]!))).toBe(true);
      }),
    );
  });

  it('reads the sides of a rectangle of the page, which are not its own properties', () => {
    class Rectangle implements Box {
      constructor(readonly box: Box) {}
      get left() {
        return this.box.left;
      }
      get right() {
        return this.box.right;
      }
      get top() {
        return this.box.top;
      }
      get bottom() {
        return this.box.bottom;
      }
    }
    const pointer = { x: 190, y: 20 };
    const rectangles = boxes.map((box) => new Rectangle(box));
    expect(dropPlace(rectangles, 0, pointer, GAP)).toEqual(dropPlace(boxes, 0, pointer, GAP));
  });
});

describe('keys', () => {
  it.each([
    ['ArrowUp', 1],
    ['ArrowLeft', 1],
    ['ArrowDown', 3],
    ['ArrowRight', 3],
    ['Home', 0],
    ['End', 4],
    ['Enter', null],
  ])('%s leads the third of five to %o', (key, to) => expect(indexForKey(key, 2, 5)).toBe(to));

  it('end at the ends', () => {
    expect(indexForKey('ArrowUp', 0, 5)).toBe(0);
    expect(indexForKey('ArrowDown', 4, 5)).toBe(4);
  });
});

describe('the page', () => {
  it('scrolls only near the edges, faster further out, and no faster than so much', () => {
    expect(edgeScrollSpeed(400, 800)).toBe(-0);
    expect(edgeScrollSpeed(20, 800)).toBe(-7);
    expect(edgeScrollSpeed(780, 800)).toBe(7);
    expect(edgeScrollSpeed(-500, 800)).toBe(-14);
    expect(edgeScrollSpeed(2000, 800)).toBe(14);
  });
});
