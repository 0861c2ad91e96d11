/* A server that fails while it tells the steps of a continuation, or behind it: what came is offered. */
import { describe, expect, it } from 'vitest';
import { withAlternatives } from '../../../../../src/host/features/continueText/alternatives.js';
import { generateContinuation } from '../../../../../src/host/features/continueText/generateContinuation.js';
import type { Services } from '../../../../../src/host/core/services.js';
import { settingTable, type SettingKey } from '../../../../../src/host/core/settingTable.js';
import {
  brokenOff,
  throwIfCancelled,
  type CallOptions,
  type GenerateValue,
  type Params,
} from '../../../../../src/protocol/engine/index.js';
import { serverError } from '../../../../../src/servers/index.js';
import { added, HERE } from '../../servers/abilities.js';

const FAILURE = { problem: 'unreachable', host: '127.0.0.1:8080' } as const;

/** @param breaks the first run ends where its pieces do; else it has all, and whatever is asked afterwards fails */
function sceneOf(pieces: readonly string[], breaks: boolean, settings: Partial<Record<SettingKey, unknown>> = {}) {
  const asked: string[] = [];
  let isGone = false;
  const call = async (method: string, params: Params<'generate'>, options: CallOptions, signal?: AbortSignal) => {
    if (method === 'tokens') return { tokens: [], maxLength: null };
    asked.push(method);
    if (isGone) throw serverError(FAILURE);
    isGone = true;
    for (const text of pieces) {
      await Promise.resolve();
      throwIfCancelled(signal);
      options.onProgress?.({ kind: 'text', run: 0, sequence: 0, ids: [1], text });
    }
    throwIfCancelled(signal);
    return {
      model: params.model,
      sequences: [{ ids: pieces.map(() => 1), text: pieces.join(''), finish: breaks ? 'cut' : 'eos' }],
      warnings: [],
      ...(breaks && { warningDetails: [brokenOff(FAILURE)] }),
    } as unknown as GenerateValue;
  };
  const get = (key: SettingKey) => (key in settings ? settings[key] : settingTable[key].fallback);
  const services = { engine: { call }, settings: { get }, servers: { find: () => added(HERE) } };
  const write = async (before: string, after: string) => {
    const place = { before, after, shown: true, again: false };
    const { signal } = new AbortController();
    const all = services as unknown as Services;
    const first = await generateContinuation(all, place, () => {}, signal);
    return { first, offered: await withAlternatives(all, place, first, signal) };
  };
  return { asked, write };
}

describe('a continuation that a server breaks off', () => {
  it.each(['', ' and came back.'])(
    'is offered as far as it came, before “%s”, and nothing more is asked',
    async (after) => {
      const { asked, write } = sceneOf([' to', ' the'], true);
      const { first, offered } = await write('She went ', after);
      expect(first.value.sequences[0]!.finish).toBe('cut');
      expect(offered.map(({ text }) => text)).toEqual(['to the']);
      expect(asked).toEqual(['generate']);
    },
  );

  it.each(['', ' and came back.'])('behind its end is offered whole, before “%s”', async (after) => {
    const { write } = sceneOf([' to', ' the river'], false);
    const { offered } = await write('She went ', after);
    expect(offered.map(({ text }) => text)).toEqual(['to the river']);
  });

  it('when its sentence was there has its text, and no figures', async () => {
    const { asked, write } = sceneOf([' to', ' him.', ' Then', ' more'], false, { 'continueText.stop': 'sentence' });
    const { first, offered } = await write('She went ', '');
    expect([first.text, offered.map(({ text }) => text)]).toEqual(['to him.', ['to him.']]);
    expect(first.value.metrics).toMatchObject({ perplexity: null });
    expect(asked).toEqual(['generate', 'generate']);
  });
});
