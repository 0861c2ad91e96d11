// @vitest-environment happy-dom
/* Reordering the runs: by the handle's keys and by dragging it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stateOf } from './decodingFixture.js';
import { all, card, press, DecodingHarness, textOf } from './decodingHarness.js';
import { comparison } from '../fixtures.js';

const handle = (place: number) => all('.handle', card(place))[0]!;
const line = () => all('.drop-line')[0]!;
/** The host's answer to what was asked last. */
const answer = (test: DecodingHarness) => {
  const { run, index } = test.sentOf('move').at(-1)!;
  const ids = test.state.runs.map(({ id }) => id).filter((id) => id !== run);
  test.receive({ type: 'order', ids: ids.toSpliced(index, 0, run) });
};

describe('the handle', () => {
  it('names the run by its place, which follows', () => {
    const test = new DecodingHarness(stateOf(comparison));
    expect(handle(2).getAttribute('aria-label')).toBe('Move run 2');
    expect(handle(2).getAttribute('aria-description')).toMatch(/^Arrow keys move it/);
    test.receive({ type: 'removed', id: 1 });
    expect(handle(1).getAttribute('aria-label')).toBe('Move run 1');
  });

  it('moves a run with the arrow keys, says where it is, and keeps the focus', () => {
    const test = new DecodingHarness(stateOf(comparison));
    const held = handle(1);
    held.focus();
    press('ArrowDown');
    answer(test);
    expect(document.activeElement).toBe(held);
    expect(held.getAttribute('aria-label')).toBe('Move run 2');
    press('End');
    answer(test);
    press('ArrowRight');
    press('Home');
    answer(test);
    expect(test.sentOf('move').map(({ run, index }) => [run, index])).toEqual([
      [1, 1],
      [1, 5],
      [1, 0],
    ]);
    expect(test.said).toEqual([
      'Greedy: place 2 of 6.',
      'Greedy: place 6 of 6.',
      'Greedy: place 6 of 6.',
      'Greedy: place 1 of 6.',
    ]);
  });

  it('is not needed: the menu moves a run too, and says where it is', () => {
    const test = new DecodingHarness(stateOf(comparison));
    all('.tools .menu-host > button', card(2))[0]!.click();
    const entry = all('[role=menuitem]').find(({ textContent }) => textContent === 'Move Up');
    entry?.click();
    answer(test);
    expect(test.said).toEqual([expect.stringMatching(/: place 1 of 6\.$/)]);
  });

  it('leaves keys alone that mean something else', () => {
    const test = new DecodingHarness(stateOf(comparison));
    handle(2).focus();
    press('Enter');
    press('ArrowDown', { ctrlKey: true });
    expect(test.sent).toEqual([]);
  });

  it('says nothing of an order that comes from elsewhere', () => {
    const test = new DecodingHarness(stateOf(comparison));
    test.receive({ type: 'order', ids: [2, 1, 3, 4, 5, 6] });
    expect(test.said).toEqual([]);
  });
});

describe('a card that is dragged', () => {
  let test: DecodingHarness;
  let frames: FrameRequestCallback[];

  beforeEach(() => {
    frames = [];
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
    test = new DecodingHarness(stateOf(comparison));
    // One column of cards 40 high.
    for (const [index, element] of all('.card').entries()) {
      const box = { left: 0, right: 280, top: 40 * index, bottom: 40 * index + 40 };
      element.getBoundingClientRect = () => box as DOMRect;
    }
    const captured = new Set<number>();
    for (const element of all('.handle')) {
      element.setPointerCapture = (pointer) => void captured.add(pointer);
      element.hasPointerCapture = (pointer) => captured.has(pointer);
      element.releasePointerCapture = (pointer) => void captured.delete(pointer);
    }
  });
  afterEach(() => void vi.unstubAllGlobals());

  const point = (type: string, y: number, place = 2, more: PointerEventInit = {}) =>
    handle(place).dispatchEvent(
      new PointerEvent(type, { pointerId: 1, clientX: 5, clientY: y, bubbles: true, cancelable: true, ...more }),
    );

  it('shows where it would go, and goes there when it is let go', () => {
    point('pointerdown', 50);
    expect(document.activeElement).toBe(handle(2));
    point('pointermove', 155);
    expect(card(2).classList).toContain('dragged');
    expect(line().hidden).toBe(false);
    expect(line().style.top).toBe('160px');
    expect(line().style.width).toBe('280px');
    point('pointerup', 155);
    expect(test.sentOf('move')).toEqual([{ type: 'move', run: 2, index: 3 }]);
    expect(all('.dragged, .dragging')).toHaveLength(0);
    expect(line().hidden).toBe(true);
    answer(test);
    expect(test.said).toEqual(['Top-p 0.9, temperature 0.8: place 4 of 6.']);
    expect(textOf(all('.title')[3])).toBe('Top-p 0.9, temperature 0.8');
  });

  it('follows the pointer a frame at a time', () => {
    point('pointerdown', 50);
    point('pointermove', 155);
    point('pointermove', 190);
    point('pointermove', 235);
    expect(frames).toHaveLength(1);
    frames[0]!(0);
    expect(line().style.top).toBe('240px');
  });

  it('stays where it was after Escape, which reaches nothing else', () => {
    const heard = vi.fn();
    document.addEventListener('keydown', heard);
    point('pointerdown', 50);
    point('pointermove', 155);
    press('Escape');
    point('pointerup', 155);
    document.removeEventListener('keydown', heard);
    expect(test.sent).toEqual([]);
    expect(all('.dragged')).toHaveLength(0);
    expect(heard).not.toHaveBeenCalled();
  });

  it('stays after a click, on its own place, and when the pointer is taken away', () => {
    point('pointerdown', 50);
    point('pointermove', 52);
    point('pointerup', 52);
    point('pointerdown', 50);
    point('pointermove', 60);
    expect(line().hidden).toBe(true);
    point('pointerup', 60);
    point('pointerdown', 50);
    point('pointermove', 155);
    point('pointercancel', 155);
    point('pointerup', 155);
    point('pointerdown', 50, 2, { button: 2 });
    point('pointermove', 155);
    point('pointerup', 155);
    expect(test.sent).toEqual([]);
  });

  it('is let go when its run is gone, or everything is new', () => {
    point('pointerdown', 50);
    point('pointermove', 155);
    test.receive({ type: 'removed', id: 2 });
    expect(all('.dragging')).toHaveLength(0);
    expect(line().hidden).toBe(true);
    point('pointerdown', 50, 1);
    point('pointermove', 155, 1);
    test.view.showAll();
    expect(all('.dragging')).toHaveLength(0);
    expect(test.sent).toEqual([]);
  });
});
