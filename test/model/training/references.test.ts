import { afterEach, describe, expect, it } from 'vitest';
import { Trainer } from '../../../src/engine/training/trainer.js';
import { AdamW, clipFactor, gradientNorm } from '../../../src/training/adamW.js';
import { linearSchedule } from '../../../src/training/schedule.js';
import { modelOfCase, trainingReference, type TrainingCase } from '../../golden/training/reference.js';

/** Largest difference, as a share of the largest number that there is. */
const RELATIVE = 1e-4;
const { settings, cases } = trainingReference;

/** Decoders find a text's last token by it. */
const paddingOf = ({ config }: TrainingCase) => Number(config?.['pad_token_id'] ?? 0);

let trainer: Trainer | null = null;
afterEach(async () => trainer?.dispose());

describe.each(cases)('$class of $model', (one) => {
  const batch = { rows: one.rows };

  it.each([
    ['', {}],
    [', row by row', { tokens: 1 }],
  ])('has PyTorch’s loss and gradients%s', async (_, more) => {
    const model = await modelOfCase(one);
    expect(model.made).toEqual([]);
    const names = [...model.weights.keys()];
    trainer = await Trainer.create(model, names, { ids: null, threads: 1, padding: paddingOf(one), ...more });
    expect(await trainer.gradients(batch, one.labels)).toBeCloseTo(one.losses[0]!, 4);
    for (const name of names) {
      const expected =
        one.gradients[name] ?? Object.entries(one.gradients).find(([at]) => at.endsWith(`.${name}`))?.[1];
      if (!expected) throw new Error(`PyTorch has no gradient of ${name}.`);
      const gradient = trainer.parameters.gradientOf(name);
      const most = Math.max(RELATIVE * expected.norm, 1e-6);
      expect(Math.abs(Math.hypot(...gradient) - expected.norm), name).toBeLessThan(most);
      for (const [at, value] of expected.largest) {
        expect(Math.abs(gradient[at]! - value), `${name}[${at}]`).toBeLessThan(most);
      }
    }
  });

  it('loses what PyTorch’s AdamW loses in 20 steps', async () => {
    const model = await modelOfCase(one);
    // A table of words by those of its rows that are read: what others do to it is nothing but decay.
    const ids = new Set(one.rows.flat());
    trainer = await Trainer.create(model, [...model.weights.keys()], { ids, threads: 1, padding: paddingOf(one) });
    const optimiser = new AdamW(trainer.parameters);
    const shapes = new Map(trainer.parameters.list.map(({ name, shape }) => [name, shape.length]));
    for (let step = 1; step <= settings.steps; step++) {
      const loss = await trainer.gradients(batch, one.labels);
      const expected = one.losses[step - 1]!;
      expect(Math.abs(loss - expected), `step ${step}: ${loss}, PyTorch ${expected}`).toBeLessThan(
        RELATIVE * Math.max(1, expected),
      );
      const norm = gradientNorm(trainer.parameters);
      const expectedNorm = one.norms[step - 1]!;
      expect(Math.abs(norm - expectedNorm), `norm of step ${step}`).toBeLessThan(1e-3 * Math.max(1, expectedNorm));
      const share = linearSchedule(step, settings.warmup, settings.steps);
      optimiser.step(
        (name) => ({
          learningRate:
            share *
            (/^(?:classifier|pre_classifier|head|score)\b/.test(name) ? settings.rates.head : settings.rates.other),
          weightDecay: shapes.get(name)! > 1 ? settings.decay : 0,
        }),
        clipFactor(norm, settings.clip),
      );
    }
  });
});
