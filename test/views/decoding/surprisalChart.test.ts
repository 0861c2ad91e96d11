// @vitest-environment happy-dom
/* The picture of surprise, its geometry, and the table of measures. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lineDash } from '../../../webview-ui/decoding/chart/lineDashes.js';
import {
  placeEndLabels,
  surprisalLineOf,
  linePath,
  chartScales,
  tokenAtX,
} from '../../../webview-ui/decoding/chart/chartGeometry.js';
import { MEASURE_COLUMNS, nextSorting, sortRuns } from '../../../webview-ui/decoding/measures/measureColumns.js';
import { chartPanels, tokenInPanels } from '../../../webview-ui/decoding/chart/chartPanels.js';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { endedRuns, stateOf } from './decodingFixture.js';
import { all, DecodingHarness } from './decodingHarness.js';
import { comparison } from '../fixtures.js';

const frame = { width: 300, height: 100, end: 20 };
const runs = endedRuns(comparison);
const lines = runs.map(({ id, sequences }) => surprisalLineOf(id, sequences[0]!.steps));

describe('the geometry', () => {
  it('begins at the left, ends before the numbers, and is highest where surprise is', () => {
    const scales = chartScales(lines, frame);
    expect(scales.x(0)).toBe(0);
    expect(scales.x(scales.count - 1)).toBe(280);
    expect(scales.y(0)).toBe(100);
    expect(scales.y(scales.top)).toBe(0);
    expect(scales.top % 2).toBe(0);
  });

  it('has bits of the model’s own probabilities', () => {
    const { probability } = runs[1]!.sequences[0]!.steps[0]!;
    expect(2 ** -lines[1]!.bits[0]!).toBeCloseTo(probability, 6);
  });

  it('cuts off what would flatten all else', () => {
    const scales = chartScales([{ run: 1, bits: [1, 900], texts: ['a', 'b'] }], frame);
    expect(scales.top).toBe(20);
    expect(scales.y(900)).toBe(0);
  });

  it('leaves room for tokens that are still to come', () => {
    expect(chartScales([{ run: 1, bits: [1, 2], texts: [] }], frame, 41).x(1)).toBe(7);
  });

  it('draws a point for each token', () => {
    const path = linePath(lines[0]!, chartScales(lines, frame));
    expect(path.match(/[ML]/g)).toHaveLength(lines[0]!.bits.length);
    expect(path).not.toContain('NaN');
  });

  it('keeps numbers apart, inside, and in the order of the lines’ ends', () => {
    const ends = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(ends, (heights) => {
        const placed = placeEndLabels(heights, 100, 11);
        const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]!);
        for (const [index, next] of order.slice(1).entries()) {
          expect(placed[next]! - placed[order[index]!]!).toBeGreaterThanOrEqual(11 - 1e-9);
        }
        expect(Math.max(...placed)).toBeLessThanOrEqual(100);
        expect(Math.min(...placed)).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  it('finds the token under a place, also outside the picture', () => {
    const scales = chartScales(lines, frame);
    for (const token of [0, 5, scales.count - 1]) expect(tokenAtX(scales.x(token), scales, frame)).toBe(token);
    expect(tokenAtX(-50, scales, frame)).toBe(0);
    expect(tokenAtX(900, scales, frame)).toBe(scales.count - 1);
  });

  it('has a picture for each line where they are apart, all of one size, none over another', () => {
    for (const [count, width] of [
      [22, 280],
      [10, 560],
      [3, 1000],
    ] as const) {
      const { frame, corners, height } = chartPanels(count, width, true);
      expect(corners).toHaveLength(count);
      for (const [index, a] of corners.entries()) {
        expect(a.x + frame.width).toBeLessThanOrEqual(width + 1e-9);
        expect(a.y + frame.height).toBeLessThanOrEqual(height);
        for (const b of corners.slice(index + 1)) {
          expect(Math.abs(a.x - b.x) >= frame.width || Math.abs(a.y - b.y) >= frame.height).toBe(true);
        }
      }
    }
  });

  it('finds the token under a place in whichever picture it is', () => {
    const panels = chartPanels(10, 560, true);
    const scales = chartScales(lines, panels.frame);
    for (const { x } of panels.corners) expect(tokenInPanels(x + scales.x(7), scales, panels)).toBe(7);
    expect(tokenInPanels(-5, scales, panels)).toBe(0);
  });

  it('tells eight runs apart without colour', () => {
    const patterns = Array.from({ length: 8 }, (_, index) => lineDash(index).pattern);
    expect(new Set(patterns).size).toBe(8);
  });
});

describe('the picture', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    new DecodingHarness(stateOf(comparison));
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
  });

  it('is drawn whole', () => {
    expect(all('.surprise')[0]?.outerHTML).toMatchSnapshot();
  });

  it('reads the figures of all runs at a token, by keyboard', () => {
    const slider = all('[role=slider]')[0]!;
    slider.focus();
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    const text = slider.getAttribute('aria-valuetext');
    expect(text).toMatch(/^token 2: 1 “many” \d+\.\d bits · 2 “/);
    expect(all('.readout')[0]?.textContent).toBe(text);
    expect(slider.getAttribute('aria-valuenow')).toBe('2');
  });

  it('makes the run stand out that has the focus in the list', () => {
    const items = all('.legend [role=option]');
    items[1]?.focus();
    expect(all('.run.bold').map((group) => group.getAttribute('data-run'))).toEqual(['2']);
    items[1]?.blur();
    expect(all('.run.bold')).toHaveLength(0);
  });

  it('keeps the focus in the list when figures change, and lets nothing stand out that is gone', () => {
    vi.useFakeTimers();
    const test = new DecodingHarness(stateOf(comparison));
    vi.advanceTimersByTime(300);
    all('.legend [role=option]')[1]?.focus();
    const [first, second] = runs;
    const shorter = { ...first!.sequences[0]!, steps: first!.sequences[0]!.steps.slice(0, 3) };
    test.receive({ type: 'run', run: { ...first!, sequences: [shorter] }, index: 0 });
    vi.advanceTimersByTime(300);
    expect(document.activeElement).toBe(all('.legend [role=option]')[1]);
    test.receive({ type: 'removed', id: second!.id });
    vi.advanceTimersByTime(300);
    expect(all('.surprise .plot g.chosen')).toHaveLength(0);
    vi.useRealTimers();
  });
});

describe('the picture of many runs, and of surprise beyond it', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const shown = (count: number, change: (run: DecodingRun, index: number) => DecodingRun = (run) => run) => {
    const many = Array.from({ length: count }, (_, index) => ({ ...runs[index % runs.length]!, id: index + 1 }));
    const test = new DecodingHarness(stateOf(comparison, many.map(change)));
    vi.advanceTimersByTime(300);
    return test;
  };
  const labels = () => all('.surprise .plot .run');
  const apart = () => all('.surprise > .line button')[0]!;

  it('is one picture for each run where there are more than can be followed, and one for all when asked', () => {
    shown(22);
    expect(apart().getAttribute('aria-pressed')).toBe('true');
    expect(new Set(labels().map((run) => run.getAttribute('transform'))).size).toBe(22);
    apart().click();
    expect(new Set(labels().map((run) => run.getAttribute('transform'))).size).toBe(1);
    // There is no room for 22 numbers: none stands beside another's line.
    expect(labels().every(({ classList }) => classList.contains('crowded'))).toBe(true);
  });

  it('leaves a run out when it is taken out of the list, and has it back', () => {
    const test = shown(6);
    const item = () => all('.legend [role=option]')[3]!;
    expect(labels()).toHaveLength(6);
    item().focus();
    item().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(labels().map((run) => run.getAttribute('data-run'))).toEqual(['1', '2', '3', '5', '6']);
    expect(item().getAttribute('aria-selected')).toBe('false');
    expect(document.activeElement).toBe(item());
    expect(all('[role=slider]')[0]?.getAttribute('aria-valuetext')).not.toContain('· 4 “');
    expect(test.kept.parts['surprise']).toEqual({ apart: null, hidden: [4] });
    item().click();
    expect(labels()).toHaveLength(6);
  });

  it('marks what is above it, with the true figure', () => {
    // −log2(2^−26) is 26 bits; the picture ends at 20.
    shown(1, (run) => {
      const [sequence] = run.sequences;
      const steps = sequence!.steps.map((step, index) => (index === 2 ? { ...step, probability: 2 ** -26 } : step));
      return { ...run, sequences: [{ ...sequence!, steps }] };
    });
    expect(all('path.beyond')).toHaveLength(1);
    const word = runs[0]!.sequences[0]!.steps[2]!.text.trim();
    expect(all('p.beyond')[0]?.textContent).toBe(`▲ above 20 bits: 1 “${word}” 26.0 bits`);
    shown(1);
    expect(all('p.beyond')[0]?.hidden).toBe(true);
  });

  it('says out of sight, too, what it shows when the runs have ended', () => {
    const told: IntersectionObserverCallback[] = [];
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(callback: IntersectionObserverCallback) {
          told.push(callback);
        }
        observe() {}
      },
    );
    const test = shown(2);
    for (const callback of told) callback([{ isIntersecting: false } as IntersectionObserverEntry], null as never);
    const [first] = test.state.runs;
    const other = runs[3]!.sequences;
    test.receive({ type: 'run', run: { ...first!, sequences: other }, index: 0 });
    vi.advanceTimersByTime(300);
    const word = other[0]!.steps[0]!.text.trim();
    expect(all('[role=slider]')[0]?.getAttribute('aria-valuetext')).toContain(`1 “${word}”`);
    vi.unstubAllGlobals();
  });
});

describe('the table of measures', () => {
  it('sorts falling, rising, and back, what has no value last', () => {
    expect(nextSorting(null, 'speed')).toEqual({ column: 'speed', descending: true });
    expect(nextSorting({ column: 'speed', descending: true }, 'speed')).toEqual({ column: 'speed', descending: false });
    expect(nextSorting({ column: 'speed', descending: false }, 'speed')).toBeNull();
    for (const descending of [true, false]) {
      expect(sortRuns(runs, { column: 'selfBleu', descending })[0]?.id).toBe(3);
      const perplexities = sortRuns(runs, { column: 'perplexity', descending }).map(
        ({ metrics }) => metrics!.perplexity,
      );
      const rising = [...perplexities].sort((a, b) => a! - b!);
      expect(perplexities).toEqual(descending ? rising.reverse() : rising);
    }
  });

  it('says how it is sorted, keeps it, and leaves the heading the focus', () => {
    const test = new DecodingHarness(stateOf(comparison));
    const heading = all('.measures th.number')[0]!;
    const button = heading.querySelector('button')!;
    button.focus();
    expect(all('.about')[0]?.textContent).toMatch(/^Perplexity · On average/);
    button.click();
    expect(heading.getAttribute('aria-sort')).toBe('descending');
    expect(document.activeElement).toBe(button);
    expect(all('.measures tbody .place')[0]?.textContent).toBe('4');
    expect(test.kept.sort).toEqual({ column: 'perplexity', descending: true });
  });

  it('calls each column by its whole name, which has what is written in it', () => {
    new DecodingHarness(stateOf(comparison));
    const buttons = all('.measures thead button');
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
      'Run',
      'ppl, Perplexity',
      'dist-2, Distinct-2',
      'rep-4, Repeated 4-grams',
      'ms, Milliseconds',
      'tok/s, Tokens per second',
      'Bits per token',
      's-BLEU, Self-BLEU',
    ]);
    expect(buttons.at(-1)?.title).toBe('Self-BLEU');
    buttons.at(-1)?.focus();
    expect(all('.about strong')[0]?.textContent).toBe('Self-BLEU');
    buttons.at(-1)?.blur();
    expect(all('.about strong')).toHaveLength(0);
  });

  it('stays a table however it is laid out', () => {
    new DecodingHarness(stateOf(comparison));
    const roles = (row: HTMLElement) => [...row.children].map((cell) => cell.getAttribute('role'));
    const [head, ...rows] = all('.measures [role=table] > [role=rowgroup] > [role=row]');
    expect(new Set(roles(head!))).toEqual(new Set(['columnheader']));
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(roles(row)).toEqual(['rowheader', ...MEASURE_COLUMNS.map(() => 'cell')]);
  });

  it('writes long figures short, and has the whole of them for who asks', () => {
    const metrics = { ...runs[0]!.metrics!, perplexity: 1_234_567.8, seconds: 99.9994, tokensPerSecond: 99_999.7 };
    new DecodingHarness(stateOf(comparison, [{ ...runs[0]!, metrics }]));
    const [perplexity, , , milliseconds, speed] = all('.measures tbody td');
    expect(perplexity?.textContent).toBe('1.23M');
    expect([perplexity?.title, perplexity?.getAttribute('aria-label')]).toEqual(['1,234,568', '1,234,568']);
    expect([milliseconds?.textContent, milliseconds?.title]).toEqual(['99,999', '']);
    expect([speed?.textContent, speed?.title]).toEqual(['100K', '100,000']);
  });

  it('has a figure in every column, or a dash', () => {
    new DecodingHarness(stateOf(comparison));
    const cells = all('.measures tbody tr').map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent),
    );
    expect(cells).toHaveLength(6);
    for (const row of cells) expect(row).toHaveLength(MEASURE_COLUMNS.length);
    expect(cells[0]).toEqual([
      '4.5',
      '0.44',
      '0.44',
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+$/),
      '2.2',
      '–',
    ]);
  });
});
