import { afterAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

describe('translate', () => {
  it('keeps what lies between sentences', async () => {
    const text = '# My dog\n\n- I have a dog. He is very big!\n  2. Where is it?\n\n```\ncode stays\n```\n  3.14\n';
    const { text: translated, segments } = await engine.call('translate', { text, to: 'German' });
    const gaps = (whole: string, parts: readonly string[]) =>
      parts.reduce((rest, part) => rest.replace(part, '…'), whole);
    const sources = segments.map(({ start, end }) => text.slice(start, end));
    const targets = segments.map(({ target }) => target);
    expect(gaps(translated, targets)).toBe(gaps(text, sources));
    expect(translated).toContain('```\ncode stays\n```');
    expect(segments.length).toBeGreaterThanOrEqual(4);
  });

  it('says what a German would say to plain sentences', async () => {
    const { text } = await engine.call('translate', { text: 'I have a dog. The house is big.', to: 'German' });
    expect(text).toMatch(/Hund.*Haus/);
  });

  it('goes both ways', async () => {
    const { text } = await engine.call('translate', { text: 'Ich habe einen Hund.', from: 'German', to: 'English' });
    expect(text).toMatch(/dog/);
  });

  it('reports each sentence as it is done', async () => {
    const heard: Progress[] = [];
    const params = { text: 'I am here. You are there. He is ill.', to: 'French' };
    const { segments } = await engine.call('translate', params, { onProgress: (progress) => heard.push(progress) });
    const told = heard.filter((progress) => progress.kind === 'segment');
    expect(told.map(({ index, count }) => [index, count])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(told.map(({ segment }) => segment)).toEqual(segments);
  });

  it('cuts a sentence that is longer than the model at clause marks', async () => {
    const clause = 'the children went to the river and looked at the boats';
    const text = `${Array<string>(70).fill(clause).join(', ')}.`;
    const { segments } = await engine.call('translate', { text, to: 'German', decoding: { strategy: 'greedy' } });
    expect(segments.length).toBeGreaterThan(1);
    expect(
      segments
        .map(({ start, end }) => text.slice(start, end))
        .join(' ')
        .replace(/\s+/g, ' '),
    ).toBe(text);
  }, 120_000);

  it.each([
    [{ text: 'x'.repeat(4000), to: 'German' }, 'too-long', /\d+ tokens.*at most \d+/],
    [{ text: 'I am here.', to: 'Klingon' }, 'bad-request', /English to German/],
    [{ text: 'I am here.', to: 'German', model: 'gpt2-mini' }, 'wrong-architecture', /decoder/],
    [{ text: 'I am here.', to: 'German', model: golden('models/tiny-bert') }, 'wrong-architecture', /encoder/],
  ])('refuses what it cannot do: %#', async (params, code, message) => {
    const error: unknown = await engine.call('translate', params).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toMatch(message);
  });

  it('gives an empty text back', async () => {
    expect(await engine.call('translate', { text: ' \n', to: 'German' })).toMatchObject({ text: ' \n', segments: [] });
  });
});
