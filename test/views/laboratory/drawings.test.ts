// @vitest-environment happy-dom
/* The pictures of experiments as they were measured, at several widths: what is cut, what lies on something else, what no legend tells. */
import { render } from 'preact';
import { describe, expect, it } from 'vitest';
import { widthInEms } from '../../../webview-ui/kit/textMeasure.js';
import { axisTo } from '../../../webview-ui/laboratory/drawing/axis.js';
import { numbers, partOf, recorded } from './laboratoryHarness.js';

/** A side bar, a tab, the widest picture; CSS pixels. */
const WIDTHS = [268, 480, 760] as const;
const NAMES = Object.keys(recorded);

/** Draws the picture of an experiment. @returns the element that it is in */
function draw(name: string, width: number): HTMLElement {
  const place = document.createElement('div');
  const outcome = recorded[name]!;
  render(partOf(outcome).picture(outcome.result, { numbers, width }), place);
  return place;
}

/** Where a text is, as it is reckoned, in its own group. */
function boxOf(text: SVGElement) {
  const [x, y] = ['x', 'y'].map((side) => Number(text.getAttribute(side)));
  const size = text.classList.contains('figure') ? 9.5 : 11;
  // Letters are reckoned a little wider than most fonts have them.
  const width = 0.9 * widthInEms(text.textContent ?? '') * size;
  const before = { end: 1, middle: 0.5, start: 0 }[text.getAttribute('text-anchor') ?? 'start'] ?? 0;
  return { left: x! - before * width, right: x! + (1 - before) * width, base: y! };
}

describe.each(WIDTHS)('in %i px', (width) => {
  it.each(NAMES)('%s: no heading and no name of a row is cut, and none lies on another', (name) => {
    const picture = draw(name, width);
    const texts = [...picture.querySelectorAll('.heading, svg.bars .row .name')].map((text) => text.textContent ?? '');
    expect(texts.filter((text) => text.endsWith('…'))).toEqual([]);
    const names = [...picture.querySelectorAll<SVGElement>('svg.bars .row .name')];
    const groups = new Map<SVGElement, SVGElement[]>();
    for (const text of names) {
      const bars = text.closest<SVGElement>('svg.bars')!;
      groups.set(bars, [...(groups.get(bars) ?? []), text]);
    }
    for (const own of groups.values()) {
      const bases = own.map((text) => boxOf(text).base);
      expect(bases.slice(1).filter((base, at) => base - bases[at]! < 11)).toEqual([]);
    }
  });
});

describe('a picture that has its legend', () => {
  const marked = (element: Element, pattern: RegExp) =>
    [...element.querySelectorAll('[class]')].flatMap(({ classList }) =>
      [...classList].filter((name) => pattern.test(name)),
    );
  const unique = (names: readonly string[]) => [...new Set(names)].sort();

  it.each(NAMES)('%s: what tells series apart is explained, and nothing that is not there', (name) => {
    const { result } = recorded[name]!;
    const pattern = /^(series-\d|mark-\d|link-\w+)$/;
    const legend = partOf(recorded[name]!).legend?.(result, numbers) ?? [];
    const told = unique(legend.map(({ mark }) => mark).filter((mark) => pattern.test(mark)));
    const picture = draw(name, 480);
    // A single bar has the name of its row.
    const isNamed = [...picture.querySelectorAll('.row')].every((row) => row.querySelectorAll('rect').length < 2);
    const drawn = unique(marked(picture, pattern)).filter((mark) => !isNamed || !mark.startsWith('series-'));
    expect(told.filter((mark) => !isNamed || !mark.startsWith('series-'))).toEqual(drawn);
  });

  it.each(NAMES)('%s: each look of a box is explained', (name) => {
    const { result } = recorded[name]!;
    const legend = partOf(recorded[name]!).legend?.(result, numbers) ?? [];
    const looks = [...draw(name, 480).querySelectorAll('.chip')].flatMap(({ classList }) =>
      [...classList].filter((look) => look !== 'chip' && look !== 'plain'),
    );
    const told = legend.map(({ mark }) => mark);
    expect(unique(looks).filter((look) => !told.includes(`chip-${look}`))).toEqual([]);
  });
});

it('chance stands as a line where shares are compared with it', () => {
  const level = draw('pairs.following', 480).querySelector('path.level')!;
  const [, x] = /^M([\d.]+) /.exec(level.getAttribute('d')!)!;
  const whole = [...draw('pairs.following', 480).querySelectorAll('rect.series-0')].find(
    (bar) => bar.closest('.row')!.querySelector('.figure')!.textContent === '100.0\u00a0%',
  )!;
  const [left, wide] = ['x', 'width'].map((side) => Number(whole.getAttribute(side)));
  expect(Number(x)).toBeCloseTo(left! + wide! / 2, 1);
});

it('boxes with nothing below them stand closer than those with a figure there', () => {
  const tops = [...draw('writer.turn', 268).querySelectorAll('.chip rect')].map((box) => Number(box.getAttribute('y')));
  const steps = new Set(tops.slice(1).map((top, at) => top - tops[at]!));
  expect(steps).toContain(38);
  expect(draw('information.corruption', 268).querySelectorAll('.chip .below').length).toBeGreaterThan(0);
  const plain = [...draw('information.corruption', 268).querySelectorAll('g:first-of-type > .chip rect')].map((box) =>
    Number(box.getAttribute('y')),
  );
  expect(plain.slice(1).filter((top, at) => top > plain[at]! && top - plain[at]! === 26).length).toBeGreaterThan(0);
});

it.each(WIDTHS)('stars, heads and times keep to their columns in %i px', (width) => {
  const rows = new Map<number, ReturnType<typeof boxOf>[]>();
  for (const text of draw('choice.table', width).querySelectorAll<SVGElement>('text[text-anchor="middle"]')) {
    const box = boxOf(text);
    rows.set(box.base, [...(rows.get(box.base) ?? []), box]);
    expect(text.textContent).not.toContain('…');
    expect(box.right).toBeLessThanOrEqual(width + 1);
  }
  for (const boxes of rows.values()) {
    expect(boxes.slice(1).filter(({ left }, at) => left < boxes[at]!.right)).toEqual([]);
  }
});

it('an axis has round numbers, the last one above all that is drawn', () => {
  for (const most of [0.0031, 0.9, 1, 7.3, 12, 769, 805_306]) {
    const axis = axisTo(most, numbers);
    const step = axis.most / (axis.ticks.length - 1);
    const [digit] = (step / 10 ** Math.floor(Math.log10(step) + 1e-9)).toPrecision(6);
    expect(axis.most).toBeGreaterThanOrEqual(most);
    expect(axis.most - step).toBeLessThan(most);
    expect(['1', '2', '5']).toContain(digit);
    expect(axis.ticks.length).toBeLessThanOrEqual(7);
    expect(new Set(axis.ticks.map(({ text }) => text)).size).toBe(axis.ticks.length);
  }
});
