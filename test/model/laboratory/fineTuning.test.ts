/* Fine-tuning: what the page shows is what the engine's classifiers came to, line by line, and nothing is left of them. */
import { afterAll, expect, it } from 'vitest';
import { TRAINED_LAYERS } from '../../../src/protocol/engine/index.js';
import { paramsOf } from '../../../webview-ui/laboratory/experiments/fineTuning/run.js';
import { tuning } from '../../../webview-ui/laboratory/experiments/fineTuning/tuning.js';
import { labelledLines } from '../../../webview-ui/laboratory/model/labelledText.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

const engine = localEngine(golden('families/models'));
afterAll(() => engine.dispose());

const GOOD = ['good', 'nice', 'fine', 'great', 'happy', 'kind'];
const BAD = ['bad', 'sad', 'poor', 'ugly', 'cold', 'dark'];
const text = ['the day', 'this book', 'a house', 'the man']
  .flatMap((thing) => [
    ...GOOD.map((word) => `pro: ${thing} is ${word}`),
    ...BAD.map((word) => `con: ${thing} is ${word}`),
  ])
  .join('\n');
const options = { headRate: '5e-3', layerRate: '5e-4', epochs: '3', dice: '2' };
const settings = { headRate: 5e-3, layerRate: 5e-4, epochs: 3, seed: 2 };

it('shows what each way came to, and its losses part by part', async () => {
  const { result, steps, calls } = await measureLocally(engine, tuning, { text, options }, { encoder: 'mini-bert' });
  expect(calls.map(({ method }) => method)).toEqual(['train', 'train', 'train']);
  // Of 48 lines a part learns from 36: 5 steps an epoch.
  expect(steps).toBeGreaterThan(2 * 4 * 15);
  for (const [at, layers] of TRAINED_LAYERS.entries()) {
    const losses: number[][] = [];
    const value = await engine.call('train', paramsOf('mini-bert', labelledLines(text), layers, settings), {
      onProgress: (one) => {
        if (one.kind !== 'training' || one.progress.stage !== 'learning') return;
        (losses[one.progress.done - 1] ??= []).push(one.progress.loss!);
      },
    });
    expect(value.folder).toBeNull();
    const { outcome, points } = result.ways[at]!;
    const { count, right, confusion } = value.classifier!;
    expect(outcome).toMatchObject({ told: count, right, confusion, ...value.parameters });
    expect(count).toBe(48);
    expect(outcome!.wrong).toHaveLength(48 - right);
    expect(confusion.flat().reduce((sum, one) => sum + one, 0)).toBe(48);
    if (layers === 'head') expect({ count, right, confusion }).toEqual(value.head);
    expect(points.map(({ step }) => step)).toEqual(losses.map((_, step) => step + 1));
    points.forEach(({ loss }, step) => {
      expect(losses[step]).toHaveLength(4);
      expect(loss).toBeCloseTo(losses[step]!.reduce((sum, one) => sum + one, 0) / 4, 6);
    });
  }
});
