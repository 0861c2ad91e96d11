import { describe, expect, it, vi } from 'vitest';
import { progressParts } from '../../../../../src/host/features/models/figures.js';
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
