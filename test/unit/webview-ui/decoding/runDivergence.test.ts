import { describe, expect, it } from 'vitest';
import { determinismParts } from '../../../../src/decoding/config/determinism.js';
import { firstDivergence, piecesOf } from '../../../../webview-ui/decoding/determinism/runDivergence.js';

const run = (...keys: number[]) => ({ keys });
const ofTokens = (...ids: number[]) => ({ ids, texts: ids.map(String) });
const ofServer = (text: string) => ({ ids: [], texts: [text], decodedByServer: true as const });

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

describe('what runs are compared by', () => {
  it('is their tokens', () => {
    expect(piecesOf([ofTokens(1, 2), ofTokens(1, 3)])).toEqual({
      by: 'tokens',
      runs: [
        { keys: [1, 2], texts: ['1', '2'] },
        { keys: [1, 3], texts: ['1', '3'] },
      ],
    });
  });

  it.each([
    [[' to the lake', ' to the river'], 2],
    [[' to the', ' to the'], null],
    [[' to the', ' to the '], 2],
    [[' to the', ' to\nthe'], 1],
    [['', ''], null],
    [['', ' a'], 0],
    [['河岸边', '河岸'], 0],
  ])('is words where a server wrote: %j', (texts, parting) => {
    const { by, runs } = piecesOf(texts.map(ofServer));
    expect(by).toBe('words');
    expect(runs.map((one) => one.texts.join(''))).toEqual(texts);
    expect(firstDivergence(runs)).toBe(parting);
  });

  it('is words of all where a server wrote one of them', () => {
    const ours = { ids: [1, 2], texts: [' to', ' day'] };
    const { by, runs } = piecesOf([ours, ofServer(' to day')]);
    expect([by, firstDivergence(runs)]).toEqual(['words', null]);
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
