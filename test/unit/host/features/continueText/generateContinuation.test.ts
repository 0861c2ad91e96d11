import { describe, expect, it } from 'vitest';
import { generateContinuation } from '../../../../../src/host/features/continueText/generateContinuation.js';
import type { Services } from '../../../../../src/host/core/services.js';
import { settingTable, type SettingKey } from '../../../../../src/host/core/settingTable.js';
import {
  GlassboxError,
  throwIfCancelled,
  type CallOptions,
  type GenerateValue,
  type Params,
} from '../../../../../src/protocol/engine/index.js';

interface Answer {
  /** the text token by token */
  tokens: string[];
  finish?: 'eos' | 'length' | 'stop';
  /** the other sequences' texts, where several are asked for */
  others?: string[];
}

/** An engine that gives the answers in turn, and what it was asked. */
function engineOf(answers: Answer[]) {
  const asked: (Params<'generate'> & { priority: string | undefined })[] = [];
  const call = async (method: string, params: Params<'generate'>, options: CallOptions, signal?: AbortSignal) => {
    if (method === 'tokens') return { model: 'm', tokens: [], maxLength: 512 };
    asked.push({ ...params, priority: options.priority });
    const { tokens, finish = 'length' } = answers[asked.length - 1] ?? { tokens: [] };
    const shown = tokens.slice(0, params.maxNewTokens);
    for (const [id, text] of shown.entries()) {
      await Promise.resolve();
      throwIfCancelled(signal);
      options.onProgress?.({ kind: 'text', run: 0, sequence: 0, ids: [id], text });
    }
    throwIfCancelled(signal);
    const sequence = { text: shown.join(''), finish, ids: [...shown.keys()], steps: shown.map((text) => ({ text })) };
    const { numReturnSequences = 1 } = params.decoding;
    const more = (answers[asked.length - 1]?.others ?? []).slice(0, numReturnSequences - 1);
    const others = more.map((text) => ({ text, finish: 'eos', ids: [0], steps: [{ text }] }));
    return { model: 'm', sequences: [sequence, ...others] } as unknown as GenerateValue;
  };
  return { asked, call };
}

/** Continues a text with the answers; gives the last draft's text, the value and what the engine was asked. */
async function write(
  before: string,
  answers: Answer[],
  changes: Partial<Record<SettingKey, unknown>> = {},
  after = '',
  shown = true,
) {
  const engine = engineOf(answers);
  const get = (key: SettingKey) => (key in changes ? changes[key] : settingTable[key].fallback);
  const services = { engine, settings: { get }, servers: { find: () => undefined } } as unknown as Services;
  let text = '';
  const place = { before, after, shown, again: false };
  const written = await generateContinuation(
    services,
    place,
    (draft) => (text = draft.text),
    new AbortController().signal,
  );
  return { text, written, asked: engine.asked };
}

const stop = (rule: string) => ({ 'continueText.stop': rule });

