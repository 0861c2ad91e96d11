import { describe, expect, it } from 'vitest';
import { GlassboxError } from '../../../src/protocol/engine/index.js';
import { difference, goldenCases } from '../../golden/compare.js';

const answer = (value: unknown) => () => Promise.resolve(value);
const refuse = (error: Error) => () => Promise.reject(error);

describe('the comparison with reference outputs tells', () => {
  const tokens = { name: '', params: { text: ' é x' }, expect: { tokens: [{ id: 1, start: 1, end: 3 }] } };
  const token = (id: number, start: number | null, end: number | null) =>
    answer({ tokens: [{ id, text: '', start, end }] });

  it('ids and places', async () => {
    expect(await difference('tokens', tokens, token(1, 1, 2))).toBeNull();
    expect(await difference('tokens', tokens, token(1, 0, 2))).toBeNull();
    expect(await difference('tokens', tokens, token(1, 1, 4))).toMatch(/tokens\[0\] has offsets \[1,4\]/);
    expect(await difference('tokens', tokens, token(1, null, null))).toMatch(/offsets/);
    expect(await difference('tokens', tokens, token(2, 1, 2))).toMatch(/token ids/);
    expect(await difference('tokens', tokens, answer({ tokens: [] }))).toMatch(/token ids/);
  });

  it('errors by code', async () => {
    const wanted = { name: '', params: {}, expect: { error: 'too-long' as const } };
    expect(await difference('tokens', wanted, refuse(new GlassboxError('too-long', '3 too many')))).toBeNull();
    expect(await difference('tokens', wanted, refuse(new GlassboxError('too-long', 'too many')))).toMatch(/how long/);
    expect(await difference('tokens', wanted, refuse(new Error('no')))).toMatch(/error is internal/);
    expect(await difference('tokens', wanted, token(1, 1, 2))).toMatch(/succeeded/);
    expect(await difference('tokens', tokens, refuse(new Error('no')))).toMatch(/error internal/);
  });

  it('probabilities, and joint fillings that are better than the best there is', async () => {
    const [one] = goldenCases('fillMask').filter(({ expect: want }) => 'joint' in want);
    if (one === undefined || !('joint' in one.expect) || one.expect.joint === undefined)
      throw new Error('no such case');
    const { tokens: ids, masks, joint } = one.expect;
    const value = (probability: number, logProbability: number) =>
      answer({
        tokens: ids.map((id) => ({ id })),
        masks: masks.map((mask) => ({
          ...mask,
          candidates: mask.candidates.map((c) => ({ ...c, probability: c.probability + probability })),
        })),
        joint: [{ texts: masks.map(() => '?'), logProbability }],
      });
    expect(await difference('fillMask', one, value(1e-4, joint.best))).toBeNull();
    expect(await difference('fillMask', one, value(3e-4, joint.best))).toMatch(/probability/);
    expect(await difference('fillMask', one, value(0, joint.best + 0.1))).toMatch(/above the best/);
    expect(await difference('fillMask', one, value(0, joint.greedy - 0.1))).toMatch(/greedily/);
  });

  it('sequences, and takes either of two right ones', async () => {
    const cases = ['generate-greedy', 'generate-t5'].flatMap((file) => goldenCases('generate', file));
    for (const one of cases) {
      if ('error' in one.expect || !one.expect.sequences) continue;
      const { prompt = [], sequences, also } = one.expect;
      const value = (list: object[]) => answer({ prompt: prompt.map((id) => ({ id })), sequences: list });
      expect(await difference('generate', one, value(sequences))).toBeNull();
      if (also) expect(await difference('generate', one, value(also.sequences))).toBeNull();
      const other = sequences.map((sequence) => ({ ...sequence, logProbability: sequence.logProbability! + 1 }));
      expect(await difference('generate', one, value(other))).toMatch(/logProbability/);
    }
  });
});
