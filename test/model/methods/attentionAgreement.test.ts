/* The panel's figures of agreement on real models, against those that a tester computed apart from this code. */
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_VIEW, attentionParams, subjectParams } from '../../../src/attention/viewState.js';
import { queryRow } from '../../../src/attention/weightMatrix.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import { agreementOf, weightsAt, wordsToCompare } from '../../../webview-ui/attention/model/agreement.js';
import { displayedMapOf, prepareMap } from '../../../webview-ui/attention/model/prepareMap.js';
import { subjectOf } from '../../views/attention/attentionFixture.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

/** Agreement of attention and rollout at a word. */
async function attentionAndRollout(view: AttentionView, text: string, name: string) {
  const subject = subjectOf(text);
  const value = await engine.call('attention', attentionParams(view, subject));
  const summary = await engine.call('attentionSummary', subjectParams(view, subject));
  const all = summary.maps.find(({ kind }) => kind === view.kind)!;
  const map = displayedMapOf(view, subject, value)!;
  const matrix = { queries: all.queries, keys: all.keys, values: all.rollout };
  const rollout = prepareMap(view, text, summary, matrix, 'rollout');
  const row = map.rows.words.findIndex((word) => word.text === name);
  const words = wordsToCompare(map, row, null);
  const figure = agreementOf(
    weightsAt(words, queryRow(map.matrix, row)),
    weightsAt(words, queryRow(rollout.matrix, row)),
  );
  return { figure, count: words.columns.length };
}

const children = 'The children sat on the bank of the river and watched the boats.';
const decoder = { ...DEFAULT_VIEW, model: 'gpt2-mini', kind: 'decoder' } as const;

describe('agreement in a causal map', () => {
  it('is of the words before: three of them, in the opposite order', async () => {
    const { figure, count } = await attentionAndRollout({ ...decoder, layer: 5, head: 2 }, children, 'on');
    expect(count).toBe(3);
    expect(figure).toBeCloseTo(-1, 6);
  });

  it.each([
    ['on', 0.5, 3],
    ['of', 0.54, 6],
    ['river', 0.33, 8],
  ])('averaged over all layers and heads, at %s, is %f', async (name, expected, words) => {
    const { figure, count } = await attentionAndRollout(decoder, children, name);
    expect(count).toBe(words);
    expect(figure).toBeCloseTo(expected, 2);
  });
});
