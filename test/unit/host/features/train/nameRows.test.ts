import { describe, expect, it, vi } from 'vitest';
import type { TrainNamesValue } from '../../../../../src/protocol/engine/index.js';

vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {
    t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
  },
}));

const { nameJudgedText, nameReport, wrongNameRows } =
  await import('../../../../../src/host/features/train/nameRows.js');

const lines = [{ text: 'Anna saw Rome.' }];
const span = (start: number, end: number) => ({ start, end, label: 'PLACE' });
const counts = { marked: 1, found: 2, right: 0 };
const value = {
  ...{ model: 'bert-mini', folder: '', layers: 'all', seed: 1, seconds: 1, lines: 1, judged: 'folds', cut: [] },
  ...{ labels: [{ label: 'PLACE', names: 1 }], parameters: { all: 10, trained: 10 }, losses: [1], gradientNorms: [1] },
  ...{
    bestStep: 1,
    control: null,
    head: null,
    tagger: { ...counts, lines: 1, labels: [{ label: 'PLACE', ...counts }] },
  },
  calibration: { error: 0.125, bins: [] },
  wrong: [{ index: 0, missed: [span(9, 13)], wrong: [{ ...span(0, 4), probability: 0.87 }] }],
} as TrainNamesValue;
/** As a person reads it. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replace(/[\u2066-\u2069]/g, '');

describe('what is told of a name finder', () => {
  it('says what its figures are of', () => {
    expect(nameJudgedText(value)).toBe('each line by a model that had not seen it');
    expect(nameJudgedText({ ...value, judged: 'heldOut' })).toBe('of lines held out: 1');
    expect(nameJudgedText({ judged: 'none', tagger: null })).toBe('no lines were held out');
  });

  it('says how sure names were told that are not marked, and of those that were missed nothing', () => {
    const [, row] = wrongNameRows(value, lines) as { description: string }[];
    expect(plain(row!.description)).toBe('missed: Rome (PLACE) · found, but not marked: Anna (PLACE, 87.0 %)');
  });

  it('says how far its probabilities are off, where some were judged', () => {
    const row = '| Expected calibration error of its probabilities | 12.5 % |';
    expect(plain(nameReport('mine', value, lines, []))).toContain(row);
    expect(nameReport('mine', { ...value, calibration: null }, lines, [])).not.toContain('calibration');
  });
});
