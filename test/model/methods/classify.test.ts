import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { difference, goldenCases } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const classify = (params: Params<'classify'>) => engine.call('classify', params);

describe('Hugging Face’s answers', () => {
  it.each(goldenCases('classify'))('$name', async (one) => {
    expect(await difference('classify', one, () => classify(one.params as Params<'classify'>))).toBeNull();
  });
});
