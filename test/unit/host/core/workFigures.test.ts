import { describe, expect, it, vi } from 'vitest';
import { percentDone, timeLeft } from '../../../../src/host/core/workFigures.js';

vi.mock('vscode', async () => (await import('../features/models/vscodeStandIn.js')).vscodeStandIn);

describe('figures of work', () => {
  it.each([
    [0.2, '1 s left'],
    [59.4, '59 s left'],
    [59.6, '1 min left'],
    [150, '3 min left'],
    [3599, '60 min left'],
    [3600, '1 h 0 min left'],
    [5000, '1 h 23 min left'],
    [7190, '2 h left'],
  ])('say how long %d seconds are', (seconds, text) => {
    expect(timeLeft(seconds)).toBe(text);
  });

  it.each([
    [0, 0, 0],
    [0, 100, 0],
    [99.99, 100, 99],
    [100, 100, 99],
    [200, 100, 99],
    [-5, 100, 0],
  ])('do not say that all is done before its end: %d of %d', (done, total, percent) => {
    expect(percentDone(done, total)).toBe(percent);
  });
});
