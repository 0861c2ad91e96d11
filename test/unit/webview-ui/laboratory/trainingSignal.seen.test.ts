/* Training signal: what is worked out of gradients, and what is said of them, also where they contradict the textbook. */
import { describe, expect, it } from 'vitest';
import type { GradientDraw } from '../../../../src/protocol/engine/index.js';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import {
  agreementOf,
  otherEffect,
  paramsOf,
  partNormOf,
  slopeOf,
  type SignalResult,
  type SignalSide,
} from '../../../../webview-ui/laboratory/experiments/trainingSignal/sides.js';
import { step } from '../../../../webview-ui/laboratory/experiments/trainingSignal/step.js';
import { trainingSignal } from '../../../../webview-ui/laboratory/experiments/trainingSignal/trainingSignal.js';

const numbers = numbersFor('en');
/** Ordinary spaces, for reading. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

const draw = (at: number[], loss: number, after: number | null, norm = 5): GradientDraw => ({
  ...{ at, loss, norm, partNorms: [3, 4], after },
});
const cosines = (cosine: number, count: number) =>
  Array.from({ length: count }, (_, row) => Array.from({ length: count }, (__, at) => (row === at ? 1 : cosine)));
const PARTS = [
  { part: 'embeddings', parameters: 100 },
  { part: 'layer.0', parameters: 50 },
];
const masked = (more: Partial<SignalSide> = {}): SignalSide => ({
  ...{ kind: 'masked', model: 'bert', candidates: 20, parts: PARTS, cosines: cosines(0.25, 3) },
  draws: [draw([1, 2, 3], 3, 2), draw([4, 5, 6], 4, 3.5, 7), draw([7, 8, 9], 2, 1.5, 9)],
  ...more,
});
const causal = (after: number | null = 2.5): SignalSide => ({
  ...{ kind: 'causal', model: 'gpt', candidates: 19, parts: PARTS, cosines: [[1]] },
  draws: [
    draw(
      Array.from({ length: 19 }, (_, at) => at + 1),
      3,
      after,
      2,
    ),
  ],
});
const sparse = (cosine = 0.1): SignalSide => ({
  ...masked({ cosines: cosines(cosine, 3) }),
  ...{ kind: 'sparse', model: 'gpt', candidates: 19 },
});
const result = (sides: SignalSide[]): SignalResult => ({ maskShare: 0.15, rate: 0.01, seed: 1, sides });
const seen = (sides: SignalSide[]) => plain(step.seen(result(sides), numbers));

describe('the sentence', () => {
  it('tells the shares, losses, norms, how far draws agree, and what a step does', () => {
    expect(seen([masked(), causal(), sparse()])).toBe(
      'Tokens that carry loss in a step: bert 3 of 20 (15.0 %), with 3.00 nats each and a gradient of norm 7.0, gpt 19 of 19 (100.0 %), with 3.00 nats each and a gradient of norm 2.0. The gradients of two draws of masks have a cosine of 0.25. In gpt, where as few of its tokens carry loss, it is 0.10. Where all do, there is nothing to draw. A step of rate 0.01 takes the loss of what it learnt from, in nats a token: bert from 3.00 to 2.00, gpt from 3.00 to 2.50. At the other draws’ masks it goes from 3.00 to 2.50.',
    );
  });

  it('tells of tokens that stand for what the vocabulary lacks, and draws a legend of what is there', () => {
    expect(seen([masked({ unknown: 4 }), causal()])).toContain(
      'Tokens of bert that stand for what its vocabulary lacks: 4 of 20; what it learns at them is of no word.',
    );
    expect(seen([masked({ unknown: 0 }), causal()])).not.toContain('lacks');
    const legend = (sides: SignalSide[]) => step.legend!(result(sides), numbers).map(({ text }) => text);
    expect(legend([masked(), causal()])).toEqual(['BERT, means over 3 draws of masks', 'GPT']);
    expect(legend([masked({ candidates: 3 })])).toEqual(['BERT, one draw of masks']);
  });

  it('tells that draws agree alike, and that a step did harm', () => {
    expect(seen([masked(), causal(), sparse(0.25)])).toContain('It is the same in gpt, where as few');
    const harm = masked({ draws: [draw([1], 3, 2), draw([2], 2, 9), draw([3], 2, 9)] });
    expect(seen([harm, causal()])).toContain(
      'At the other draws’ masks it goes from 2.00 to 9.00. What the step learnt is of no use there.',
    );
    expect(seen([masked(), causal(8)])).toContain('The step was too long, so that the loss rose: gpt.');
    expect(seen([masked(), causal(null)])).toContain('gpt from 3.00 to no number. At');
    expect(seen([masked(), causal(null)])).toContain('the loss rose: gpt.');
  });

  it('of one side alone, of a single draw, and of nothing', () => {
    expect(seen([masked()])).toContain('have a cosine of 0.25. A step');
    const whole = masked({ candidates: 3 });
    expect(seen([whole])).toContain('All tokens that bert has are hidden, so that there is one draw of masks only.');
    expect(seen([whole])).not.toContain('other draws');
    expect(seen([])).toBe('Nothing was measured.');
  });
});

describe('the figures', () => {
  it('are means over draws, and pairs count once', () => {
    const one = masked({
      cosines: [
        [1, 0.2, 0.4],
        [0.2, 1, -0.3],
        [0.4, -0.3, 1],
      ],
    });
    expect(agreementOf(one)).toBeCloseTo(0.1, 12);
    expect(agreementOf(causal())).toBeNull();
    expect(partNormOf(one, 'layer.0')).toBe(4);
    expect(partNormOf(one, 'layer.1')).toBeNull();
    expect(slopeOf(one, 0.01)).toBeCloseTo(-0.25, 12);
    expect(otherEffect(causal())).toBeNull();
    expect(otherEffect(masked({ draws: [draw([1], 3, 2), draw([2], 2, null)] }))).toEqual({ before: 2, after: null });
  });

  it('are asked for of as many tokens as are hidden, or of all', () => {
    const settings = { maskShare: 0.4, rate: 0.1, seed: 3 };
    const asked = { model: 'm', text: 't', seed: 3, learningRate: 0.1 };
    expect(paramsOf('masked', 'm', 't', settings)).toEqual({ ...asked, share: 0.4, draws: 3 });
    expect(paramsOf('sparse', 'm', 't', settings)).toEqual({ ...asked, share: 0.4, draws: 3 });
    expect(paramsOf('causal', 'm', 't', settings)).toEqual({ ...asked, share: 1, draws: 1 });
  });

  it('stand in the table, a row for each side and part', () => {
    const { header, rows } = step.table(result([masked(), causal()]), numbers);
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row).toHaveLength(header.length);
    expect(rows[0]).toEqual(['bert', 'BERT, masks', 'whole', 150, 7, 3, 20, 3, 0.25, 3, 2, -0.25, 3, 2.5]);
    expect(rows[2]!.slice(0, 5)).toEqual(['bert', 'BERT, masks', 'layer 1', 50, 4]);
  });
});

describe('the exercise', () => {
  const check = (side: SignalSide | null) => trainingSignal.exercise.check(result(side ? [side] : []), numbers);
  it('is met by a cosine of one half, of a text that is long enough', () => {
    expect(check(masked({ cosines: cosines(0.5, 3) }))).toEqual({
      isMet: true,
      text: 'Tokens: 20; the gradients of two draws of masks have a cosine of 0.50.',
    });
    expect(check(masked({ cosines: cosines(0.49, 3) })).isMet).toBe(false);
    expect(check(masked({ cosines: cosines(0.9, 3), candidates: 11 })).isMet).toBe(false);
    expect(check(masked({ candidates: 3 })).text).toBe('Nothing was measured.');
    expect(check(null).isMet).toBe(false);
  });
});
