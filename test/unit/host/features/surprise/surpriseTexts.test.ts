import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...values: string[]) => text.replace(/\{(\d)\}/g, (_, at: string) => values[Number(at)] ?? ''),
  },
}));
const { totalsParts } = await import('../../../../../src/host/features/surprise/surpriseTexts.js');

describe('the figures of a stretch', () => {
  it('are in two lines, with their units, each short enough for a narrow list', () => {
    const parts = totalsParts({ bits: 1234.4, words: 200, tokens: 300, bytes: 1100 });
    expect(parts).toEqual({
      description: '6.17 bits per word · perplexity per token 17.3',
      detail: '1,234 bits, words: 200 · 1.12 bits per byte',
    });
    const large = totalsParts({ bits: 12_345_678, words: 1_234_567, tokens: 2_000_000, bytes: 8_000_000 });
    for (const line of Object.values(large)) expect(line.length).toBeLessThan(60);
  });

  it('are none where nothing is scored', () => {
    expect(totalsParts({ bits: 0, words: 0, tokens: 0, bytes: 0 })).toEqual({
      detail: 'no figure: the first word of a text has none, and no other is scored here',
    });
  });
});
