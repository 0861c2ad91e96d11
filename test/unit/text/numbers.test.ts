import { describe, expect, it } from 'vitest';
import { decimalFormat, formatFigure, formatShare, knownLanguage, numberFormat } from '../../../src/text/numbers.js';

describe('a share in per cent', () => {
  const decimal = decimalFormat('en');
  const written = (digits: number, ...shares: number[]) =>
    shares.map((share) => formatShare(share, digits, decimal).replaceAll('\u00a0', ' '));

  it('is never 0 while it is something, and never certain while it is not', () => {
    expect(written(0, 0, 0.001, 0.01, 0.41, 0.9999, 1)).toEqual(['0 %', '< 1 %', '1 %', '41 %', '99 %', '100 %']);
    expect(written(3, 0.000001, 0.00001, 0.9999999)).toEqual(['< 0.001 %', '0.001 %', '99.999 %']);
  });

  it('is as small as is said', () => {
    expect(formatShare(0.007, 0, decimal, 0.005)).toBe('1\u00a0%');
    expect(formatShare(0.004, 0, decimal, 0.005)).toBe('<\u00a01\u00a0%');
  });

  it('is no figure where it is no number', () => {
    expect(written(1, NaN)).toEqual(['–']);
  });
});

describe('numbers', () => {
  it('are written as the language does, or as English does', () => {
    expect(decimalFormat('de')(-1234.5, 2)).toBe('−1.234,50');
    expect(decimalFormat('no language')(-0.001, 2)).toBe('0.00');
    expect(['zh-cn', 'xx', '?'].map(knownLanguage)).toEqual(['zh-cn', 'en', 'en']);
  });

  it('that stand by themselves have all digits that count', () => {
    const write = numberFormat('en');
    expect([1394, 0, -2, 0.8, 0.0000001, 1e-9, 1 / 3, 0.1 + 0.2].map(write)).toEqual([
      '1,394',
      '0',
      '−2',
      '0.8',
      '0.0000001',
      '1E−9',
      '0.333333',
      '0.3',
    ]);
    expect(numberFormat('de')(1394.5)).toBe('1.394,5');
    expect(numberFormat('en', { useGrouping: false })(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991');
  });
});

it('a figure that is not 0 does not read as 0', () => {
  const decimal = decimalFormat('en');
  const figures = [0, 0.0002, 0.0005, 0.4126, -0.0002, -1.5, 1e-12, NaN];
  expect(figures.map((value) => formatFigure(value, 3, decimal).replaceAll('\u00a0', ' '))).toEqual([
    ...['0.000', '< 0.001', '0.001', '0.413', '> −0.001', '−1.500', '< 0.001', 'NaN'],
  ]);
  expect(formatFigure(0.004, 2, decimalFormat('de'))).toBe('<\u00a00,01');
});