describe('a continuation', () => {
  it('is asked without the space before the cursor, and with the line break', async () => {
    const { text, asked } = await write('Once upon a ', [{ tokens: [' time', ' there'] }]);
    expect(asked.map((one) => one.text)).toEqual(['Once upon a']);
    expect(text).toBe('time there');
    const next = await write('Once upon a time.\n', [{ tokens: ['There', ' was'] }]);
    expect(next.asked.map((one) => one.text)).toEqual(['Once upon a time.\n']);
    expect(next.text).toBe('There was');
  });

  it('does not meet the word behind the cursor', async () => {
    expect((await write('I went ', [{ tokens: [' to', ' the', ' shop'] }], {}, 'home early.')).text).toBe(
      'to the shop ',
    );
    const beforeLine = (shown: boolean) =>
      write('A line.\n', [{ tokens: ['He', ' ran'] }], {}, 'Next line.', shown).then(({ text }) => text);
    expect(await beforeLine(false)).toBe('He ran\n');
    // No editor shows ghost text that ends with a line break before other text.
    expect(await beforeLine(true)).toBe('He ran ');
  });

  it('is drawn anew when it goes on within a word, with another seed', async () => {
    const { text, asked } = await write('It was a ', [{ tokens: ['bout', ' time'] }, { tokens: [' day'] }]);
    expect(text).toBe('day');
    expect(asked).toHaveLength(2);
    expect(asked[0]?.decoding.seed).not.toBe(asked[1]?.decoding.seed);
  });

  it('is taken as it comes when every draw goes on within a word', async () => {
    const { text, asked } = await write('It was a ', Array<Answer>(9).fill({ tokens: ['bout', ' time'] }));
    expect(text).toBe('bout time');
    expect(asked).toHaveLength(4);
  });

  it('begins a paragraph when the model wants one first', async () => {
    const { text, asked } = await write('The end.', [{ tokens: [''], finish: 'stop' }, { tokens: ['Next', ' day'] }]);
    expect(asked.map((one) => one.text)).toEqual(['The end.', 'The end.\n\n']);
    expect(text).toBe('\n\nNext day');
  });

  it('is empty when the model wants nothing else', async () => {
    const nothing: Answer = { tokens: [''], finish: 'stop' };
    expect((await write('The end.', [nothing, nothing])).text).toBe('');
  });

  it('ends with its sentence; what is explained is a run of the tokens up to there', async () => {
    const tokens = [' They', ' sang', '.', ' Then', ' they', ' left', '.'];
    const { text, written, asked } = await write('It rained.', [{ tokens }, { tokens }], stop('sentence'));
    expect(text).toBe(' They sang.');
    expect(asked.map(({ maxNewTokens, priority }) => [maxNewTokens, priority])).toEqual([
      [40, undefined],
      [4, 'background'],
    ]);
    expect(written.params).toMatchObject({ maxNewTokens: 4, decoding: asked[0]?.decoding });
    expect(written.value.sequences[0]?.text).toBe(' They sang. Then');
  });

  it('goes on behind its tokens until the sentence ends, and is cut back where it does not', async () => {
    const few = { 'continueText.maxNewTokens': 2 };
    const tokens = [' They', ' sang', ' on', '.', ' Then', ' they', ' left', '.'];
    const { text, asked } = await write('It rained.', [{ tokens }, { tokens }], few);
    expect(text).toBe(' They sang on.');
    expect(asked[0]?.maxNewTokens).toBe(32);
    const endless = [' They', ' sang', '.', ' La', ...Array<string>(60).fill(' la')];
    const long = await write('It rained.', [{ tokens: endless }], { 'continueText.maxNewTokens': 10 });
    expect(long.text).toBe(' They sang.');
  });

  it('of an item is one item, or the next one', async () => {
    const { text, asked } = await write('- milk', [{ tokens: [' and', ' bread'] }]);
    expect(asked[0]?.stop).toEqual(['\n']);
    expect(text).toBe(' and bread');
    const next = await write('1. milk', [{ tokens: [''], finish: 'stop' }, { tokens: [' bread'] }]);
    expect(next.asked[1]?.text).toBe('1. milk\n2.');
    expect(next.text).toBe('\n2. bread');
    const below = await write('- milk\n', [{ tokens: [' bread'] }]);
    expect(below.asked[0]?.text).toBe('- milk\n-');
    expect(below.text).toBe('- bread');
  });

  it('never has half a character, and is drawn anew where it begins with one', async () => {
    const { text, asked } = await write('今天 ', [{ tokens: ['\uFFFD', '天'] }, { tokens: [' 天', '气', '\uFFFD'] }]);
    expect(asked.length).toBeGreaterThan(1);
    expect(text).toBe('天气');
    const never = await write('今天', Array<Answer>(9).fill({ tokens: ['\uFFFD'] }));
    expect(never.text).toBe('');
  });

  it('has others, drawn in one batch, each once', async () => {
    const { written, asked } = await write('I went', [
      { tokens: [' home', '.'], finish: 'eos' },
      { tokens: [' home', '.'], finish: 'eos', others: [' out.', ' out.', '\uFFFD'] },
    ]);
    const others = await written.others(4, new AbortController().signal);
    expect(others.map(({ text }) => text)).toEqual([' out.']);
    expect(others[0]?.value.sequences.map(({ text }) => text)).toEqual([' out.']);
    expect(asked).toHaveLength(2);
    expect(asked[1]?.decoding).toMatchObject({ strategy: 'sample', numReturnSequences: 4 });
  });

  it('passes on what the engine says', async () => {
    const refusing = {
      engine: { call: () => Promise.reject(new GlassboxError('unknown-model', 'no such model')) },
      settings: { get: (key: SettingKey) => settingTable[key].fallback },
      servers: { find: () => undefined },
    } as unknown as Services;
    const signal = new AbortController().signal;
    await expect(
      generateContinuation(refusing, { before: 'a', after: '', shown: true, again: false }, () => {}, signal),
    ).rejects.toMatchObject({
      code: 'unknown-model',
    });
  });
});
