import type { Cell } from '../model/cell.js';

interface Point {
  x: number;
  y: number;
}

export interface Pointed {
  cell: Cell | null;
  /** of the area of cells */
  point: Point;
}

interface PointerEvents {
  /** what is at a point of the element */
  at: (point: Point) => Pointed;
  isZoomed: () => boolean;
  point: (cell: Cell | null) => void;
  focus: (cell: Cell) => void;
  open: (cell: Cell) => void;
  zoom: (factor: number, point: Point) => void;
  pan: (x: number, y: number) => void;
}

/** Dragged this far, CSS pixels, it is no click. */
const DRAG = 4;

/** Pointer and wheel on the matrix: point, choose, drag, zoom with Ctrl and the wheel. */
export function trackPointer(element: HTMLElement, on: PointerEvents): void {
  const placeOf = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  let pressed: (Point & { dragged: boolean }) | null = null;
  let waiting: Point | null = null;
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    pressed = { x: event.clientX, y: event.clientY, dragged: false };
  });
  element.addEventListener('pointermove', (event) => {
    if (pressed && on.isZoomed() && event.buttons === 1) {
      const x = event.clientX - pressed.x;
      const y = event.clientY - pressed.y;
      if (!pressed.dragged && Math.hypot(x, y) < DRAG) return;
      if (!pressed.dragged) element.setPointerCapture(event.pointerId);
      pressed = { x: event.clientX, y: event.clientY, dragged: true };
      return on.pan(x, y);
    }
    // The pointer moves more often than the screen is drawn.
    if (!waiting)
      requestAnimationFrame(() => {
        if (waiting) on.point(on.at(waiting).cell);
        waiting = null;
      });
    waiting = placeOf(event);
  });
  element.addEventListener('pointerleave', () => {
    waiting = null;
    on.point(null);
  });
  element.addEventListener('click', (event) => {
    const isDrag = pressed?.dragged ?? false;
    pressed = null;
    const { cell } = on.at(placeOf(event));
    if (!isDrag && cell) on.focus(cell);
  });
  element.addEventListener('dblclick', (event) => {
    const { cell } = on.at(placeOf(event));
    if (cell) on.open(cell);
  });
  element.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey) {
        event.preventDefault();
        on.zoom(Math.exp(-event.deltaY / 300), on.at(placeOf(event)).point);
      } else if (on.isZoomed()) {
        event.preventDefault();
        on.pan(event.shiftKey ? -event.deltaY : -event.deltaX, event.shiftKey ? 0 : -event.deltaY);
      }
    },
    { passive: false },
  );
}
