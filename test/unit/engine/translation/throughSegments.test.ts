import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TranslatedSegment } from '../../../../src/protocol/engine/index.js';
import { replaceSpans } from '../../../../src/text/index.js';
import { joinSegments, spansOfTargets } from '../../../../src/engine/translation/throughSegments.js';

const segment = (start: number, end: number, target: string, more: Partial<TranslatedSegment> = {}) => ({
  start,
  end,
  target,
  logProbability: -1,
  ...more,
});

describe('a translation through another language', () => {
  it('has the first source’s sentences with the second’s targets', () => {
    const source = '# Eins.\n\nZwei. Drei.';
    const into = [segment(2, 7, 'One.'), segment(9, 14, 'Two and a half.'), segment(15, 20, 'Three.')];
    const between = replaceSpans(source, into);
    expect(between).toBe('# One.\n\nTwo and a half. Three.');
    const outOf = [segment(2, 6, 'Un.'), segment(8, 23, 'Deux.'), segment(24, 30, 'Trois.')];
    const joined = joinSegments(source, into, between, outOf);
    expect(joined).toEqual([
      { ...segment(2, 7, 'Un.'), logProbability: -2 },
      { ...segment(9, 14, 'Deux.'), logProbability: -2 },
      { ...segment(15, 20, 'Trois.'), logProbability: -2 },
    ]);
    expect(replaceSpans(source, joined)).toBe('# Un.\n\nDeux. Trois.');
  });

  it('joins what is parted in another way, and what was left out', () => {
    const source = 'Eins; zwei. Drei.';
    const into = [segment(0, 11, 'One. Two.'), segment(12, 17, 'Three.', { doubts: ['facts'] })];
    const between = 'One. Two. Three.';
    const outOf = [segment(0, 4, 'Un.'), segment(5, 9, 'Deux.')];
    const joined = joinSegments(source, into, between, outOf);
    expect(joined.map(({ start, end, target }) => [start, end, target])).toEqual([
      [0, 11, 'Un. Deux.'],
      [12, 17, 'Three.'],
    ]);
    expect(joined[1]?.doubts).toEqual(['facts']);
  });

  it('is kept where nothing became of it', () => {
    const source = 'Eins. x';
    const into = [segment(0, 5, 'Eins.', { kept: true, doubts: ['structure'] })];
    expect(joinSegments(source, into, source, [])).toEqual([
      { ...segment(0, 5, 'Eins.'), doubts: ['structure'], kept: true },
    ]);
  });

  it('always makes of the source what the second made of the text between', () => {
    const cuts = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 }), fc.string({ maxLength: 5 })), {
      maxLength: 6,
    });
    const segmentsOf = (text: string, parts: [number, number, string][]) => {
      const all: TranslatedSegment[] = [];
      let at = 0;
      for (const [gap, length, target] of parts) {
        const start = at + gap;
        if (start + length > text.length) break;
        all.push(segment(start, start + length, target));
        at = start + length;
      }
      return all;
    };
    fc.assert(
      fc.property(fc.string({ minLength: 20, maxLength: 40 }), cuts, cuts, (source, first, second) => {
        const into = segmentsOf(source, first);
        const between = replaceSpans(source, into);
        const outOf = segmentsOf(between, second);
        const joined = joinSegments(source, into, between, outOf);
        expect(replaceSpans(source, joined)).toBe(replaceSpans(between, outOf));
      }),
    );
  });

  it('knows where targets stand', () => {
    const all = [segment(1, 2, 'abc'), segment(4, 6, '')];
    expect(spansOfTargets(all, all)).toEqual([
      { start: 1, end: 4 },
      { start: 6, end: 6 },
    ]);
  });
});
