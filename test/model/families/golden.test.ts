/* Every family from its own weights, against Hugging Face's numbers. */
import { afterAll, describe, expect, it } from 'vitest';
import type { MethodName } from '../../../src/protocol/engine/index.js';
import { difference, goldenCases } from '../../golden/compare.js';
import type { Compared } from '../../golden/methods.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const METHODS = [
  ...(['tokens', 'fillMask', 'generate', 'attention', 'score', 'embed'] as const),
  ...(['classify', 'entities', 'answer', 'nextSentence', 'replaced', 'rank', 'zeroShot'] as const),
  ...(['hidden', 'logitLens'] as const),
] satisfies (Compared & MethodName)[];

describe.each(METHODS)('%s', (method) => {
  it.each(goldenCases(method, `families/${method}`))('$name', async (one) => {
    expect(await difference(method, one, () => engine.call(method, one.params as never))).toBeNull();
  });
});

describe('entities by words', () => {
  it.each(goldenCases('entities', 'families/entityWords'))('$name', async (one) => {
    expect(await difference('entities', one, () => engine.call('entities', one.params as never))).toBeNull();
  });
});

describe('answers by words', () => {
  it.each(goldenCases('answer', 'families/answerWords'))('$name', async (one) => {
    expect(await difference('answer', one, () => engine.call('answer', one.params as never))).toBeNull();
  });
});
