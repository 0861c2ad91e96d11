/* Probes on tiny models beside scikit-learn's on transformers' states (test/golden/laboratory/probes.py). */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { foldsOf, probeFold } from '../../../webview-ui/laboratory/experiments/probes/probing.js';
import { classesOfLines } from '../../../webview-ui/laboratory/model/labelledText.js';
import { featuresFrom } from '../../../webview-ui/laboratory/model/lineFeatures.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

interface Golden {
  lines: { label: string; text: string }[];
  parts: number[];
  penalty: number;
  ways: Record<'cls' | 'mean' | 'last', { told: number[]; learntRight: number }>;
}

const { lines, parts, penalty, ways } = JSON.parse(readFileSync(golden('laboratory/probes.json'), 'utf8')) as Golden;
const engine = localEngine(golden('families/models'));
afterAll(() => engine.dispose());

describe('a probe', () => {
  it.each(Object.keys(ways) as (keyof typeof ways)[])('on %s tells the lines that scikit-learn’s does', async (way) => {
    const { classes, labels } = classesOfLines(lines, 2);
    const texts = lines.map(({ text }) => text);
    const model = way === 'last' ? 'mini-gpt2' : 'mini-bert';
    const { vectors } = await engine.call('embed', { model, texts, pooling: way });
    const probing = { features: featuresFrom(vectors), classes, count: labels.length, parts, penalty };
    const { told, learntRight } = ways[way];
    const outcomes = foldsOf(parts).map((fold) => probeFold(probing, fold));
    expect(outcomes.map(({ right }) => right)).toEqual(
      foldsOf(parts).map((fold) => told.filter((one, at) => parts[at] === fold && one === classes[at]).length),
    );
    expect(outcomes.reduce((sum, one) => sum + one.learntRight, 0)).toBe(learntRight);
  });
});
