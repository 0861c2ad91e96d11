import { describe, expect, it, vi } from 'vitest';
import type { SearchState } from '../../../../../src/host/features/names/searchState.js';

vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...values: string[]) => text.replace(/\{(\d)\}/g, (_, at: string) => values[Number(at)] ?? ''),
  },
}));
const { namesText, partText } = await import('../../../../../src/host/features/names/searchState.js');

const told = (is: SearchState['is'], share: number, count: number, more: { lost?: number; judge?: string } = {}) =>
  namesText({ model: 'M', search: { is, share }, count, lost: more.lost ?? 0, judge: more.judge ?? null });

describe('what is said above names', () => {
  it.each([
    ['running', 0, 0, 'Looking for names …'],
    ['running', 0.4, 0, 'Looking for names …'],
    ['running', 0.4, 1224, 'Names found by M so far: 1,224 · 40 % is read'],
    ['whole', 1, 224, 'Names found by M: 224'],
    // The end of a text may hold nothing to read.
    ['whole', 0.7, 224, 'Names found by M: 224'],
    ['whole', 1, 0, 'Names found by M: 0'],
    ['stopped', 0.4, 224, 'Names found by M so far: 224 · stopped at 40 %'],
    ['stopped', 0.4, 0, 'Names found by M so far: 0 · stopped at 40 %'],
    ['stopped', 0.004, 2, 'Names found by M so far: 2 · stopped at 0 %'],
    ['stopped', 0, 0, 'Stopped before M had read anything'],
    ['failed', 0.5, 7, 'Names found by M so far: 7 · ended by an error at 50 %'],
    ['failed', 0, 0, 'M has read nothing: an error came first'],
  ] as const)('%s, %d of the text read, %d names', (is, share, count, said) => {
    expect(told(is, share, count)).toBe(said);
  });

  it('never says that all was read where it was not', () => {
    expect(told('stopped', 0.9999, 3)).toBe('Names found by M so far: 3 · stopped at 99 %');
    expect(partText({ is: 'stopped', share: 1 })).toBe('stopped at 99 %');
    expect(partText({ is: 'whole', share: 1 })).toBeNull();
  });

  it('has who sorted them and what is gone behind it', () => {
    expect(told('stopped', 0.4, 2, { lost: 1, judge: 'e5-mini' })).toBe(
      'Names found by M so far: 2 · stopped at 40 % · sorted into your labels by e5-mini · changed in the text since: 1',
    );
    expect(told('running', 0.1, 0, { lost: 1 })).toBe(
      'Names found by M so far: 0 · 10 % is read · changed in the text since: 1',
    );
  });
});
