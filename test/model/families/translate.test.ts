/* What translates without being told its task in words. */
import { afterAll, expect, it } from 'vitest';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

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
