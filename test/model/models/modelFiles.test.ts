import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { localEngine, tiny } from '../engineOf.js';

const work = mkdtempSync(path.join(os.tmpdir(), 'generation-config-'));
const engine = localEngine();
afterAll(async () => {
  await engine.dispose();
  rmSync(work, { recursive: true });
});

let folders = 0;

/** A copy of a model with other JSON files; null takes one away. */
function variant(model: string, files: Record<string, object | null>): string {
  const folder = path.join(work, `${folders++}`);
  cpSync(model, folder, { recursive: true });
  for (const [name, value] of Object.entries(files)) {
    const file = path.join(folder, name);
    if (value === null) rmSync(file);
    else writeFileSync(file, JSON.stringify(value));
  }
  return folder;
}

const jsonOf = (model: string, name: string) =>
  JSON.parse(readFileSync(path.join(model, name), 'utf8')) as Record<string, unknown>;
const configOf = (model: string) => jsonOf(model, 'config.json');

describe('the ends of sequence', () => {
  const written = async (model: string) => {
    const params = { model, text: 'Once upon a time', decoding: { strategy: 'greedy' }, maxNewTokens: 20 } as const;
    const { sequences } = await engine.call('generate', params);
    return sequences[0]!;
  };
  const GENERATION = 'generation_config.json';

  it('are those of generation_config.json, not of config.json', async () => {
    const { ids } = await written(tiny.gpt2);
    const several = await written(variant(tiny.gpt2, { [GENERATION]: { eos_token_id: [ids[2], ids[5]] } }));
    expect(several).toMatchObject({ ids: ids.slice(0, 3), finish: 'eos' });
  });

  it('are those of config.json where there is no other file', async () => {
    const { ids } = await written(tiny.gpt2);
    const config = { ...configOf(tiny.gpt2), eos_token_id: ids[1] };
    const one = await written(variant(tiny.gpt2, { [GENERATION]: null, 'config.json': config }));
    expect(one).toMatchObject({ ids: ids.slice(0, 2), finish: 'eos' });
  });

  it('are none where generation_config.json names none, as in transformers', async () => {
    const usual = await written(tiny.gpt2);
    expect(usual).toMatchObject({ finish: 'eos', ids: expect.objectContaining({ length: 17 }) as unknown });
    const endless = await written(variant(tiny.gpt2, { [GENERATION]: {} }));
    expect(endless).toMatchObject({ finish: 'length', ids: expect.objectContaining({ length: 20 }) as unknown });
    expect(endless.ids.slice(0, 17)).toEqual(usual.ids);
  });
});

describe('a token that the model knows and its tokenizer does not', () => {
  const END = 1056;
  const tokenizer = jsonOf(tiny.gpt2, 'tokenizer.json');
  const pieces = tokenizer['model'] as { vocab: Record<string, number> };
  const vocab = Object.fromEntries(Object.entries(pieces.vocab).filter(([, id]) => id !== END));
  const model = variant(tiny.gpt2, {
    'tokenizer.json': { ...tokenizer, added_tokens: [], model: { ...pieces, vocab } },
    'config.json': { ...configOf(tiny.gpt2), eos_token_id: 5 },
  });

  it('can be written, has no text, and can be gone on from', async () => {
    const decoding = { strategy: 'greedy' } as const;
    const whole = await engine.call('generate', { model, text: 'Once upon a time', decoding, maxNewTokens: 17 });
    const usual = await engine.call('generate', { model: tiny.gpt2, text: 'Once upon a time', decoding });
    const { ids, text } = whole.sequences[0]!;
    expect(ids.at(-1)).toBe(END);
    expect({ ids, text }).toEqual({ ids: usual.sequences[0]!.ids, text: usual.sequences[0]!.text });
    const promptIds = [...whole.prompt.map(({ id }) => id), ...ids];
    const branch = await engine.call('generate', { model, promptIds, decoding, maxNewTokens: 1 });
    expect(branch.prompt.at(-1)).toMatchObject({ id: END, text: '' });
    const { logits } = await engine.call('distribution', { model, promptIds });
    expect(logits).toHaveLength(END + 1);
    await expect(engine.call('distribution', { model, promptIds: [END + 1] })).rejects.toThrow(/from 0 to 1056/);
  });
});

describe('what the decoder of an encoder-decoder reads first', () => {
  const logits = async (generation: object | null, config: object = {}) => {
    const files = { 'generation_config.json': generation, 'config.json': { ...configOf(tiny.t5), ...config } };
    const value = await engine.call('distribution', { model: variant(tiny.t5, files), text: 'I am Tom.' });
    return value.logits;
  };

  it.each([
    ['decoder_start_token_id', { decoder_start_token_id: 5, bos_token_id: 6 }],
    ['bos_token_id where there is no start', { bos_token_id: 5 }],
  ])('is %s of generation_config.json', async (_, generation) => {
    const wanted = await logits(null, { decoder_start_token_id: 5 });
    expect(await logits(generation)).toEqual(wanted);
    expect(await logits({})).not.toEqual(wanted);
  });
});
