// @vitest-environment happy-dom
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_VIEW } from '../../../src/attention/viewState.js';
import { makeRamp, type Colours } from '../../../webview-ui/kit/colours.js';
import { captionOf } from '../../../webview-ui/attention/export/caption.js';
import { drawingSvg } from '../../../webview-ui/kit/picture/drawingSvg.js';
import { cellFigure, drawMarks } from '../../../webview-ui/attention/matrix/drawMatrix.js';
import { matrixSvg } from '../../../webview-ui/attention/export/matrixSvg.js';
import { exportMenu } from '../../../webview-ui/attention/export/exportMenu.js';
import { splitPaint } from '../../../webview-ui/kit/picture/svgPaint.js';
import { replaceUnprintable } from '../../../src/text/escape.js';
import { ColourLegend } from '../../../webview-ui/attention/layout/colourLegend.js';
import type { AttentionPage } from '../../../webview-ui/attention/model/attentionPage.js';
import type { Displayed, DisplayedDrawing, DisplayedMap } from '../../../webview-ui/attention/model/displayModel.js';
import { svg } from '../../../webview-ui/kit/dom.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';
import { comparisonPage } from './comparisonPage.js';
import { subjectOf } from './attentionFixture.js';
import { HOSTILE, hostileMap } from './hostileMap.js';

const colours: Colours = {
  background: [31, 31, 31],
  foreground: [204, 204, 204],
  dim: [150, 150, 150],
  accent: [55, 148, 255],
  warm: [204, 167, 0],
  focus: [0, 120, 212],
  contrast: false,
  ramp: makeRamp([38, 40, 48], [55, 148, 255], [150, 200, 255]),
};

const drawn = (map: DisplayedMap, threshold = 0) =>
  matrixSvg({
    map,
    scale: 'sqrt',
    threshold,
    colours,
    caption: ['bert-mini · encoder · layer 3, head 5', 'tokens', 'Text: a b'],
    axes: 'row: reads · column: is read',
    font: 'sans-serif',
    decimal: numbersFor('en').decimal,
  });

const serialised = (element: SVGElement) => new XMLSerializer().serializeToString(element);

afterEach(() => document.body.replaceChildren());

