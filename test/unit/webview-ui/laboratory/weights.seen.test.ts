/* What the experiment on small weights says of its numbers, also where fewer bits do better, or are slower. */
import { describe, expect, it } from 'vitest';
import type { ComparePrecisionValue } from '../../../../src/protocol/engine/index.js';
import { numbersFor } from '../../../../webview-ui/kit/numbers.js';
import { totals, weightsOf } from '../../../../webview-ui/laboratory/experiments/weights/compared.js';
import { cost, ratios } from '../../../../webview-ui/laboratory/experiments/weights/cost.js';
import { loss } from '../../../../webview-ui/laboratory/experiments/weights/loss.js';
import { weights } from '../../../../webview-ui/laboratory/experiments/weights/weights.js';

const numbers = numbersFor('en');

interface Told {
  /** of the tokens in 4 bit: KL in bits, and whether the first choice is another */
  four?: (readonly [number, boolean])[];
  /** −log2 of each token's probability in 32 and in 4 bit */
  surprise?: readonly [number, number];
  milliseconds?: readonly [number, number, number];
  stored?: ComparePrecisionValue['stored'];
}

function value({
  four = [
    [0.5, true],
    [0.1, false],
  ],
  surprise = [2, 3],
  milliseconds = [10, 5, 4],
  stored = 'fp32',
}: Told) {
  const tokens = [{ id: 1, text: '[CLS]', start: null, end: null }].concat(
    four.map((_, at) => ({ id: at, text: `w${at}`, start: at, end: at + 1 })) as never[],
  );
  const place = (at: number, id: number, bits: number, cost: number) => ({
    ...{ index: at + 1, logProbability: -cost * Math.LN2, bits },
    first: { id, text: `c${id}`, probability: 0.5 },
  });
  const form = (which: 0 | 1 | 2, places: ReturnType<typeof place>[]) => ({
    ...{ bits: ([32, 8, 4] as const)[which], block: which === 0 ? null : 32, rounded: 0 },
    ...{ bytes: [40e6, 11e6, 6e6][which]!, milliseconds: milliseconds[which], places },
  });
  const answer: ComparePrecisionValue = {
    ...{ model: 'm', tokens, vocabulary: 100, stored, matrices: 3 },
    forms: [
      form(
        0,
        four.map((_, at) => place(at, 7, 0, surprise[0])),
      ),
      form(
        1,
        four.map((_, at) => place(at, 7, 0.001, surprise[0])),
      ),
      form(
        2,
        four.map(([bits, changed], at) => place(at, changed ? 8 : 7, bits, surprise[1])),
      ),
    ],
  };
  return weightsOf(answer);
}

describe('what is lost', () => {
  it('is told in bits and in changed first choices, with the token that is farthest off', () => {
    const result = value({});
    expect(totals(result, 2)).toMatchObject({ divergence: 0.3, changed: 1 });
    expect(loss.seen(result, numbers)).toBe(
      'In 8 bit the predictions of m are 0.001 bits a token from those in 32 bit (KL), first choices that change: 0 of 2; in 4 bit 0.3 bits, and 1 of 2. 4 bit is farthest off at “w0”: 0.50 bits. The text itself surprises it by 1.00 bits a token more in 4 bit.',
    );
  });

  it('may make the text less surprising', () => {
    expect(loss.seen(value({ surprise: [3, 2.5] }), numbers)).toContain(
      '0.50 bits a token less in 4 bit: farther off, and luckier',
    );
  });

  it('may surprise as much as before', () => {
    expect(loss.seen(value({ surprise: [3, 3.001] }), numbers)).toContain('surprises it as much in 4 bit as in 32.');
  });

  it('says where 32 bit are only what 8 stand for', () => {
    expect(loss.seen(value({ stored: 'int8' }), numbers)).toContain('m is stored in 8 bit');
    expect(loss.seen(value({ stored: 'fp16' }), numbers)).not.toContain('is stored in');
  });

  it('is of the tokens that were measured', () => {
    const result = value({});
    expect(loss.unseen({ ...result, of: 5 })).toContain('Only 2 of the 5 tokens that it predicts');
    expect(loss.unseen(result)).not.toContain('Only');
    expect(loss.seen({ ...result, rows: [] }, numbers)).toBe('Nothing was measured.');
  });
});

describe('what is saved', () => {
  const seen = (...milliseconds: [number, number, number]) => cost.seen(value({ milliseconds }), numbers);

  it('is bytes, and time or none', () => {
    expect(seen(10, 5, 4)).toBe(
      'The weights of m take 40 MB in 32 bit, 11 MB in 8 and 6 MB in 4. A reading of this text takes 10.0 ms, 5.00 ms and 4.00 ms. 4 bit is the quickest.',
    );
    expect(seen(10, 5, 6)).toContain('4 bit is slower than 8 here.');
    expect(seen(10, 5, 5.1)).toContain('4 bit is about as quick as 8.');
    expect(seen(10, 12, 10)).toContain('4 bit is quicker than 8, and about as quick as 32.');
    expect(seen(10, 11, 12)).toContain('Both are slower than 32 bit here.');
  });

  it('has its shares of 32 bit', () => {
    expect(ratios(value({})).map(({ bytes, time }) => [bytes, time])).toEqual([
      [1, 1],
      [0.275, 0.5],
      [0.15, 0.4],
    ]);
  });
});

it('meets the exercise with a third of the first choices, on a text that is long enough', () => {
  const check = (changed: number, count: number) =>
    weights.exercise.check(
      value({ four: Array.from({ length: count }, (_, at) => [0.1, at < changed] as const) }),
      numbers,
    );
  expect(check(2, 6)).toEqual({ isMet: true, text: 'First choices that change: 2 of 6.' });
  expect(check(1, 6).isMet).toBe(false);
  expect(check(2, 2).isMet).toBe(false);
});
