import { describe, expect, it } from 'vitest';
import { askedWait, backoff, pause } from '../../../src/hub/waiting.js';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const wait = (headers: Record<string, string>) => askedWait(new Headers(headers), NOW);

describe('what a hub asks to wait', () => {
  it.each<[Record<string, string>, number | null]>([
    [{}, null],
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': 'Tue, 01 Dec 2026 12:00:30 GMT' }, 30],
    [{ 'retry-after': 'Tue, 01 Dec 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '-3' }, null],
    [{ ratelimit: '"resolvers";r=0;t=55' }, 55],
    [{ ratelimit: '"api";r=12;t=55' }, null],
    [{ ratelimit: '"api";r=0;t=9, "resolvers";r=0;t=21' }, 21],
    [{ ratelimit: '"api";r=0;t=90', 'retry-after': '20' }, 90],
    [{ ratelimit: 'r=;t=;;;' }, null],
  ])('%j: %s seconds', (headers, seconds) => {
    expect(wait(headers)).toBe(seconds);
  });
});

describe('the wait before the next try', () => {
  it('doubles up to its longest, with a quarter of chance at most', () => {
    for (const [attempt, least] of [0.5, 1, 2, 4, 8, 16, 30, 30].entries()) {
      const seconds = backoff(attempt, { first: 0.5, most: 30 });
      expect(seconds).toBeGreaterThanOrEqual(least);
      expect(seconds).toBeLessThanOrEqual(least * 1.25);
    }
  });

  it('ends at once when it is cancelled, also before it began', async () => {
    const end = new AbortController();
    const waiting = pause(1000, end.signal);
    end.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(pause(1000, end.signal)).rejects.toThrow('enough');
  });
});
