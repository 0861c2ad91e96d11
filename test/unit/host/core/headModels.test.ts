import { expect, it, vi } from 'vitest';

vi.mock('vscode', async () => (await import('../features/models/vscodeStandIn.js')).vscodeStandIn);
const { foundFor, HEAD_MODELS, installedFor } = await import('../../../../src/host/core/headModels.js');
const { entryOf } = await import('../../../../src/host/features/models/catalogue.js');
const { MODEL_SETTINGS } = await import('../../../../src/host/features/models/modelSettings.js');

const services = (
  setting: string,
  ...models: { id: string; tasks: string[]; crossEncoder?: true; source?: string }[]
) => ({ settings: { get: () => setting }, engine: { call: () => Promise.resolve(models) } }) as never;

it('suggests what the catalogue has for the command, and Choose Model knows its setting', () => {
  for (const [setting, { method, suggested }] of Object.entries(HEAD_MODELS)) {
    expect(entryOf(suggested)?.tasks, suggested).toContain(method);
    expect(MODEL_SETTINGS[setting as keyof typeof HEAD_MODELS]).toBe(method);
  }
});

it('takes the model of the setting, else the first that can', async () => {
  const models = [
    { id: 'bert', tasks: ['fillMask'] },
    { id: 'ner', tasks: ['entities'] },
    { id: 'ner-2', tasks: ['entities'] },
  ];
  expect(await installedFor(services('', ...models), 'findNames.model')).toBe('ner');
  expect(await installedFor(services('mine', ...models), 'findNames.model')).toBe('mine');
  expect(await installedFor(services('', ...models), 'classify.model')).toBeNull();
});

it('takes no model that ranks for one that tells classes', async () => {
  const ranks = { id: 'cross-encoder', tasks: ['rank', 'classify'], crossEncoder: true as const };
  const tells = { id: 'sst', tasks: ['classify'] };
  expect(await installedFor(services('', ranks), 'classify.model')).toBeNull();
  expect(await installedFor(services('', ranks, tells), 'classify.model')).toBe('sst');
  expect(await installedFor(services('cross-encoder', ranks, tells), 'classify.model')).toBe('cross-encoder');
});

it('takes what the user has installed before what came along', async () => {
  const along = { id: 'e5-mini-sentiment', tasks: ['classify'], source: 'embedded' };
  const own = { id: 'own', tasks: ['classify'], source: 'installed' };
  expect(await foundFor(services('', along), 'classify.model')).toEqual({ id: along.id, cameAlong: true });
  expect(await foundFor(services('', along, own), 'classify.model')).toEqual({ id: 'own', cameAlong: false });
  expect(await foundFor(services(along.id, along, own), 'classify.model')).toEqual({ id: along.id, cameAlong: false });
});
