import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';
import { searchPassages } from '../../../src/search/passages.js';

const split = (text: string, format: DocumentFormat = 'plain') => [...searchPassages(text, format)];

describe('the passages of a document', () => {
  it('are its sentences as a reader reads them, at their places', () => {
    const text =
      '# A *tale*\n\nThe **fox** ran\nto its [den](https://example.org/a). It saw `nest.ts`.\n\n1. &amp; slept\n';
    const passages = split(text, 'markdown');
    expect(passages.map((one) => one.text)).toEqual([
      'A tale',
      'The fox ran to its den.',
      'It saw `nest.ts`.',
      '& slept',
    ]);
    expect(passages.map(({ start, end }) => text.slice(start, end))).toEqual([
      'A *tale*',
      'The **fox** ran\nto its [den](https://example.org/a).',
      'It saw `nest.ts`.',
      '&amp; slept',
    ]);
  });

  it('are those of some parts, where no others are wanted', () => {
    const paragraph = (at: number) => `Paragraph ${at} is **about. An owl** sits in it.`;
    const text = Array.from({ length: 400 }, (_, at) => paragraph(at)).join('\n\n');
    const all = split(text, 'markdown');
    const wanted = all[400]!;
    let asked = 0;
    const some = [
      ...searchPassages(text, 'markdown', ({ start, end }) => {
        asked += 1;
        return start <= wanted.start && wanted.start < end;
      }),
    ];
    expect(asked).toBeGreaterThan(2);
    expect(some.length).toBeLessThan(all.length / 2);
    expect(all).toEqual(expect.arrayContaining(some));
    expect(some).toContainEqual(wanted);
  });

  it('of a program are in its comments', () => {
    expect(split('// Runs away.\nrun(1, "x");\n', 'program:typescript').map(({ text }) => text)).toEqual([
      'Runs away.',
    ]);
  });

  it('have letters', () => {
    expect(split('12 – 13\n\n***\n\n……\n\n第一。').map(({ text }) => text)).toEqual(['第一。']);
  });

  it('are cut where a line has no end, between words where there are some, never in half a character', () => {
    const words = split('fox '.repeat(1000));
    expect(words.every(({ text }) => /^(fox ?)+$/.test(text) && text.length <= 600)).toBe(true);
    const signs = split('\u{1F98A}狐'.repeat(2000));
    expect(signs.length).toBeGreaterThan(5);
    for (const { text } of signs) expect(encodeURIComponent(text)).not.toBe('');
    expect(signs.map(({ text }) => text).join('')).toBe('\u{1F98A}狐'.repeat(2000));
  });

  it('of a large document of a format that is read whole are read in parts', () => {
    const page = `<p>The fox ran.</p>\n\n`.repeat(6000);
    const texts = split(page, 'html').map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(5000);
    expect(texts.every((text) => text.includes('The fox ran.'))).toBe(true);
  });

  it('lie within any text, in order of their places', () => {
    const format = fc.constantFrom<DocumentFormat>('plain', 'markdown', 'html', 'json');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), format, (text, kind) => {
        for (const { start, end, text: read } of split(text, kind)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(read).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });
});
