import { describe, expect, it } from 'vitest';
import { completeLastWord } from '../../../../../src/host/features/continueText/wordCompletion.js';
import type { Engine, Token } from '../../../../../src/protocol/engine/index.js';

/** Completes the last of the tokens, by a distribution of texts with probabilities; ids are places in the list. */
async function complete(parts: string[], likely: [text: string, probability: number][]) {
  const texts = likely.map(([text]) => text);
  let end = 0;
  const tokens = parts.map((text): Token => {
    const start = end;
    end += text.length;
    return { id: texts.indexOf(text), text, start, end };
  });
  const asked: unknown[] = [];
  const engine = {
    call: (_: string, params: unknown) => {
      asked.push(params);
      const logits = Float32Array.from(likely, ([, probability]) => Math.log(probability));
      return Promise.resolve({ model: 'm', ids: Int32Array.from(texts.keys()), logits, texts });
    },
  } as unknown as Engine;
  const found = await completeLastWord(engine, 'm', parts.join(''), tokens, new AbortController().signal);
  return { found, asked };
}

describe('the word before the cursor', () => {
  it('is completed where longer words are likelier', async () => {
    const { found, asked } = await complete(
      ['The', ' sup'],
      [
        ['The', 0.5],
        [' support', 0.2],
        [' super', 0.1],
        [' sup', 0.01],
      ],
    );
    expect(found).toEqual({ promptIds: [0, 1], wordRest: 'port' });
    expect(asked).toMatchObject([{ promptIds: [0] }]);
  });

  it('is left where it is the likelier word', async () => {
    const { found } = await complete(
      ['The', ' the'],
      [
        ['The', 0.5],
        [' the', 0.4],
        [' they', 0.1],
      ],
    );
    expect(found).toBeNull();
  });

  it('is completed where its pieces are no word', async () => {
    const { found } = await complete(
      ['The', ' supe', 'rm'],
      [
        ['The', 0.5],
        [' supermarket', 0.2],
        [' supe', 0.1],
      ],
    );
    expect(found).toEqual({ promptIds: [0, 1], wordRest: 'arket' });
  });

  it('is left where nothing completes it, or it is none', async () => {
    expect(
      (
        await complete(
          ['The', ' xyz'],
          [
            ['The', 0.5],
            [' a', 0.1],
          ],
        )
      ).found,
    ).toBeNull();
    expect((await complete(['The', ' end.'], [['The', 0.5]])).asked).toEqual([]);
    expect((await complete(['The', ' don', '’t'], [['The', 0.5]])).asked).toEqual([]);
    expect((await complete([' sup'], [[' support', 0.5]])).asked).toEqual([]);
  });
});
