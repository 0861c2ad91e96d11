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
    ['a sign that turns around what follows', 'a\u202Eb\u2066c'],
    ['a sign of a terminal', '\u001B[31mabc\u0007'],
    ['the end of a line before it, as of a cursor', 'a\u0008b\u009Bc'],
  ])('have texts without %s, in one piece and in several', (_name, text) => {
    const { tokens } = tokensOf();
    tokens.note(
      [...text].map((sign, id) => ({ id: 9 + id, text: sign, bytes: [...Buffer.from(sign)], logProbability: -1 })),
    );
    const ids = [...text].map((_, id) => 9 + id);
    const seen = tokens.decode(ids);
    expect(seen).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
    expect(seen.replace('[31m', '')).toBe('abc'.slice(0, seen.replace('[31m', '').length));
    const stream = tokens.stream();
    expect(ids.map((id) => stream.push(id)).join('') + stream.end()).toBe(seen);
    expect(ids.map((id) => tokens.tokenText(id)).join('')).toBe(seen);
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
