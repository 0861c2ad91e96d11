import { describe, expect, it } from 'vitest';
import { determinismParts } from '../../../../src/decoding/config/determinism.js';
import { firstDivergence } from '../../../../webview-ui/decoding/determinism/runDivergence.js';

const run = (...ids: number[]) => ({ ids, texts: ids.map(String) });

describe('where runs part', () => {
  it('is the first token that is not the same in all', () => {
    expect(firstDivergence([run(1, 2, 3), run(1, 2, 3), run(1, 2, 3)])).toBeNull();
    expect(firstDivergence([run(1, 2, 3), run(1, 2, 3), run(1, 9, 3)])).toBe(1);
    expect(firstDivergence([run(5), run(6), run(5)])).toBe(0);
  });

  it('is where one ended and another went on', () => {
    expect(firstDivergence([run(1, 2), run(1, 2, 3)])).toBe(2);
  });

  it('is nowhere in one run or none', () => {
    expect([firstDivergence([]), firstDivergence([run(1)])]).toEqual([null, null]);
  });
});

describe('the parts of a check', () => {
  it('are the recipe, temperature 0, nearly 0, and one seed, where it draws', () => {
    const parts = determinismParts({ strategy: 'sample', topP: 0.9 }, [1, 2, 3]);
    expect(parts.map(({ kind }) => kind)).toEqual(['recipe', 'zero', 'tiny', 'seed']);
    expect(parts[0]!.decodings.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(new Set(parts[3]!.decodings.map(({ seed }) => seed)).size).toBe(1);
    expect(parts.every(({ decodings }) => decodings.length === 3 && decodings.every(({ topP }) => topP === 0.9))).toBe(
      true,
    );
  });

  it('are the recipe alone where nothing is drawn', () => {
    expect(determinismParts({ strategy: 'beam', numBeams: 4 }, [1, 2, 3])).toHaveLength(1);
    expect(determinismParts({ strategy: 'sample', temperature: 0 }, [1, 2, 3])).toHaveLength(1);
  });
});
