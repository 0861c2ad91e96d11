import { describe, expect, it } from 'vitest';
import type { DecodingRun } from '../../../../src/protocol/webviews/index.js';
import { forks, forksWith, leastLikely, nextPlace } from '../../../../webview-ui/decoding/card/jumps.js';

const run = (ids: number[], given: number[] | null = null) =>
  ({ sequences: [{ ids }], branch: given && { ids: given } }) as unknown as DecodingRun;

describe('jumps', () => {
  it('lead to the token that the model least expected, the first of several', () => {
    const steps = [0.5, 0.01, 0.3, 0.01].map((probability) => ({ probability }));
    expect(leastLikely(steps)).toBe(1);
    expect(leastLikely([])).toBeNull();
    expect(leastLikely([{ probability: 1 }])).toBe(0);
  });

  it('lead to every place where two texts begin to differ', () => {
    expect(forks([1, 2, 3], [1, 2, 3])).toEqual([]);
    expect(forks([1, 2, 3, 4, 5], [1, 9, 8, 4, 7])).toEqual([1, 4]);
    expect(forks([1, 2], [1, 2, 3])).toEqual([2]);
    expect(forks([], [])).toEqual([]);
  });

  it('count a branch’s fixed tokens, and lead to tokens that there are', () => {
    // The third token of the first was replaced, and what was written behind it is the same again.
    const [first, branch] = [run([1, 2, 3, 4, 5]), run([4, 9], [1, 2, 7])];
    expect(forksWith(branch, first)).toEqual([0, 1]);
    expect(forksWith(first, branch)).toEqual([2, 4]);
    expect(forksWith(run([1, 2]), run([1, 2, 3]))).toEqual([1]);
  });

  it('go on behind the token that is looked at, and begin again', () => {
    expect([null, 1, 4, 9].map((from) => nextPlace([1, 4], from))).toEqual([1, 4, 1, 1]);
    expect(nextPlace([], 3)).toBeNull();
  });
});
