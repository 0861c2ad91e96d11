/* Where the attention panel's cells, labels, small pictures and lines stand. */
import { describe, expect, it } from 'vitest';
import type { HeadPattern, HeadSummary } from '../../../src/protocol/engine/index.js';
import { luminance, parseColour, rampColour, makeRamp, readableOn } from '../../../webview-ui/kit/colours.js';
import {
  lineCurve,
  linesLayout,
  linesOf,
  strongestLines,
  lineThickness,
} from '../../../webview-ui/attention/lines/linesGeometry.js';
import {
  bringIntoView,
  cellAt,
  fitCamera,
  visibleRange,
  labelStep,
  clampCamera,
  pointedAt,
  cellsPerPixel,
  zoomCamera,
} from '../../../webview-ui/attention/matrix/matrixGeometry.js';
import { cellForKey } from '../../../webview-ui/attention/matrix/matrixKeys.js';
import { placeLabels } from '../../../webview-ui/attention/matrix/matrixLabels.js';
import { wordLabel } from '../../../webview-ui/attention/model/mapNames.js';
import { paintPixels } from '../../../webview-ui/attention/matrix/pixelImage.js';
import { arrangeHeads, countPatterns, neighbourForKey } from '../../../webview-ui/attention/overview/arrangeHeads.js';
import { scaleMaximum } from '../../../webview-ui/attention/model/prepareMap.js';

const area = { width: 700, height: 600 };

describe('the camera', () => {
  it('shows a small text with cells of a readable size, in the middle', () => {
    const camera = fitCamera({ rows: 10, columns: 10 }, area);
    expect(camera.size).toBe(42);
    expect(clampCamera(camera, { rows: 10, columns: 10 }, area)).toEqual({ size: 42, x: 140, y: 0 });
  });

  it('shows all of a long text', () => {
    const shape = { rows: 512, columns: 512 };
    const { size } = fitCamera(shape, area);
    expect(size * 512).toBeCloseTo(600, 6);
  });

  it('zooms around the pointer', () => {
    const shape = { rows: 512, columns: 512 };
    const before = clampCamera(fitCamera(shape, area), shape, area);
    const point = { x: 321, y: 234 };
    const after = zoomCamera(before, 8, point, shape, area);
    expect(after.size).toBeCloseTo(before.size * 8, 6);
    expect(cellAt(after, point, shape)).toEqual(cellAt(before, point, shape));
  });

  it('zooms out to all and no further, in to a limit', () => {
    const shape = { rows: 512, columns: 512 };
    const before = clampCamera(fitCamera(shape, area), shape, area);
    expect(zoomCamera(before, 0.5, { x: 0, y: 0 }, shape, area)).toEqual(before);
    expect(zoomCamera(before, 1e6, { x: 350, y: 300 }, shape, area).size).toBe(64);
  });

  it('shows no emptiness beside a drawing that is larger than its area', () => {
    expect(clampCamera({ size: 20, x: 50, y: -99_999 }, { rows: 100, columns: 100 }, area)).toEqual({
      size: 20,
      x: 0,
      y: 600 - 2000,
    });
  });

  it('brings a cell into sight and moves no further', () => {
    const shape = { rows: 100, columns: 100 };
    const camera = { size: 20, x: 0, y: 0 };
    expect(bringIntoView(camera, { row: 3, column: 3 }, shape, area)).toEqual(camera);
    expect(bringIntoView(camera, { row: 99, column: 40 }, shape, area)).toEqual({
      size: 20,
      x: 700 - 820,
      y: 600 - 2000,
    });
  });

  it('finds the cell under a point, none beside them', () => {
    const camera = { size: 10, x: 100, y: 0 };
    expect(cellAt(camera, { x: 115, y: 39 }, { rows: 4, columns: 4 })).toEqual({ row: 3, column: 1 });
    expect(cellAt(camera, { x: 99, y: 5 }, { rows: 4, columns: 4 })).toBeNull();
    expect(cellAt(camera, { x: 115, y: 40 }, { rows: 4, columns: 4 })).toBeNull();
  });

  it('finds the label under a point: its row or column alone', () => {
    const camera = { size: 10, x: 100, y: 0 };
    const shape = { rows: 4, columns: 4 };
    expect(pointedAt(camera, { x: 60, y: 25 }, shape)).toEqual({ row: 2, column: -1 });
    // 30 pixels above, a label has gone 17 to the right of its column.
    expect(pointedAt(camera, { x: 115 + 17, y: -30 }, shape)).toEqual({ row: -1, column: 1 });
    expect(pointedAt(camera, { x: 115, y: 25 }, shape)).toEqual({ row: 2, column: 1 });
    expect(pointedAt(camera, { x: -20, y: -20 }, shape)).toBeNull();
  });

  it('draws the cells in sight only', () => {
    expect(visibleRange(-95, 10, 100, 512)).toEqual({ from: 9, to: 20 });
    expect(visibleRange(40, 10, 100, 3)).toEqual({ from: 0, to: 3 });
  });
});

