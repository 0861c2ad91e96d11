import { describe, expect, it } from 'vitest';
import { ServedTokens } from '../../../../src/engine/served/servedTokens.js';

const WORDS = ['<|endoftext|>', 'The', ' old', ' man', '<s>', ' ', 'x'];
const idsOf = (text: string) => {
  const ids: number[] = [];
  for (let rest = text; rest !== '';) {
    const id = WORDS.findIndex((word) => word.trim() !== '' && rest.startsWith(word));
    if (id < 0) rest = rest.slice(1);
    else {
      ids.push(id);
      rest = rest.slice(WORDS[id]!.length);
    }
  }
  return ids;
};

/** A server in llama.cpp's form. @param change what it makes of a text's tokens */
function tokensOf(change: (ids: number[]) => number[] = (ids) => ids) {
  const asked: string[] = [];
  const ask = (path: string, body: object) => {
    const { content = '' } = body as { content?: string };
    asked.push(`${path} ${content}`);
    const tokens = change(idsOf(content)).map((id) => ({ id, piece: id === 0 ? '' : WORDS[id]! }));
    return Promise.resolve({ tokens });
  };
  const shapeError = () => new Error('shape') as never;
  return { tokens: new ServedTokens('m', ask, new Set([0]), shapeError), asked };
}

describe('tokens of a model on a server', () => {
  it('call the end by its name, though its text is told as none', async () => {
    const { tokens, asked } = tokensOf();
    tokens.note([{ id: 0, text: '', bytes: [], logProbability: -1 }]);
    await tokens.settle([0, 1]);
    expect(tokens.tokenText(0)).toBe('<|endoftext|>');
    expect(tokens.decode([1, 0])).toContain('<|endoftext|>');
    expect(tokens.decode([0], { skipSpecialTokens: true })).toBe('');
    const before = asked.length;
    await tokens.settle([0]);
    expect(asked).toHaveLength(before);
  });

  it.each([
    ['as they are', 'The old man', undefined],
    ['behind a beginning of the model', 'The old man', (ids: number[]) => [4, ...ids]],
    ['with an end in the text', 'The old man<|endoftext|>', undefined],
    ['of no text', '', undefined],
  ])('make up a text: %s', async (_name, text, change) => {
    await expect(tokensOf(change).tokens.encode(text)).resolves.toBeInstanceOf(Array);
  });

  it.each([
    ['one that is lost', (ids: number[]) => ids.slice(1)],
    ['none at all', () => []],
    ['others', (ids: number[]) => ids.map(() => 6)],
  ])('are refused where they are not the text’s: %s', async (_name, change) => {
    await expect(tokensOf(change).tokens.encode('The old man')).rejects.toThrow('shape');
  });
});