describe('a picture of a map', () => {
  it('is drawn as on the page', () => {
    expect(serialised(drawn(hostileMap(['The', ' cat', ' sat'], { row: 1, column: 2 })))).toMatchSnapshot();
  });

  it('has one colour for a weight, looked at or not, and says all numbers of the row in focus', () => {
    const focused = drawn(hostileMap(['a', 'b', 'c'], { row: 1, column: 2 }));
    const cells = (picture: SVGElement) => serialised(picture.querySelector<SVGElement>('.cells')!);
    expect(cells(focused)).toBe(cells(drawn(hostileMap(['a', 'b', 'c']))));
    const marks = [...focused.querySelectorAll('.focus > *')];
    const covering = marks.filter((mark) => mark.localName !== 'text' && mark.getAttribute('fill') !== 'none');
    expect(covering).toEqual([]);
    expect(marks.flatMap(({ localName, textContent }) => (localName === 'text' ? [textContent] : []))).toEqual([
      '.17',
      '.33',
      '.50',
    ]);
  });

  it('draws nothing over the cells of the page either: outlines and numbers only', () => {
    const calls: string[] = [];
    const context = new Proxy(
      {},
      {
        get: (_, name) => (name === 'canvas' ? document.createElement('canvas') : () => void calls.push(String(name))),
        set: () => true,
      },
    ) as unknown as CanvasRenderingContext2D;
    const scene = { map: hostileMap(['a', 'b', 'c']), scale: 'sqrt', threshold: 0, colours } as const;
    const view = { camera: { size: 30, x: 0, y: 0 }, area: { width: 100, height: 100 } };
    drawMarks(context, { ...scene, ...view }, { row: 1, column: 2 }, String);
    expect(calls.filter((name) => name.startsWith('fill'))).toEqual(['fillText', 'fillText', 'fillText']);
    expect(calls.filter((name) => name === 'strokeRect')).toHaveLength(2);
  });

  it('calls no weight nothing that is not', () => {
    const figure = (weight: number) => cellFigure(weight, numbersFor('en').decimal);
    expect([0.25, 1, 0.005, 0.0049, 0.000_01, 0].map(figure)).toEqual(['.25', '1.00', '.01', '<.01', '<.01', '.00']);
  });

  it('leaves out what is below the threshold', () => {
    const paths = (threshold: number) =>
      drawn(hostileMap(['a', 'b']), threshold).querySelectorAll('.cells path').length;
    // Cells without colour are drawn in that of nothing.
    expect([paths(0), paths(0.5), paths(0.9)]).toEqual([2, 2, 1]);
  });

  it('is well-formed XML without a script, whatever the tokens', () => {
    const text = serialised(drawn(hostileMap(HOSTILE)));
    const read = new DOMParser().parseFromString(text, 'image/svg+xml');
    expect(read.querySelector('parsererror')).toBeNull();
    expect(read.querySelectorAll('script')).toHaveLength(0);
    expect(text).not.toContain('\u0000');
    expect(text).toContain('&lt;script&gt;');
  });

  it('has only characters that XML knows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(replaceUnprintable(text)).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u);
      }),
    );
    expect(replaceUnprintable('a\u0000b\ud800c😀\t')).toBe('a\ufffdb\ufffdc😀\t');
  });

  it('stays small for 512 tokens: a path for each colour, not an element for each cell', () => {
    const n = 512;
    const map = hostileMap(Array.from({ length: n }, () => 'a '));
    map.matrix.values.set(map.matrix.values.map((_, at) => ((at * 7919) % 997) / 997));
    const picture = drawn(map);
    expect(picture.querySelectorAll('.cells path').length).toBeLessThanOrEqual(256);
    expect(serialised(picture).length).toBeLessThan(8e6);
    expect(picture.querySelectorAll('.rows text').length).toBeLessThan(100);
  });

  it('lets the size of cells grow with the weight where colour is not enough', () => {
    const wide = (contrast: boolean) => {
      const picture = matrixSvg({
        map: hostileMap(['a', 'b']),
        scale: 'linear',
        threshold: 0,
        colours: { ...colours, contrast },
        caption: [],
        axes: '',
        font: 'sans-serif',
        decimal: String,
      });
      return [...picture.querySelectorAll('.cells path')].map(
        (path) => /h([\d.]+)/.exec(path.getAttribute('d') ?? '')?.[1],
      );
    };
    expect(new Set(wide(false)).size).toBe(1);
    expect(new Set(wide(true)).size).toBe(2);
  });
});

it('colours are written as every program knows them', () => {
  expect(
    ['rgb(1, 2, 3)', 'rgba(255, 0, 16, 0.25)', 'color(srgb 1 0.5 0 / 0.5)', 'color(srgb 0 0 1)', 'none'].map(
      splitPaint,
    ),
  ).toEqual([
    { colour: '#010203', opacity: 1 },
    { colour: '#ff0010', opacity: 0.25 },
    { colour: '#ff8000', opacity: 0.5 },
    { colour: '#0000ff', opacity: 1 },
    { colour: 'none', opacity: 1 },
  ]);
});

describe('a picture of a drawing', () => {
  const drawing = svg(
    'svg.lines',
    { attributes: { viewBox: '0 0 100 50' } },
    svg('line.strong', { attributes: { x1: 0, y1: 0, x2: 10, y2: 10 } }),
    svg('text.hidden', {}, 'not seen'),
    svg('text', {}, 'a <b> & \u0001'),
  );
  const shown: DisplayedDrawing = { type: 'drawing', name: 'lines', drawing, header: ['a'], table: [] };

  it('carries what style sheets decide, and leaves out what is not displayed', () => {
    const sheet = document.createElement('style');
    sheet.textContent = '.strong { stroke: rgba(1, 2, 3, 0.5); stroke-width: 4px } .hidden { display: none }';
    document.body.append(sheet, drawing);
    const text = serialised(
      drawingSvg({ drawing: shown.drawing, colours, caption: ['lines'], font: 'serif', host: document.body }),
    );
    expect(text).toMatch(/stroke="#010203" stroke-width="4px"[^>]* stroke-opacity="0.5"/);
    expect(text).not.toContain('class="strong"');
    expect(text).not.toContain('not seen');
    expect(text).toContain('a &lt;b&gt; &amp; \ufffd');
  });

  it('leaves the page as it was', () => {
    const host = document.createElement('div');
    document.body.append(host);
    drawing.remove();
    drawingSvg({ drawing: shown.drawing, colours, caption: [], font: 'serif', host });
    expect(host.childElementCount).toBe(0);
    expect(drawing.getAttribute('class')).toBe('lines');
  });
});

