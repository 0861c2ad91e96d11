import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { difference, goldenCases } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const entities = (params: Params<'entities'>) => engine.call('entities', params);

describe('Hugging Face’s answers', () => {
  it.each(goldenCases('entities'))('$name', async (one) => {
    expect(await difference('entities', one, () => entities(one.params as Params<'entities'>))).toBeNull();
  });
});
