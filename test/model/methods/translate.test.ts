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

  it('goes through English where it is told to, sentence by sentence, and says so', async () => {
    const text = '# Mein Hund\n\nIch habe einen Hund. `code` bleibt. Das Haus ist groß.\n';
    const heard: Progress[] = [];
    const value = await engine.call(
      'translate',
      { text, from: 'German', to: 'French', through: 'English' },
      { onProgress: (progress) => heard.push(progress) },
    );
    expect(value.through).toBe('English');
    expect(value.text).toMatch(/^# \S[^\n]*\n\n\S.*chien.*`code`.*maison.*\n$/);
    expect(value.segments.map(({ start, end }) => text.slice(start, end))).toEqual(
      expect.arrayContaining(['Mein Hund', 'Ich habe einen Hund.', 'Das Haus ist groß.']),
    );
    expect(value.segments.some((segment) => 'sequences' in segment)).toBe(false);
    const shares = heard.flatMap((one) => (one.kind === 'segment' ? [(one.index + 1) / one.count] : []));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('does not go through English by itself', async () => {
    await expect(
      engine.call('translate', { text: 'Ich bin hier.', from: 'German', to: 'French' }),
    ).rejects.toMatchObject({ code: 'bad-request', details: { pair: { from: 'German', to: 'French' } } });
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

describe('what is to be doubted', () => {
  // Of bench/doubts/sentences.tsv, far from what decides: graphs of 8 bits differ a little from processor to processor.
  it.each([
    ['The milk is in the fridge.', 'English', 'German', []],
    ['¿Quién cuidará del bebé?', 'Spanish', 'English', []],
    ['The escaped prisoners are still on the run.', 'English', 'French', ['probability']],
    ['Sie gab dreißig Jahre lang Musikunterricht.', 'German', 'English', ['probability', 'unattended']],
    ["Est-ce que manger une gousse d'ail par jour est bénéfique pour la santé ?", 'French', 'English', ['probability']],
    ['Mathematics is not just the memorization of formulas.', 'English', 'Romanian', ['probability']],
  ])('%s (%s to %s)', async (text, from, to, doubts) => {
    const { segments } = await engine.call('translate', { text, from, to });
    expect(segments.flatMap((segment) => segment.doubts ?? [])).toEqual(doubts);
  });
});

describe('what else could have been written', () => {
  const params = { text: 'The house is small.', to: 'German', alternatives: 5 };
  const source = `translate English to German: ${params.text}`;

  it('is all that the beams found, with the alternatives of each token', async () => {
    const { segments } = await engine.call('translate', params);
    const plain = await engine.call('translate', { text: params.text, to: 'German' });
    const { sequences = [], ...segment } = segments[0]!;
    expect([segment]).toEqual(plain.segments);
    expect(sequences).toHaveLength(4);
    expect(sequences[0]).toMatchObject({ text: segment.target, logProbability: segment.logProbability });
    const scores = sequences.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b! - a!));
    expect(new Set(sequences.map(({ ids }) => ids.join())).size).toBe(4);
    for (const { ids, steps = [], logProbability } of sequences) {
      expect(steps.map(({ id }) => id)).toEqual(ids);
      expect(steps.every(({ alternatives }) => alternatives.length === 5)).toBe(true);
      const sum = steps.reduce((total, { probability }) => total + Math.log(probability), 0);
      expect(sum).toBeCloseTo(logProbability!, 3);
    }
  });

  it('goes on from a word that is chosen instead', async () => {
    const [before] = (await engine.call('translate', params)).segments[0]!.sequences!;
    const at = before!.steps!.findIndex(({ text }) => text.trim() === 'ist');
    const other = before!.steps![at]!.alternatives.find(({ id }) => id !== before!.ids[at])!;
    const targetPrefix = [...before!.ids.slice(0, at), other.id];
    const { text, segments } = await engine.call('translate', { ...params, targetPrefix });
    const [best] = segments[0]!.sequences!;
    expect(text).toBe(best!.text);
    expect(text.startsWith(`Das Haus${other.text}`)).toBe(true);

    // The same by the method that knows nothing of sentences …
    const decoding = { strategy: 'beam', numBeams: 4 } as const;
    const asked = { model: 't5-mini', text: source, promptIds: targetPrefix, decoding, maxNewTokens: 40 };
    const { sequences } = await engine.call('generate', asked);
    expect(best!.ids).toEqual(sequences[0]!.ids);
    // … and the whole is as probable as the model says of this text; the graphs of an 8-bit model differ a little.
    const prefix = [...before!.steps!.slice(0, at), other].reduce(
      (sum, { probability }) => sum + Math.log(probability),
      0,
    );
    const whole = await engine.call('score', { model: 't5-mini', text: source, target: text });
    expect(whole.tokens.map(({ id }) => id)).toEqual([...targetPrefix, ...best!.ids]);
    expect(Math.abs(whole.logProbability - prefix - best!.logProbability!)).toBeLessThan(0.3);
  });

  it('ends where the end was chosen, and takes the text as one sentence', async () => {
    const { tokens } = await engine.call('tokens', { model: 't5-mini', text: 'Ja' });
    const two = 'I am here. You are there.';
    const ended = await engine.call('translate', { ...params, text: two, targetPrefix: tokens.map(({ id }) => id) });
    expect(ended).toMatchObject({ text: 'Ja', segments: [{ start: 0, end: two.length, target: 'Ja' }] });
    expect(ended.segments[0]!.sequences).toMatchObject([{ ids: [], text: 'Ja', finish: 'eos' }]);
    expect((await engine.call('translate', { ...params, text: two, targetPrefix: [] })).segments).toHaveLength(1);
  });

  it.each([
    [{ ...params, targetPrefix: [9_999_999] }, 'bad-request', /targetPrefix must be from 0 to \d+/],
    [{ ...params, text: 'the house '.repeat(300), targetPrefix: [] }, 'too-long', /\d+ tokens long.*at most \d+/],
  ])('refuses what does not fit: %#', async (asked, code, message) => {
    const error: unknown = await engine.call('translate', asked).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});
