import { describe, expect, it } from 'vitest';
import { findMasks } from '../../../src/text/index.js';

const masks = (text: string): string[] => findMasks(text).map(({ start, end }) => `${start}:${text.slice(start, end)}`);

describe('findMasks', () => {
  it('finds every way to write one', () => {
    expect(masks('A [MASK], a [mask], <mask> and _____. Is ___?')).toEqual([
      '2:[MASK]', '12:[mask]', '20:<mask>', '31:_____', '41:___',
    ]); // prettier-ignore
  });

  it('finds them within Chinese and at the ends', () => {
    expect(masks('今天[MASK]天气___很好')).toEqual(['2:[MASK]', '10:___']);
    expect(masks('___ is 😀 ___')).toEqual(['0:___', '10:___']);
  });

  it('leaves names, rules and emphasis alone', () => {
    expect(masks('__init__ snake___case ___bold___ $___ __ a___ ___b')).toEqual([]);
    expect(masks('text\n____\n  ___ \r\nmore')).toEqual([]);
  });
});