describe('keys', () => {
  const shape = { rows: 10, columns: 8 };
  const after = (key: string, ctrlKey = false) => cellForKey({ row: 2, column: 7 }, { key, ctrlKey }, shape, 5);

  it('move by cells, rows and pages, not over the edges', () => {
    expect(after('ArrowRight')).toEqual({ row: 2, column: 7 });
    expect(after('ArrowUp')).toEqual({ row: 1, column: 7 });
    expect(after('Home')).toEqual({ row: 2, column: 0 });
    expect(after('Home', true)).toEqual({ row: 0, column: 0 });
    expect(after('PageDown')).toEqual({ row: 7, column: 7 });
    expect(after('PageUp')).toEqual({ row: 0, column: 7 });
    expect(after('a')).toBeNull();
  });
});

describe('labels', () => {
  it('stand at every 1, 2, 5, 10 … cells', () => {
    expect([20, 8, 3, 1.2, 0.5].map((size) => labelStep(size, 14))).toEqual([1, 2, 5, 20, 50]);
  });

  it('make room for the one that is looked at', () => {
    const labels = placeLabels(0, 2, 200, 100, 51, 60);
    expect(labels.find(({ name }) => name === 'label active')).toMatchObject({ index: 51 });
    expect(labels.find(({ name }) => name === 'label cursor')).toMatchObject({ index: 60 });
    const places = labels.map(({ at }) => at).sort((a, b) => a - b);
    for (let i = 1; i < places.length; i++) expect(places[i]! - places[i - 1]!).toBeGreaterThanOrEqual(14);
  });

  it('are cut when they are long, and show what cannot be seen', () => {
    expect(wordLabel('Donaudampfschifffahrt')).toBe('Donaudampfschif…');
    expect(wordLabel(' \n')).toBe('␣↵');
    expect(wordLabel('<img src=x>')).toBe('<img src=x>');
  });
});

describe('the picture', () => {
  const ramp = makeRamp([0, 0, 0], [0, 0, 128], [0, 0, 255]);
  const painting = { scale: 'linear', top: 1, threshold: 0, ramp, pool: 1, masked: null } as const;
  const blue = (pixels: Uint8ClampedArray) => Array.from({ length: pixels.length / 4 }, (_, i) => pixels[i * 4 + 2]!);

  it('has a pixel for each weight, darker for less', () => {
    const values = Float32Array.of(0, 0.25, 0.5, 1);
    const { width, height, pixels } = paintPixels({ queries: 2, keys: 2, values }, painting);
    expect([width, height]).toEqual([2, 2]);
    const [none, some, more, all] = blue(pixels);
    expect(none).toBe(0);
    expect(some).toBeGreaterThan(0);
    expect(more).toBeGreaterThan(some!);
    expect(all).toBe(255);
  });

  it('keeps the largest weight where several cells share a pixel', () => {
    const values = new Float32Array(64 * 64);
    values[10 * 64 + 51] = 1;
    const { width, pixels } = paintPixels({ queries: 64, keys: 64, values }, { ...painting, pool: 4 });
    expect(width).toBe(16);
    expect(blue(pixels).flatMap((value, at) => (value > 0 ? [at] : []))).toEqual([2 * 16 + 12]);
  });

  it('gives weights under the threshold the colour of nothing', () => {
    const values = Float32Array.of(0.1, 0.3);
    const [below, above] = blue(paintPixels({ queries: 1, keys: 2, values }, { ...painting, threshold: 0.2 }).pixels);
    expect(below).toBe(0);
    expect(above).toBeGreaterThan(0);
  });

  it('tells masked cells from weights of nothing', () => {
    const values = new Float32Array(9);
    const { pixels } = paintPixels(
      { queries: 3, keys: 3, values },
      {
        ...painting,
        masked: { reach: Int32Array.of(1, 2, 3), ground: [9, 9, 9] },
      },
    );
    expect(blue(pixels)).toEqual([0, 9, 9, 0, 0, 9, 0, 0, 0]);
  });

  it('pools as much as cells are smaller than a pixel', () => {
    expect(cellsPerPixel(1, 1)).toBe(1);
    expect(cellsPerPixel(0.5, 1)).toBe(2);
    expect(cellsPerPixel(0.5, 2)).toBe(1);
    expect(cellsPerPixel(0.4, 1)).toBe(3);
  });

  it('has a round number at the end of its scale', () => {
    expect([0.83, 0.2, 0.19, 0.06, 0.011, 0].map((top) => scaleMaximum(Float32Array.of(top)))).toEqual([
      1, 0.2, 0.2, 0.1, 0.02, 1,
    ]);
  });
});

