import { describe, expect, it } from 'vitest';
import { byFile, inOrder } from '../../../../../src/host/features/findSimilar/found.js';
import { meaning, rerank, result, together, words } from './results.js';

const places = (found: { place: number }[]) => found.map(({ place }) => place);

/** Put in order by a cross-encoder at last. */
const FOUND = [
  result(1, { name: 'b.md', words: words(3, 'fox'), meaning: meaning(2), together: together(2), rerank: rerank(1) }),
  result(2, { name: 'a.md', words: null, meaning: meaning(1), together: together(4), rerank: rerank(2) }),
  result(3, { name: 'b.md', words: words(1, 'den'), meaning: meaning(3), together: together(1), rerank: rerank(3) }),
  result(4, { name: 'a.md', words: words(2, 'fox'), meaning: meaning(9), together: together(3), rerank: rerank(4) }),
];

describe('results', () => {
  it('are in the order of a stage, those that it did not find behind the others', () => {
    const shuffled = [FOUND[2]!, FOUND[0]!, FOUND[3]!, FOUND[1]!];
    expect(places(inOrder(shuffled, 'final'))).toEqual([1, 2, 3, 4]);
    expect(places(inOrder(shuffled, 'words'))).toEqual([3, 4, 1, 2]);
    expect(places(inOrder(shuffled, 'meaning'))).toEqual([2, 1, 3, 4]);
    expect(places(inOrder(shuffled, 'together'))).toEqual([3, 1, 4, 2]);
    expect(shuffled[0]!.place).toBe(3);
  });

  it('keep their order by words where no words were asked for', () => {
    const found = [result(1, { meaning: meaning(1) }), result(2, { meaning: meaning(2) })];
    expect(places(inOrder(found, 'words'))).toEqual([1, 2]);
  });

  it('are listed by file, in the order in which the files come first', () => {
    const groups = byFile(FOUND);
    expect(groups.map(({ name, found }) => [name, places(found)])).toEqual([
      ['b.md', [1, 3]],
      ['a.md', [2, 4]],
    ]);
  });
});
