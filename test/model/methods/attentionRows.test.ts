/* Cross-attention as an alignment: rows are named by what is written there. */
import { afterAll, describe, expect, it } from 'vitest';
import { attentionParams, DEFAULT_VIEW } from '../../../src/attention/viewState.js';
import { displayedMapOf } from '../../../webview-ui/attention/model/prepareMap.js';
import { subjectOf } from '../../views/attention/attentionFixture.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

describe('a row of T5’s cross-attention', () => {
  // By PyTorch, of the weights before their 8 bits: 0.979, 0.933, 0.925.
  it.each([
    ['frère', 'mon', 'brother', 0.98],
    ['voiture', 'nouvelle', 'car', 0.93],
    ['ville', 'la', 'city', 0.92],
  ])('writes %s where it reads %s, from %s', async (written, read, from, expected) => {
    const prefix = 'translate English to French: ';
    const view = { ...DEFAULT_VIEW, model: 't5-mini', kind: 'cross', layer: 1, prefix } as const;
    const subject = subjectOf('Yesterday, my brother bought a new car in the city.');
    const map = displayedMapOf(view, subject, await engine.call('attention', attentionParams(view, subject)))!;
    const row = map.rows.words.findIndex(({ text }) => text === written);
    const column = map.columns.words.findIndex(({ text }) => text === from);
    expect(map.reads?.[row]).toBe(read);
    const weight = map.matrix.values[row * map.matrix.keys + column]!;
    expect(Math.abs(weight - expected)).toBeLessThan(0.015);
  });
});
