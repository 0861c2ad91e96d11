import { describe, expect, it } from 'vitest';
import { textBar, figureWithBar, formatPercent, scaleFor } from '../../../../src/host/core/probabilityBars.js';
import { labelPadding } from '../../../../src/host/editor/labelWidth.js';

describe('bar', () => {
  it('is as long as the share of the scale, to an eighth of a cell', () => {
    expect(textBar(0, 1)).toBe('');
    expect(textBar(1, 1)).toBe('█'.repeat(12));
    expect(textBar(0.25, 0.5)).toBe('█'.repeat(6));
    expect(textBar(0.354, 0.5)).toBe('████████▌');
    expect(textBar(1 / 96, 1)).toBe('▏');
  });

  it('grows with the probability', () => {
    const lengthOf = (drawn: string) => [...drawn].reduce((sum, cell) => sum + (0x2590 - cell.codePointAt(0)!), 0);
    for (let share = 0; share < 1; share += 0.01) {
      expect(lengthOf(textBar(share + 0.01, 1))).toBeGreaterThanOrEqual(lengthOf(textBar(share, 1)));
    }
  });

  it('is cut at its ends', () => {
    expect(textBar(2, 1)).toBe(textBar(1, 1));
    expect(textBar(-1, 1)).toBe(textBar(0, 1));
  });
});

describe('scaleFor', () => {
  it('is the next round figure', () => {
    expect(scaleFor([0.354, 0.29])).toBe(0.5);
    expect(scaleFor([0.5])).toBe(0.5);
    expect(scaleFor([0.51])).toBe(1);
    expect(scaleFor([])).toBe(0.01);
  });
});

describe('percent', () => {
  it('shows as many digits as say something', () => {
    expect(formatPercent(0.354)).toBe('35.4 %');
    expect(formatPercent(1)).toBe('100.0 %');
    expect(formatPercent(0.00052)).toBe('0.052 %');
    expect(formatPercent(0.000001)).toBe('< 0.001 %');
    expect(formatPercent(0)).toBe('0.0 %');
  });

  it('speaks the user’s language', () => {
    expect(formatPercent(0.354, 'de')).toBe('35,4 %');
  });

  it('stands below each other, before the bars', () => {
    const lines = [0.05, 0.5, 1].map((probability) => figureWithBar(probability, 1));
    expect(new Set(lines.map((line) => line.indexOf('%'))).size).toBe(1);
    expect(lines[1]).toMatch(/50\.0 % {2}██████$/);
  });
});

describe('labelPadding', () => {
  it('gives the widest label none, and narrower ones more', () => {
    const pad = labelPadding(['tea', 'coffee']);
    expect(pad('coffee')).toBe('');
    expect(pad('tea')).not.toBe('');
    expect(pad('tea').trim()).toBe('');
  });
});
