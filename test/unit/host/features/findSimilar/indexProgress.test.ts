import { describe, expect, it } from 'vitest';
import { ProgressFollower } from '../../../../../src/host/features/findSimilar/indexProgress.js';

describe('the making of an index', () => {
  it('tells how long the rest takes by what was made since the model began, and not before it is known', () => {
    const follower = new ProgressFollower();
    const at = (seconds: number, stage: 'looking' | 'embedding', done: number) =>
      follower.next({ stage, done, total: 1000 }, seconds * 1000).secondsLeft;
    expect(at(0, 'looking', 500)).toBeNull();
    // 200 were made another time.
    expect(at(60, 'embedding', 200)).toBeNull();
    expect(at(61, 'embedding', 300)).toBeNull();
    expect(at(64, 'embedding', 210)).toBeNull();
    expect(at(70, 'embedding', 400)).toBeCloseTo(30, 6);
    expect(at(100, 'embedding', 1000)).toBe(0);
  });

  it('hands on how far it is', () => {
    const told = new ProgressFollower().next({ stage: 'embedding', done: 0, total: 0 }, 0);
    expect(told).toEqual({ stage: 'embedding', done: 0, total: 0, secondsLeft: null });
  });
});
