import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { difference, goldenCases } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const answer = (params: Params<'answer'>) => engine.call('answer', params);

describe('Hugging Face’s answers', () => {
  it.each(goldenCases('answer'))('$name', async (one) => {
    expect(await difference('answer', one, () => answer(one.params as Params<'answer'>))).toBeNull();
  });
});
