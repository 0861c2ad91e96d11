// @vitest-environment happy-dom
import * as l10n from '@vscode/l10n';
import { beforeEach, describe, expect, it } from 'vitest';
import { html, svg } from '../../../webview-ui/kit/dom.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';
import { rovingTarget, rovingTabindex, type Box } from '../../../webview-ui/kit/rovingTabindex.js';
import { trimToken, showWhitespace } from '../../../src/text/displayText.js';

describe('numbers', () => {
  const { percent, logarithm, decimal } = numbersFor('en');

  it('are per cent with digits that count', () => {
    expect([1, 0.354, 0.0123, 0.0052, 0.00004, 0].map(percent)).toEqual([
      '100.0\u00a0%',
      '35.4\u00a0%',
      '1.2\u00a0%',
      '0.52\u00a0%',
      '<\u00a00.01\u00a0%',
      '0.0\u00a0%',
    ]);
  });

  it('never round what is likely to certain', () => {
    expect(percent(0.99999)).toBe('99.9\u00a0%');
  });

  it('never take what is no number for certain', () => {
    expect(percent(NaN)).toBe('–');
  });

  it('are written short where there is little room, as the language does', () => {
    const { compact } = numbersFor('en');
    expect([123_456, 1_234_567, 3.2e20, Infinity].map(compact)).toEqual(['123K', '1.23M', '3.2E20', '∞']);
    expect(numbersFor('zh-cn').compact(123_456)).toBe('12.3万');
  });

  it('have a true minus sign, and none for zero', () => {
    expect(logarithm(-2.305)).toMatch(/^−2\.3[01]$/);
    expect(decimal(-0.0001, 2)).toBe('0.00');
  });

  it('are written as the language does', () => {
    expect(numbersFor('de').percent(0.354)).toBe('35,4\u00a0%');
    expect(numbersFor('no language').percent(0.354)).toBe('35.4\u00a0%');
  });
});

describe('texts', () => {
  it('take figures in, also those that look like places', () => {
    expect(l10n.t('{1} of {0}', '{1}', 'b')).toBe('b of {1}');
  });

  it('show what cannot be seen', () => {
    expect(['\n', ' a', '', '\t'].map(showWhitespace)).toEqual(['↵', '␣a', '∅', '→']);
    expect([' a', ' '].map(trimToken)).toEqual(['a', '␣']);
  });
});

describe('elements', () => {
  it('hold text', () => {
    const element = html('p.note', {}, '<img src=x>');
    expect(element.children).toHaveLength(0);
    expect(element.textContent).toBe('<img src=x>');
  });

  it('leave out attributes that are null, and children that are nothing', () => {
    const element = html('p.a.b', { attributes: { title: null, id: 'x', 'aria-hidden': true } }, null, false);
    expect(element.outerHTML).toBe('<p class="a b" id="x" aria-hidden="true"></p>');
  });

  it('are of SVG where asked', () => {
    expect(svg('path.line').namespaceURI).toBe('http://www.w3.org/2000/svg');
  });
});

describe('roving focus', () => {
  /** Two lines: three items, then two. */
  const boxes: Box[] = [
    { left: 0, right: 10, top: 0, bottom: 10 },
    { left: 10, right: 40, top: 0, bottom: 10 },
    { left: 40, right: 60, top: 0, bottom: 10 },
    { left: 0, right: 30, top: 12, bottom: 22 },
    { left: 30, right: 60, top: 12, bottom: 22 },
  ];
  const to = (index: number, key: string) => rovingTarget(boxes, index, key);

  it('follows the text sideways and stops at its ends', () => {
    expect([to(0, 'ArrowLeft'), to(2, 'ArrowRight'), to(4, 'ArrowRight')]).toEqual([0, 3, 4]);
    expect([to(3, 'Home'), to(0, 'End')]).toEqual([0, 4]);
  });

  it('goes to what stands above or below', () => {
    expect([to(0, 'ArrowDown'), to(2, 'ArrowDown'), to(4, 'ArrowUp'), to(0, 'ArrowUp')]).toEqual([3, 4, 2, 0]);
  });

  it('leaves other keys alone', () => {
    expect(to(0, 'Enter')).toBeNull();
  });

  describe('among elements', () => {
    let items: HTMLElement[];
    let shown: number[];
    const press = (key: string) =>
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));

    beforeEach(() => {
      items = ['a', 'b', 'c'].map((text) => html('span', {}, text));
      document.body.replaceChildren(...items);
      shown = [];
      rovingTabindex(items, (index) => shown.push(index), 1);
    });

    it('has one stop of the Tab key', () => {
      expect(items.map((item) => item.tabIndex)).toEqual([-1, 0, -1]);
    });

    it('moves that stop with the arrow keys and tells each item', () => {
      items[1]?.focus();
      press('ArrowRight');
      press('Home');
      expect(shown).toEqual([1, 2, 0]);
      expect(items.map((item) => item.tabIndex)).toEqual([0, -1, -1]);
      expect(document.activeElement).toBe(items[0]);
    });

    it('shows what is pointed at without moving the stop', () => {
      items[2]?.dispatchEvent(new Event('pointerenter'));
      expect(shown).toEqual([2]);
      expect(items.map((item) => item.tabIndex)).toEqual([-1, 0, -1]);
    });
  });
});