describe('the menu', () => {
  function opened(shown: Displayed | null) {
    const page = comparisonPage({ view: 'matrix', layer: 2, head: 4 });
    const host = exportMenu(page, () => shown);
    document.body.replaceChildren(host);
    const choose = (label: string) => {
      host.querySelector<HTMLElement>('button.export')?.click();
      const entry = [...host.querySelectorAll<HTMLElement>('.entry')].find((each) => each.textContent === label);
      entry?.click();
    };
    return { page, host, choose };
  }

  it('saves picture, table and data under a name that says what they are of', () => {
    const { page, choose } = opened(hostileMap(['a', 'b']));
    ['Picture as SVG …', 'Table as CSV …', 'Data as JSON …'].forEach(choose);
    expect(page.did.saved.map(({ format, name }) => [format, name])).toEqual([
      ['svg', 'attention-bert-mini-encoder-layer-3-head-5'],
      ['csv', 'attention-bert-mini-encoder-layer-3-head-5'],
      ['json', 'attention-bert-mini-encoder-layer-3-head-5'],
    ]);
    expect(page.did.saved[0]?.content).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg .*bert-mini · encoder · layer 3, head 5/s,
    );
  });

  it('copies the command, the table and the data', () => {
    const { page, choose } = opened(hostileMap(['a', 'b']));
    ['Copy Command', 'Copy CSV', 'Copy JSON'].forEach(choose);
    expect(page.did.copied.map(({ what }) => what)).toEqual(['command', 'csv', 'json']);
    expect(page.did.copied[0]?.text).toMatch(/^npm run --silent engine -- attention '/);
  });

  it('does nothing while nothing is shown', () => {
    const { page, host, choose } = opened(null);
    choose('Table as CSV …');
    expect(page.did.saved).toEqual([]);
    expect([...host.querySelectorAll('.entry')].every((entry) => entry.getAttribute('aria-disabled') === 'true')).toBe(
      true,
    );
  });
});

it('the legend on the page has weights as small as there are, as the exported picture has them', () => {
  const state = { scale: 'log', threshold: 0 };
  const page = { numbers: numbersFor('en'), state } as unknown as AttentionPage;
  const legend = new ColourLegend(page);
  legend.update(colours, 0.001);
  expect([...legend.element.querySelectorAll('.ticks span')].map(({ textContent }) => textContent)).toEqual([
    '0.0000001',
    '0.00001',
    '0.001',
  ]);
});

it('the caption of the architectures tells what they read: words, without a prefix and a target', () => {
  const view = { ...DEFAULT_VIEW, words: false, prefix: 'translate: ', target: 'x' };
  const drawing = { type: 'drawing', name: 'n', drawing: svg('svg'), header: [], table: [] } as const;
  const given = [view, subjectOf('a b')] as const;
  const words = { numbers: numbersFor('en') };
  expect(captionOf(words, { ...drawing, text: 'a b' }, ...given)).toEqual([
    'n',
    'tokens merged to words: summed to a word, averaged from it · special tokens hidden',
    'Text: a b',
  ]);
  expect(captionOf(words, drawing, ...given)).toEqual([
    'n',
    'tokens as the model reads them · special tokens hidden',
    'Text: translate: a b',
    'Target: x',
  ]);
});
