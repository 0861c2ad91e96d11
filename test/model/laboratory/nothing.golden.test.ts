/* The first steps of “From nothing” beside PyTorch's, from the same weights and the same rows (laboratory/nothing.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkParams, type EncoderPositions, type LearnerName } from '../../../src/protocol/engine/index.js';
import { Random } from '../../../src/decoding/sampling/random.js';
import { IGNORED } from '../../../src/training/graph.js';
import { Learner } from '../../../src/engine/training/pretraining/learner.js';
import { learnerModel, learnerPlan, type LearnerModel } from '../../../src/engine/training/pretraining/learnerModel.js';
import type { LearnerBatch } from '../../../src/engine/training/pretraining/windows.js';
import { golden } from '../../golden/compare.js';

interface Rows {
  rows: number[][];
  labels: number[];
}
interface Judged {
  loss: number;
  tokens: number;
  right: number;
}
interface Run {
  learner: LearnerName;
  positions: EncoderPositions | null;
  parameters: number;
  held: Rows & { before: Judged; after: Judged };
  steps: (Rows & { loss: number; norm: number; parts: Record<string, number> })[];
}
const wanted = JSON.parse(readFileSync(golden('laboratory/nothing.json'), 'utf8')) as {
  characters: string[];
  settings: Record<string, number>;
  rates: Record<LearnerName, number>;
  runs: Run[];
};

/** Single precision against double. */
const RELATIVE = 1e-4;
const near = (found: number, figure: number, what: string) =>
  expect(Math.abs(found - figure), `${what}: ${found}, PyTorch ${figure}`).toBeLessThan(RELATIVE * figure);
const never = () => Promise.resolve();

/** `beginning` of nothing.py; positions that begin in a way of their own stay. */
function begin({ model }: LearnerModel, positions: EncoderPositions | null): void {
  const own =
    positions === 'sinusoidal' ? /\brelative_attention_bias\b|position_embeddings/ : /relative_attention_bias/;
  for (const [name, { shape, values }] of model.weights) {
    if (own.test(name)) continue;
    const saved = model.savedName(name);
    const start = Array.from(saved).reduce((sum, sign) => sum + sign.codePointAt(0)!, 0);
    const isMatrix = shape.length > 1;
    const base = isMatrix || saved.endsWith('bias') ? 0 : 1;
    for (let at = 0; at < values.length; at++) {
      values[at] = base + (isMatrix ? 0.3 : 0.1) * Math.sin(0.37 * (at + 1) * (at + 1) + start);
    }
  }
}

const batchOf = ({ rows, labels }: Rows): LearnerBatch => ({
  ...{ rows, labels, tokens: labels.length },
  lossTokens: labels.filter((label) => label !== IGNORED).length,
});

describe.each(wanted.runs.map((run) => [`${run.learner} ${run.positions ?? ''}`.trim(), run] as const))(
  '%s',
  (_, run) => {
    it('has PyTorch’s losses, gradient norms and AdamW steps', async () => {
      const { learner: name, positions, held, steps } = run;
      const settings = checkParams('pretrain', {
        ...{ text: 'x', ...wanted.settings },
        decoder: { learningRate: wanted.rates.decoder },
        encoder: { learningRate: wanted.rates.encoder, ...(positions && { positions }) },
      });
      const own = learnerModel(learnerPlan(name, settings, wanted.characters), settings, new Random(0));
      begin(own, positions);
      const learner = await Learner.create(own, settings, 1);
      expect(learner.trainer.parameters.values).toHaveLength(run.parameters);
      const judged = async (figures: Judged) => {
        const { loss, tokens, right } = await learner.judge(batchOf(held), never);
        near(loss, figures.loss, 'held out');
        expect({ tokens, right }).toEqual({ tokens: figures.tokens, right: figures.right });
      };
      await judged(held.before);
      for (const [at, step] of steps.entries()) {
        const told = (await learner.learn(batchOf(step), at + 1, never))!;
        near(told.loss, step.loss, `loss of step ${at + 1}`);
        near(told.gradientNorm, step.norm, `norm of step ${at + 1}`);
        expect(new Set(learner.parts)).toEqual(new Set(Object.keys(step.parts)));
        learner.parts.forEach((part, place) => near(told.partNorms[place]!, step.parts[part]!, `${part}, ${at + 1}`));
        expect(told.lossTokens).toBe(step.labels.filter((label) => label >= 0).length);
      }
      await judged(held.after);
    });
  },
);
