import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../../../src/engine/tokenizer/tokenizer.js';
import { golden } from '../../../golden/compare.js';

type Json = Record<string, unknown>;
interface File extends Json {
  model: Json;
}

const read = (model: string): File => JSON.parse(readFileSync(join(golden(model), 'tokenizer.json'), 'utf8')) as File;

const without = (from: Json, key: string): Json => Object.fromEntries(Object.entries(from).filter(([k]) => k !== key));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenizer-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Loads a tokenizer from these contents; a string is written as it is. */
async function load(file: Json | string, config: Json | string | null = null) {
  const text = (content: Json | string) => (typeof content === 'string' ? content : JSON.stringify(content));
  writeFileSync(join(folder, 'tokenizer.json'), text(file));
  rmSync(join(folder, 'tokenizer_config.json'), { force: true });
  if (config !== null) writeFileSync(join(folder, 'tokenizer_config.json'), text(config));
  return loadTokenizer(folder);
}

describe('what is wrong is said', () => {
  const bert = read('models/tiny-bert');
  const code = (expected: string, message: RegExp) =>
    expect.objectContaining({ code: expected, message: expect.stringMatching(message) as string }) as Error;

  it('a folder that is not there', async () => {
    await expect(loadTokenizer(join(folder, 'none'))).rejects.toEqual(code('unknown-model', /no model folder .*none/));
  });

  it('a file that is missing, cut off or something else', async () => {
    rmSync(join(folder, 'tokenizer.json'), { force: true });
    await expect(loadTokenizer(folder)).rejects.toEqual(code('model-broken', /tokenizer\.json is missing/));
    await expect(load('{"model": {')).rejects.toEqual(code('model-broken', /is no JSON .*11 characters/));
    await expect(load('[]')).rejects.toEqual(code('model-broken', /no JSON object/));
    await expect(load({})).rejects.toEqual(code('model-broken', /no "model"/));
    await expect(load(bert, '{')).rejects.toEqual(code('model-broken', /tokenizer_config\.json is no JSON/));
  });

  it('a part that is wrong, by its place', async () => {
    const wrong = { ...bert, normalizer: { type: 'Replace', pattern: { Regex: '(' }, content: '' } };
    await expect(load(wrong)).rejects.toEqual(code('model-broken', /cannot be used: Invalid regular expression/));
    await expect(load({ ...bert, added_tokens: [{ content: 'x' }] })).rejects.toEqual(
      code('model-broken', /wrong at added_tokens\.0\.id/),
    );
    await expect(load({ ...bert, model: { ...bert.model, unk_token: '[?]' } })).rejects.toEqual(
      code('model-broken', /lacks its unknown token \[\?\]/),
    );
  });

  it('an entry that is wrong, by its name', async () => {
    const vocab = bert.model['vocab'] as Json;
    for (const id of [4_000_000_000, -1, 1.5, '7', null]) {
      const wrong = { ...bert, model: { ...bert.model, vocab: { ...vocab, zzz: id } } };
      await expect(load(wrong)).rejects.toEqual(
        code('model-broken', /wrong at model\.vocab: "zzz" has the id .*whole/),
      );
    }
    const t5 = read('models/tiny-t5');
    const scores = (t5.model['vocab'] as unknown[]).with(7, ['x', null]);
    await expect(load({ ...t5, model: { ...t5.model, vocab: scores } })).rejects.toEqual(
      code('model-broken', /wrong at model\.vocab: entry 7 is not a token with its score/),
    );
    const gpt = read('models/tiny-gpt2');
    const merges = (gpt.model['merges'] as unknown[]).with(3, ['a']);
    await expect(load({ ...gpt, model: { ...gpt.model, merges } })).rejects.toEqual(
      code('model-broken', /wrong at model\.merges: entry 3 is not a pair/),
    );
    const added = [{ id: -3, content: '[X]' }];
    await expect(load({ ...bert, added_tokens: added })).rejects.toEqual(
      code('model-broken', /wrong at added_tokens\.0\.id: .*-3/),
    );
  });

  it('a special token without ids', async () => {
    const post_processor = { ...(bert['post_processor'] as Json), special_tokens: {} };
    await expect(load({ ...bert, post_processor })).rejects.toEqual(
      code('model-broken', /puts in \[CLS\] and gives no ids/),
    );
  });

  it('a tokenizer of another kind', async () => {
    await expect(load({ ...bert, pre_tokenizer: { type: 'UnicodeScripts' } })).rejects.toEqual(
      code('wrong-architecture', /pre_tokenizer "UnicodeScripts"/),
    );
    await expect(load({ ...bert, model: { type: 'Legacy', vocab: {} } })).rejects.toEqual(
      code('wrong-architecture', /model "Legacy"/),
    );
  });

  it('tokens that do not add up to the text', async () => {
    const gpt = read('models/tiny-gpt2');
    const vocab = without(gpt.model['vocab'] as Json, 'x');
    const tokenizer = await load({ ...gpt, model: { ...gpt.model, vocab } });
    expect(() => tokenizer.encode('a xx')).toThrow(code('model-broken', /" xx", characters 1 to 4, do not add up/));
  });
});

describe('older files', () => {
  const text = "The city of Paris isn't 東京 <|endoftext|>.";

  it('without types, with merges as strings', async () => {
    for (const model of ['models/tiny-bert', 'models/tiny-gpt2', 'models/tiny-t5']) {
      const file = read(model);
      const older = without(file.model, 'type');
      if (Array.isArray(older['merges'])) older['merges'] = older['merges'].map((pair: string[]) => pair.join(' '));
      const expected = (await loadTokenizer(golden(model))).encode(text);
      expect((await load({ ...file, model: older })).encode(text)).toEqual(expected);
    }
  });

  it('without tokenizer_config.json, or with one that names no tokens', async () => {
    for (const [model, mask] of [
      ['tiny-bert', 4],
      ['tiny-gpt2', undefined],
      ['tiny-t5', undefined],
    ] as const) {
      const expected = await loadTokenizer(golden(`models/${model}`));
      for (const config of [null, { model_max_length: 512 }]) {
        const { specialIds: special } = await load(read(`models/${model}`), config);
        expect(special).toEqual(expected.specialIds);
        expect(special.mask).toBe(mask);
      }
    }
  });

  it('with tokens as objects, and null for none', async () => {
    const config = { mask_token: { content: '[CLS]', lstrip: true }, pad_token: null };
    expect((await load(read('models/tiny-bert'), config)).specialIds).toEqual({ cls: 2, sep: 3, mask: 2, unk: 1 });
  });
});
