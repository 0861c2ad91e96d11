import { describe, expect, it } from 'vitest';
import { LruCache } from '../../../src/attention/lruCache.js';

describe('kept values', () => {
  it('are the last that were set or asked for', () => {
    const cache = new LruCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
    cache.set('c', 4);
    expect([cache.get('a'), cache.get('c')]).toEqual([1, 4]);
    cache.clear();
    expect(cache.get('a')).toBeUndefined();
  });
});
