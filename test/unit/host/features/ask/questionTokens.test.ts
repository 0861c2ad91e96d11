import { expect, it } from 'vitest';
import type { Engine } from '../../../../../src/protocol/engine/index.js';
import { questionTokens } from '../../../../../src/host/features/ask/questionTokens.js';

/** A token for each letter. */
const engine = (maxLength: number | null) =>
  ({
    call: (_: string, { text }: { text: string }) => Promise.resolve({ tokens: [...text], maxLength }),
  }) as never as Engine;

const count = (letters: number, around: number, maxLength: number | null) =>
  questionTokens(engine(maxLength), 'M', 'x'.repeat(letters), around, {
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });

it('a question may be as long as leaves room for a sentence of the text', async () => {
  expect(await count(496, 0, 512)).toBe(496);
  expect(await count(420, 76, 512)).toBe(420);
  expect(await count(100_000, 76, null)).toBe(100_000);
});

it.each([
  [497, 0, 496],
  [421, 76, 420],
  [5000, 0, 496],
])('one of %d tokens beside %d others is told with both figures', async (letters, around, limit) => {
  await expect(count(letters, around, 512)).rejects.toMatchObject({
    code: 'too-long',
    details: { kind: 'length', what: 'question', tokens: letters, limit, model: 'M' },
  });
});
