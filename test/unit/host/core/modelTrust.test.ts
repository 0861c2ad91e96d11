import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { toErrorValue, type AddedServer } from '../../../../src/protocol/engine/index.js';
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

describe('a model of a server, in a workspace that is not trusted', () => {
  const IDS = ['gpt2@gpu.example', 'org/gpt2@gpu.example', 'gpt2@127.0.0.1:8080'];
  const chosen = new Set<string>();
  const servers = {
    find: (id: string) => (IDS.includes(id) ? ({ address: 'https://gpu.example' } as AddedServer) : undefined),
    wasChosen: (id: string) => chosen.has(id),
  };
  const of = (named: string) =>
    modelTrust(
      { get: (key: SettingKey) => (key === 'models.folders' ? [] : named) } as never,
      '/models',
      () => ({}),
      servers,
    );

  it.each(IDS)('serves where the user settings name it: %s', (model) => {
    expect(of(model)({ model })).toBeNull();
    expect(of('gpt2-mini')({ model })).toMatchObject({
      code: 'not-trusted',
      details: { kind: 'serverTrust', problem: 'foreign', host: 'gpu.example' },
    });
  });

  it('serves where it was chosen by hand, and in a trusted workspace', () => {
    chosen.add('org/gpt2@gpu.example');
    expect(of('gpt2-mini')({ model: 'org/gpt2@gpu.example' })).toBeNull();
    workspace.isTrusted = true;
    expect(of('gpt2-mini')({ model: 'gpt2@gpu.example' })).toBeNull();
  });

  it('is refused as an amateur, too, and what was not added is a place as any other', () => {
    const decoding = { strategy: 'contrastiveDecoding', amateur: 'gpt2@gpu.example' };
    expect(of('gpt2-mini')({ model: 'gpt2-mini', decoding })).toMatchObject({ code: 'not-trusted' });
    expect(of('gpt2-mini')({ model: 'org/other@gpu.example' })).toMatchObject({ details: { kind: 'foreignFolder' } });
  });
});
