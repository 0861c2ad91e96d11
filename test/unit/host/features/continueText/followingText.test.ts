import { describe, expect, it } from 'vitest';
import {
  endsBefore,
  endsWithin,
  goesOn,
  leadsOn,
  withoutOverlap,
} from '../../../../../src/host/features/continueText/followingText.js';
import type { Engine } from '../../../../../src/protocol/engine/index.js';

describe('a continuation before other text', () => {
  it.each([
    [' to my home', ' home early.', ' to my'],
    [' and went home early', 'home early.', ' and went'],
    [' to the shop', ' home early.', ' to the shop'],
    [' to the homes', ' home early.', ' to the homes'],
    [' to my home', ' homework', ' to my home'],
    ['home', 'home', ''],
    [' in the end', '', ' in the end'],
  ])('%j does not repeat %j', (written, after, rest) => {
    expect(withoutOverlap(written, after)).toBe(rest);
  });

  it.each([
    [' home early.', true],
    [', and then', true],
    ['.', false],
    [' Then he', false],
    ['今天', false],
  ])('%j goes on its sentence: %s', (after, isSo) => {
    expect(goesOn(after)).toBe(isSo);
  });

  it('may end behind each of its words, without a stop', () => {
    expect(endsWithin(' to the shop.')).toEqual([' to', ' to the', ' to the shop']);
    expect(endsWithin(' to him, and “left.”')).toEqual([' to', ' to him', ' to him, and', ' to him, and “left']);
    const many = endsWithin(' a'.repeat(40));
    expect(many.length).toBeLessThanOrEqual(6);
    expect(many.at(-1)).toBe(' a'.repeat(40));
    expect(endsWithin('...')).toEqual([]);
  });

  it('ends nowhere with the words that follow', () => {
    expect(endsBefore(' home and to bed', ' home early.')).toEqual([' home and', ' home and to', ' home and to bed']);
    expect(endsBefore(' to the shop.', ' Then he left.')).toEqual([' to the shop.']);
  });

  it('is measured by the tokens of what follows alone', async () => {
    const tokens = [
      { end: 5, logProbability: -1 },
      { end: 8, logProbability: -2 },
      { end: 9, logProbability: -4 },
    ];
    const asked: unknown[] = [];
    const engine = {
      call: (_: string, params: unknown) => {
        asked.push(params);
        return Promise.resolve({ method: 'causal', tokens });
      },
    } as unknown as Engine;
    const signal = new AbortController().signal;
    expect(await leadsOn(engine, 'm', 'I went', ' home', signal)).toBe(-6);
    expect(asked).toEqual([{ model: 'm', text: 'I went home', from: 6 }]);
  });
});
