import { describe, expect, it } from 'vitest';
import { placesIn, type TextPart } from '../../../../src/engine/served/placesIn.js';

const part = (text: string, tokens = 1): TextPart => ({ tokens, bytes: Buffer.from(text) });
const places = (text: string, parts: readonly TextPart[]) =>
  placesIn(text, parts).map(({ start, end }) => [start, end]);

describe('places of tokens whose bytes a server tells', () => {
  it('follow the text in UTF-16 units, and pieces of a character stand for all of it', () => {
    expect(places('a 🙂 b', [part('a'), part(' '), part('🙂', 3), part(' b')])).toEqual([
      [0, 1],
      [1, 2],
      ...Array<number[]>(3).fill([2, 4]),
      [4, 6],
    ]);
    const bytes = [...Buffer.from('🙂')].map((byte) => ({ tokens: 1, bytes: Uint8Array.of(byte) }));
    expect(places('🙂x', [...bytes, part('x')])).toEqual([...Array<number[]>(4).fill([0, 2]), [2, 3]]);
  });

  it('are none of what stands in front, and of a space that is put before', () => {
    expect(places('Hello you', [part('<s>'), part(' Hello'), part(' you')])).toEqual([
      [null, null],
      [0, 5],
      [5, 9],
    ]);
  });

  it('are none from where the tokens no longer follow the text', () => {
    expect(places('Hello you there', [part('Hello'), part(' YOU'), part(' there')])).toEqual([
      [0, 5],
      [null, null],
      [null, null],
    ]);
    expect(places('', [])).toEqual([]);
  });
});
