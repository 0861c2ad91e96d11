import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { toErrorValue } from '../../../../src/protocol/engine/index.js';
import { errorText } from '../../../../src/wording/index.js';
import { modelTrust } from '../../../../src/host/core/modelTrust.js';
import type { SettingKey } from '../../../../src/host/core/settingTable.js';
import { fieldNames, GENERATION_FIELDS } from '../../../../src/protocol/engine/generationFields.js';

const workspace = vi.hoisted(() => ({ isTrusted: false }));

vi.mock('vscode', () => ({ workspace }));

/** The user's own settings: those of the workspace are not taken. */
const user: Partial<Record<SettingKey, unknown>> = {
  'fillMask.model': '/users/me/one/bert',
  'models.folders': ['/users/me/models', '/users/me/more/'],
};
const settings = { get: (key: SettingKey) => user[key] ?? 'gpt2-mini' } as never;
const refusal = modelTrust(settings, '/extension/models');

beforeEach(() => void (workspace.isTrusted = false));

describe('in a workspace that is not trusted', () => {
  it.each([
    { model: '/workspace/model' },
    { model: 'models/evil' },
    { model: '..\\evil' },
    { model: '/users/me/models/../evil' },
    { model: '/users/me/models/deeper/evil' },
    { model: '/users/me/models' },
    { model: '/users/me/one/other' },
    { model: 'gpt2-mini', decoding: { strategy: 'contrastiveDecoding', amateur: './evil' } },
    { model: 'gpt2-mini', decodings: [{ strategy: 'greedy' }, { strategy: 'sample', amateur: '/evil' }] },
    { decodings: { 0: { amateur: '/evil' } } },
  ])('a model of a foreign folder is refused: %j', (params) => {
    expect(refusal(params)).toMatchObject({ code: 'not-trusted' });
  });

  it.each([
    {},
    { model: 'bert-mini', text: '/not/a/model' },
    { model: 'of-the-workspace' },
    { model: '/users/me/one/bert' },
    { model: '/users/me/models/bert' },
    { model: '/users/me/more/bert/' },
    { model: '/extension/models/bert-mini' },
    { decodings: [{ strategy: 'contrastiveDecoding', amateur: 'gpt2-mini-amateur' }] },
    { model: 'bert-mini', promptIds: [1, 2, 3], stop: ['/'] },
  ])('an id, and a folder that the user named, serve: %j', (params) => {
    expect(refusal(params)).toBeNull();
  });

  it.each(fieldNames.filter((name) => GENERATION_FIELDS[name].kind === 'model'))(
    'a recipe’s field that names a model is looked at: %s',
    (name) => {
      expect(refusal({ decoding: { strategy: 'greedy', [name]: './evil' } })).toMatchObject({ code: 'not-trusted' });
    },
  );

  it('the refusal names the model and both ways on', () => {
    const message = errorText(toErrorValue(refusal({ model: '/workspace/evil' })), String);
    expect(message).toContain('/workspace/evil');
    expect(message).toContain('Trust the workspace');
    expect(message).toContain('glassbox.models.folders of your user settings and name it evil');
  });

  it('nothing is refused any more once it is trusted', () => {
    expect(refusal({ model: '/workspace/evil' })).not.toBeNull();
    workspace.isTrusted = true;
    expect(refusal({ model: '/workspace/evil' })).toBeNull();
  });
});

describe('a model of the hub', () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'trust-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));
  const put = (...folder: string[]) => {
    mkdirSync(path.join(work, ...folder), { recursive: true });
    writeFileSync(path.join(work, ...folder, 'config.json'), '{}');
  };
  put('store', 'google-bert--bert-base');
  put('cache', 'models--openai--gpt2.5', 'snapshots', 'abc');
  mkdirSync(path.join(work, 'cache', 'models--only--asked-for', 'refs'), { recursive: true });
  mkdirSync(path.join(work, 'store', 'not--finished'));
  put('evil');
  const places = { modelStore: path.join(work, 'store'), cacheFolders: [path.join(work, 'cache')] };
  const refusal = modelTrust(settings, '/extension/models', () => places);

  it.each(['google-bert/bert-base', 'openai/gpt2.5', 'google-bert--bert-base'])(
    'that is there may be named: %s',
    (model) => {
      expect(refusal({ model })).toBeNull();
    },
  );

  it.each([
    'only/asked-for',
    'not/finished',
    'google-bert/another',
    'google-bert\\bert-base',
    'google-bert/bert-base/',
    './google-bert/bert-base',
    '../evil',
    'google-bert/../../evil',
    'a/b/c',
    '/google-bert/bert-base',
  ])('is one only by its id and where it is there: %s', (model) => {
    expect(refusal({ model })).toMatchObject({ code: 'not-trusted' });
  });
});
