/** Where an item stands on the page, in CSS pixels. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const middle = ({ left, right }: Box) => (left + right) / 2;

/**
 * The item that a key leads to: left and right along the row, up and down to the nearest item of the next line, Home and
 * End to its ends.
 * @returns its index; the same one where there is no way on; null for keys that lead nowhere
 */
export function rovingTarget(boxes: readonly Box[], index: number, key: string): number | null {
  const here = boxes[index];
  if (!here) return null;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowRight':
      return Math.min(boxes.length - 1, index + 1);
    case 'Home':
      return 0;
    case 'End':
      return boxes.length - 1;
    case 'ArrowUp':
      return nearest(
        boxes,
        here,
        index,
        (box) => box.bottom <= here.top + 1,
        (a, b) => b.top - a.top,
      );
    case 'ArrowDown':
      return nearest(
        boxes,
        here,
        index,
        (box) => box.top >= here.bottom - 1,
        (a, b) => a.top - b.top,
      );
    default:
      return null;
  }
}

function nearest(
  boxes: readonly Box[],
  here: Box,
  index: number,
  beyond: (box: Box) => boolean,
  byLine: (a: Box, b: Box) => number,
): number {
  const [line] = boxes.filter(beyond).sort(byLine);
  if (!line) return index;
  const away = (box: Box) => Math.abs(middle(box) - middle(here));
  const inLine = boxes.filter((box) => beyond(box) && Math.abs(box.top - line.top) < 2);
  const best = inLine.reduce((found, box) => (away(box) < away(found) ? box : found));
  return boxes.indexOf(best);
}

/** Gives the focus to the item that a key leads to. */
export function moveFocus(items: readonly HTMLElement[], index: number, event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const boxes = items.map((each) => each.getBoundingClientRect());
  const to = rovingTarget(boxes, index, event.key);
  if (to === null) return;
  event.preventDefault();
  items[to]?.focus();
}

/**
 * Makes items one stop of the Tab key, the arrow keys moving the focus among them.
 * @param show called with the index of the item that has the focus or is pointed at
 * @param first the item that Tab reaches first
 */
export function rovingTabindex(items: readonly HTMLElement[], show: (index: number) => void, first = 0): void {
  let stop = first;
  items.forEach((item, index) => {
    item.tabIndex = index === first ? 0 : -1;
    item.addEventListener('focus', () => {
      items[stop]?.setAttribute('tabindex', '-1');
      item.tabIndex = 0;
      stop = index;
      show(index);
    });
    item.addEventListener('pointerenter', () => show(index));
    item.addEventListener('keydown', (event) => moveFocus(items, index, event));
  });
}
