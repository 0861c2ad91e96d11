import { describe, expect, it } from 'vitest';
import { durationText } from '../../../src/many/duration.js';
import { Lengths, Pace, Samples, TimeLeft } from '../../../src/many/estimate.js';

const lengthsOf = (...list: number[]) => {
  const lengths = new Lengths();
  list.forEach((length) => lengths.add(length));
  return lengths;
};

describe('the time that many texts take', () => {
  it('is told from a few of other lengths', () => {
    const pace = new Pace();
    // 0.1 s, and 1 ms for each character.
    for (const length of [10, 100, 1000]) pace.add(length, 0.1 + length / 1000);
    expect(pace.secondsFor(lengthsOf(...Array.from({ length: 100 }, () => 500)))).toBeCloseTo(60, 0);
    expect(pace.secondsOf(4000)).toBeCloseTo(4.4, 1);
    expect(pace.secondsOf(1)).toBeCloseTo(0.11, 5);
    expect(new Pace().secondsFor(lengthsOf(3))).toBe(0);
  });

  it('shrinks with what is done, several at once as they are', () => {
    let now = 0;
    const lengths = lengthsOf(...Array.from({ length: 100 }, () => 50));
    const time = new TimeLeft(lengths, () => now);
    // Four at once, each of 2 s.
    for (let done = 0; done < 50; done += 1) {
      now = (2 * (done + 1)) / 4;
      if (done < 2) expect(time.seconds()).toBeNull();
      time.done(50, 2);
    }
    expect(time.seconds()).toBeCloseTo(25, 5);
  });

  it('does not count what is left out', () => {
    let now = 0;
    const time = new TimeLeft(lengthsOf(...Array.from({ length: 20 }, () => 50)), () => now);
    for (let done = 0; done < 10; done += 1) time.done(50, null);
    now = 5;
    for (let done = 0; done < 5; done += 1) time.done(50, 1);
    expect(time.seconds()).toBeCloseTo(5, 5);
  });

  it('is measured on texts of those lengths that most characters are in', () => {
    const samples = new Samples();
    for (let at = 0; at < 100; at += 1) samples.add(`${at} ${'x'.repeat(200)}`);
    ['short', 'x'.repeat(30), 'y'.repeat(1000)].forEach((text) => samples.add(text));
    expect(samples.choose(2).map((text) => text.length)).toEqual([202, 1000]);
    expect(samples.choose(9).length).toBe(4);
  });

  it('is said without more figures than are certain', () => {
    expect([0.2, 59.6, 200, 7000].map(durationText)).toEqual(['1 s', '60 s', '3 min', '1.9 h']);
  });
});
