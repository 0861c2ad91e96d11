import { describe, expect, it } from 'vitest';
import { withAlternatives } from '../../../../../src/host/features/continueText/alternatives.js';
import { generateContinuation } from '../../../../../src/host/features/continueText/generateContinuation.js';
import type { Services } from '../../../../../src/host/core/services.js';
import { settingTable, type SettingKey } from '../../../../../src/host/core/settingTable.js';
import {
  throwIfCancelled,
  type CallOptions,
  type GenerateValue,
  type Params,
  type ServerAbilities,
} from '../../../../../src/protocol/engine/index.js';
import { added, HERE } from '../../servers/abilities.js';

const WORDS = added(HERE, { alternatives: { most: 0, isWhole: false, namedBy: null, are: null } });

/** A server that writes the same each time, and what the engine was asked. */
function sceneOf(pieces: readonly string[], settings: Partial<Record<SettingKey, unknown>> = {}, context?: number) {
  const asked: string[] = [];
  const prompts: string[] = [];
  const call = async (method: string, params: Params<'generate'>, options: CallOptions, signal?: AbortSignal) => {
    asked.push(method);
    prompts.push(params.text ?? '');
    options.onProgress?.({ kind: 'decodedByServer', run: 0, warnings: [{ kind: 'decodedByServer' }] });
    for (const text of pieces) {
      await Promise.resolve();
      throwIfCancelled(signal);
      options.onProgress?.({ kind: 'text', run: 0, sequence: 0, ids: [], text });
    }
    throwIfCancelled(signal);
    const sequence = { ids: [], text: pieces.join(''), logProbability: null, score: null, finish: 'eos' };
    return { model: 'm', sequences: [sequence], decodedByServer: true } as unknown as GenerateValue;
  };
  const get = (key: SettingKey) => (key in settings ? settings[key] : settingTable[key].fallback);
  const model: ServerAbilities['model'] = { ...WORDS.abilities.model, context: context ?? null };
  const server = { ...WORDS, abilities: { ...WORDS.abilities, model } };
  const services = { engine: { call }, settings: { get }, servers: { find: () => server } } as unknown as Services;
  const write = async (before: string, after = '') => {
    const place = { before, after, shown: true, again: false };
    const { signal } = new AbortController();
    const first = await generateContinuation(services, place, () => {}, signal);
    return { first, all: () => withAlternatives(services, place, first, signal) };
  };
  return { asked, prompts, write };
}

describe('a continuation that a server decodes', () => {
  it('is asked for as text, without tokens and the end of a word', async () => {
    const { asked, prompts, write } = sceneOf([' to', ' the', ' river']);
    const { first } = await write('She went');
    expect(first.text).toBe(' to the river');
    expect([asked, prompts]).toEqual([['generate'], ['She went']]);
  });

  it('that ends with its sentence is what came, and is not asked for once more', async () => {
    const { asked, write } = sceneOf([' to', ' him.', ' Then', ' more'], { 'continueText.stop': 'sentence' });
    const { first } = await write('She went');
    expect(first.text).toBe(' to him.');
    expect(first.value).toMatchObject({ decodedByServer: true, metrics: { perplexity: null } });
    expect(first.value.sequences[0]).toMatchObject({ ids: [], logProbability: null });
    expect(asked).toEqual(['generate']);
  });

  it('before other text is not ranked where nothing is told to rank by', async () => {
    const { asked, write } = sceneOf([' to', ' him']);
    const [best] = await (await write('She went', ' and came back.')).all();
    expect(best!.text).toBe(' to him');
    expect(new Set(asked)).toEqual(new Set(['generate']));
  });

  it('has no more before it than the model surely reads', async () => {
    const { prompts, write } = sceneOf([' to'], { 'continueText.maxNewTokens': 20 }, 100);
    await write('One two three. '.repeat(100) + 'She went');
    expect(prompts[0]!.length).toBeLessThanOrEqual(200);
    expect(prompts[0]).toMatch(/^One two three\. .*She went$/);
  });
});
