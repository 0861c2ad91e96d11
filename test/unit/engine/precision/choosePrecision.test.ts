import { describe, expect, it } from 'vitest';
import type { CopyStore } from '../../../../src/engine/precision/copyStore.js';
import { choosePrecision } from '../../../../src/engine/precision/choosePrecision.js';

const store = (lossBits: number | null) =>
  ({
    placeOf: () => Promise.resolve('place'),
    find: () => Promise.resolve(lossBits === null ? null : { lossBits }),
  }) as unknown as CopyStore;
const model = (bytes: number, predictsTokens = true) => ({ folder: 'folder', bytes, predictsTokens });
const LARGE = model(500e6);

describe('choosePrecision', () => {
  it('leaves small models, and those that predict no tokens, as they are', async () => {
    expect(await choosePrecision(model(10e6), 'auto', store(0.001))).toEqual({
      precision: { serves: 'fp32', reason: 'size' },
      weights: null,
      wanted: null,
    });
    expect((await choosePrecision(model(500e6, false), 'int8', store(0))).precision.reason).toBe('kind');
  });

  it('wants a copy of a large model, and takes it once it is there', async () => {
    expect(await choosePrecision(LARGE, 'auto', store(null))).toEqual({
      precision: { serves: 'fp32', reason: 'pending' },
      weights: null,
      wanted: 'place',
    });
    expect(await choosePrecision(LARGE, 'auto', store(0.01))).toEqual({
      precision: { serves: 'int8', reason: 'size', lossBits: 0.01 },
      weights: 'place',
      wanted: null,
    });
  });

  it('leaves a copy that loses much, unless it is asked for', async () => {
    const lost = await choosePrecision(LARGE, 'auto', store(0.5));
    expect(lost.precision).toEqual({ serves: 'fp32', reason: 'loss', lossBits: 0.5 });
    expect((await choosePrecision(LARGE, 'int8', store(0.5))).weights).toBe('place');
  });

  it('does what it is asked for', async () => {
    expect((await choosePrecision(LARGE, 'fp32', store(0))).precision).toEqual({ serves: 'fp32', reason: 'setting' });
    const small = await choosePrecision(model(1000), 'int8', store(0));
    expect(small.precision).toEqual({ serves: 'int8', reason: 'setting', lossBits: 0 });
  });
});
