import { describe, expect, it, vi } from 'vitest';
import { percentDone, progressParts, timeLeft } from '../../../../../src/host/features/models/figures.js';
import type { InstallProgress } from '../../../../../src/hub/index.js';

vi.mock('vscode', async () => (await import('./vscodeStandIn.js')).vscodeStandIn);
vi.mock('@vscode/l10n', async () => (await import('./vscodeStandIn.js')).vscodeStandIn.l10n);

const progress = (more: Partial<InstallProgress>): InstallProgress => ({
  phase: 'downloading',
  done: 45e6,
  total: 100e6,
  bytesPerSecond: null,
  secondsLeft: null,
  ...more,
});

describe('figures of an install', () => {
  it.each([
    [0.2, '1 s left'],
    [59.4, '59 s left'],
    [59.6, '1 min left'],
    [150, '3 min left'],
    [3599, '60 min left'],
    [3600, '1 h 0 min left'],
    [5000, '1 h 23 min left'],
    [7190, '2 h left'],
  ])('tell how long %d seconds are', (seconds, text) => {
    expect(timeLeft(seconds)).toBe(text);
  });

  it.each([
    [0, 0, 0],
    [0, 100, 0],
    [99.99, 100, 99],
    [100, 100, 99],
    [200, 100, 99],
    [-5, 100, 0],
  ])('never say that all is done before its end: %d of %d', (done, total, percent) => {
    expect(percentDone(done, total)).toBe(percent);
  });

  it('tell share, rate and time, each where it is known', () => {
    expect(progressParts(progress({}))).toEqual(['45 %']);
    expect(progressParts(progress({ bytesPerSecond: 12.4e6, secondsLeft: 90 }))).toEqual(['45 %', '12 MB/s', '2 min left']);
    expect(progressParts(progress({ phase: 'verifying', bytesPerSecond: 9e8, secondsLeft: 2 }))).toEqual([
      'checked: 45 %',
      '2 s left',
    ]);
    const waiting = { seconds: 3.2, problem: 'cut' };
    expect(progressParts(progress({ phase: 'waiting', waiting }))).toEqual(['45 %', 'tries again in 4 s']);
    expect(progressParts(progress({ phase: 'installing' }))).toEqual(['being put in place']);
  });
});
