import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeIsolate, isolate, isolateLine, withoutDirections } from '../../../src/text/isolate.js';

const SHALOM = 'שלום';
const [BEGIN, END] = ['\u2068', '\u2069'];

describe('a text beside figures', () => {
  it.each([SHALOM, 'مرحبا بالعالم', 'in 1999 שנת', '12 ܫܠܡܐ', 'ދިވެހި', '𐤀𐤁', '𞤀𞤁', 'ﷺ'])(
    'is kept apart where it has words from the right: %s',
    (text) => expect(isolate(text)).toBe(BEGIN + text + END),
  );

  it.each(['', 'word', '12 %', 'Größe', '中文', 'слово', 'คำ', '\ufefffile', '😀'])('stays as it is: %s', (text) =>
    expect(isolate(text)).toBe(text),
  );

  it('has no other signs of direction in it, that could end it', () => {
    expect(isolate(`${SHALOM}\u2069\u202e 1`)).toBe(`${BEGIN}${SHALOM} 1${END}`);
    expect(isolateLine(`${isolate(SHALOM)} · 3`)).toBe(`${BEGIN}${BEGIN}${SHALOM}${END} · 3${END}`);
  });
});

describe('signs of direction', () => {
  it('are left out, but for whole isolates', () => {
    expect(withoutDirections(`a\u202e${BEGIN}${SHALOM}${END}\u200fb${END}`)).toBe(`a${BEGIN}${SHALOM}${END}b`);
    expect(withoutDirections(`${BEGIN}a`)).toBe('a');
    expect(withoutDirections(`${BEGIN}a\u202eb${END}`)).toBe('ab');
  });

  it('that are left are always in pairs, and turn nothing', () => {
    const pieces = fc.constantFrom('a', SHALOM, ' ', '1', BEGIN, END, '\u202e', '\u2066', '\u2067', '\u200f');
    const check = (parts: string[]) => {
      const left = withoutDirections(parts.join('')).replace(/[^\p{Bidi_Control}]/gu, '');
      expect(left).toMatch(new RegExp(`^(${BEGIN}${END})*$`, 'u'));
    };
    fc.assert(fc.property(fc.array(pieces, { maxLength: 30 }), check), { seed: 3, numRuns: 2000 });
  });

  it('are closed where a text was cut', () => {
    expect(closeIsolate(`a ${BEGIN}${SHALOM}`)).toBe(`a ${BEGIN}${SHALOM}${END}`);
    expect(closeIsolate(`${BEGIN}${SHALOM}${END} a`)).toBe(`${BEGIN}${SHALOM}${END} a`);
    expect(closeIsolate('a')).toBe('a');
  });
});
