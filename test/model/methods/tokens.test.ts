import { describe, expect, it } from 'vitest';
import { loadTokenizer, type TextTokenizer } from '../../../src/engine/tokenizer/tokenizer.js';
import { difference, goldenCases } from '../../golden/compare.js';

const tokenizers = new Map<string, Promise<TextTokenizer>>();

function tokenizer(folder: string): Promise<TextTokenizer> {
  let loading = tokenizers.get(folder);
  if (!loading) tokenizers.set(folder, (loading = loadTokenizer(folder)));
  return loading;
}

describe('tokens and their places are those of Hugging Face', () => {
  const cases = goldenCases('tokens');

  it('are 357 cases', () => {
    expect(cases).toHaveLength(357);
  });

  it.each(cases)('$name', async (one) => {
    const { model, text } = one.params as { model: string; text: string };
    const run = async () => ({ model, tokens: (await tokenizer(model)).encode(text) });
    expect(await difference('tokens', one, run)).toBeNull();
  });
});
