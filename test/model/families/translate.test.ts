/* What translates without being told its task in words. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { localEngine, workFolder } from '../engineOf.js';

const { copy } = workFolder('translate-marian');
const engine = localEngine();
afterAll(() => engine.dispose());

const TEXT = 'The dog ran home.';
const decoding = { strategy: 'greedy' } as const;

it('Marian knows the languages that its tokenizer names, and no others', async () => {
  const model = golden('families/models/mini-marian');
  const translated = engine.call('translate', { model, text: TEXT, from: 'English', to: 'Klingon', decoding });
  await expect(translated).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining('It translates English to German') as string,
  });
});

describe('Marian of many languages', () => {
  const marian = golden('families/models/mini-marian');
  /** Three codes in the place of pieces, and a group of languages as the target. */
  const model = copy(marian, (folder) => {
    const vocabulary = path.join(folder, 'vocab.json');
    const ids = Object.entries(JSON.parse(readFileSync(vocabulary, 'utf8')) as Record<string, number>);
    const codes: Record<number, string> = { 517: '>>fra<<', 518: '>>por_BR<<', 519: '>>por<<' };
    writeFileSync(vocabulary, JSON.stringify(Object.fromEntries(ids.map(([token, id]) => [codes[id] ?? token, id]))));
    writeFileSync(
      path.join(folder, 'tokenizer_config.json'),
      JSON.stringify({ source_lang: 'eng', target_lang: 'roa' }),
    );
  });
  const target = async (params: Partial<Params<'translate'>>) => {
    const asked = {
      model,
      text: TEXT,
      from: 'English',
      to: 'French',
      decoding,
      alternatives: 1,
      targetPrefix: [],
      ...params,
    };
    const { segments } = await engine.call('translate', asked);
    return segments[0]?.sequences?.[0]?.ids.slice(0, 8);
  };
  const written = async (text: string, of = model) => {
    const { sequences } = await engine.call('generate', { model: of, text, decoding, maxNewTokens: 12 });
    return sequences[0]?.ids.slice(0, 8);
  };

  it('is told the language by its code', async () => {
    expect(await target({})).toEqual(await written(`>>fra<< ${TEXT}`));
    expect(await target({ to: 'Portuguese' })).toEqual(await written(`>>por<< ${TEXT}`));
    expect(await written(`>>fra<< ${TEXT}`)).not.toEqual(await written(`>>por<< ${TEXT}`));
  });

  it('refuses a language without a code', async () => {
    await expect(target({ to: 'German' })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('It translates English to French, English to Portuguese.') as string,
    });
  });

  it('and of one takes what a text begins with for no code', async () => {
    const quoted = `>>Hello<<, she said.`;
    const params = { model: marian, text: quoted, to: 'German' };
    expect(await target(params)).toEqual(await written(` ${quoted}`, marian));
    expect(await written(quoted, marian)).not.toEqual(await written(` ${quoted}`, marian));
  });
});

it.each([
  ['mini-marian', TEXT],
  ['mini-bart', TEXT],
  ['mini-t5', `translate English to German: ${TEXT}`],
])('%s reads %j', async (name, read) => {
  const model = golden(`families/models/${name}`);
  const { sequences } = await engine.call('generate', { model, text: read, decoding, maxNewTokens: 12 });
  const params = { model, text: TEXT, from: 'English', to: 'German', decoding, alternatives: 1, targetPrefix: [] };
  const { segments } = await engine.call('translate', params);
  // Where each may end is another; until then both go the same way.
  const begun = (ids: readonly number[] = []) => ids.slice(0, 8);
  expect(begun(segments[0]?.sequences?.[0]?.ids)).toEqual(begun(sequences[0]?.ids));
});