describe('colours', () => {
  it('are read as browsers write them', () => {
    expect(parseColour('rgb(31, 31, 31)')).toEqual([31, 31, 31]);
    expect(parseColour('rgba(1, 2, 3, 0.5)')).toEqual([1, 2, 3]);
    expect(parseColour('color(srgb 1 0.5 0)')).toEqual([255, 127.5, 0]);
    expect(parseColour('')).toBeNull();
  });

  it('go one way in luminance, on dark and on light', () => {
    const ends = [
      [
        [45, 45, 45],
        [50, 130, 230],
        [130, 190, 255],
      ],
      [
        [240, 240, 240],
        [80, 160, 255],
        [30, 80, 150],
      ],
    ] as const;
    for (const [low, middle, high] of ends) {
      const ramp = makeRamp(low, middle, high);
      const lights = Array.from({ length: 11 }, (_, i) => luminance(rampColour({ ramp }, i / 10)));
      const sorted = [...lights].sort((a, b) => (luminance(low) < luminance(high) ? a - b : b - a));
      expect(lights).toEqual(sorted);
    }
  });

  it('let numbers be read on every one of them', () => {
    const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    for (let part = 0; part <= 255; part += 5) {
      const ground = [part, part, part] as const;
      expect(contrast(luminance(readableOn(ground)), luminance(ground))).toBeGreaterThanOrEqual(4.5);
    }
  });
});

const head = (layer: number, index: number, pattern: HeadPattern, share = 0.5): HeadSummary => ({
  layer,
  head: index,
  entropy: 1,
  distance: 1,
  pattern,
  share,
});

describe('all heads', () => {
  const heads = [
    head(0, 0, 'previous', 0.4),
    head(0, 1, 'broad'),
    head(1, 0, 'previous', 0.9),
    head(1, 1, 'separator'),
  ];

  it('stand layer by layer', () => {
    const { places, headings, size } = arrangeHeads(heads, 'layer', 220);
    expect(places.map(({ line, column }) => [line, column])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect(size).toBe(30);
    expect(headings.map((heading) => heading.kind)).toEqual(['layer', 'layer']);
  });

  it('stand by what they do, the clearest first', () => {
    const { places, headings } = arrangeHeads(heads, 'pattern', 220);
    expect(headings).toMatchObject([
      { pattern: 'previous', count: 2 },
      { pattern: 'separator', count: 1 },
      { pattern: 'broad', count: 1 },
    ]);
    expect(places.map(({ index }) => index)).toEqual([2, 0, 3, 1]);
  });

  it('stand by a figure, the largest first and the unknown last', () => {
    const { places } = arrangeHeads(heads, 'agreement', 220, [0.1, null, -0.5, 0.7]);
    expect(places.map(({ index }) => index)).toEqual([3, 0, 2, 1]);
  });

  it('fit into the width there is', () => {
    const many = Array.from({ length: 24 * 16 }, (_, at) => head(Math.floor(at / 16), at % 16, 'mixed'));
    const { places, size } = arrangeHeads(many, 'layer', 240);
    expect(Math.max(...places.map(({ x }) => x + size))).toBeLessThanOrEqual(240);
  });

  it('are gone through with the arrow keys', () => {
    const { places } = arrangeHeads(heads, 'layer', 220);
    expect(neighbourForKey(places, 0, 'ArrowRight')).toBe(1);
    expect(neighbourForKey(places, 1, 'ArrowDown')).toBe(3);
    expect(neighbourForKey(places, 3, 'Home')).toBe(2);
    expect(neighbourForKey(places, 3, 'ArrowDown')).toBe(3);
    expect(neighbourForKey(places, 0, 'x')).toBeNull();
  });

  it('are counted by what they do', () => {
    expect(countPatterns(heads)).toEqual([
      { pattern: 'previous', count: 2 },
      { pattern: 'separator', count: 1 },
      { pattern: 'broad', count: 1 },
    ]);
  });
});

describe('lines', () => {
  const values = Float32Array.of(0.7, 0.3, 0, 0.2, 0.2, 0.6, 0, 0, 1);
  const matrix = { queries: 3, keys: 3, values };

  it('are the strongest ones, and say how many there would be', () => {
    const { lines, count } = strongestLines(matrix, 0, 2);
    expect(lines.map(({ row, column }) => [row, column])).toEqual([
      [2, 2],
      [0, 0],
    ]);
    expect(count).toBe(6);
    expect(strongestLines(matrix, 0.5).count).toBe(3);
  });

  it('are those of one word on either side', () => {
    expect(linesOf(matrix, 'row', 1, 0).map(({ column }) => column)).toEqual([2, 0, 1]);
    expect(linesOf(matrix, 'column', 0, 0).map(({ row }) => row)).toEqual([0, 1]);
  });

  it('are thicker for more weight, and go from word to word', () => {
    expect(lineThickness('sqrt', 0.5, 1)).toBeGreaterThan(lineThickness('sqrt', 0.1, 1));
    const layout = linesLayout(3, 3, { width: 600, height: 100 });
    expect(lineCurve(layout, { row: 0, column: 2, weight: 1 })).toMatchInlineSnapshot(
      `"M158 24.5C285.8 24.5 314.2 74.5 442 74.5"`,
    );
  });
});
