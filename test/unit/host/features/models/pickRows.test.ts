import { describe, expect, it, vi } from 'vitest';
import { rowsFor } from '../../../../../src/host/features/models/chooseModel.js';
import type { FoundModel } from '../../../../../src/host/features/models/foundModels.js';
import type { Models } from '../../../../../src/host/features/models/models.js';
import { servedId } from '../../../../../src/servers/index.js';
import { added, HERE } from '../../servers/abilities.js';
import { referenceRows, takenWish } from '../../../../../src/host/features/models/pickReference.js';

vi.mock('vscode', async () => (await import('./vscodeStandIn.js')).vscodeStandIn);
vi.mock('@vscode/l10n', async () => (await import('./vscodeStandIn.js')).vscodeStandIn.l10n);

const found = (id: string, more: Partial<FoundModel> = {}) =>
  ({ id, name: id.replace('/', '--'), folder: `/${id}`, place: 'store', bytes: 10e6, languages: [], tasks: [], ...more }) as
    unknown as FoundModel;

const overview = (...models: FoundModel[]) => ({ found: models, served: [], listing: () => undefined });

describe('what can be installed', () => {
  const labels = (typed: string, hub: string | null = 'hub.example') =>
    referenceRows(typed, overview(), hub).map(({ label }) => label);

  it('is the catalogue first, and nothing is looked for before something is typed', () => {
    const rows = labels('');
    expect(rows).toContain('google-bert/bert-base-uncased');
    expect(rows.slice(-2)).toEqual(['Others', 'Choose a Folder…']);
  });

  it('is what was typed where it names a model or a folder', () => {
    expect(labels('org/name')[0]).toBe('Install org/name');
    expect(labels('openai-community/gpt2')).not.toContain('Install openai-community/gpt2');
    expect(labels('openai-community/gpt2@v1')[0]).toBe('Install openai-community/gpt2');
    expect(labels('/media/stick')[0]).toBe('Install from /media/stick');
    const [page] = referenceRows('https://other.example/org/name/tree/v1', overview(), 'hub.example');
    expect(page).toMatchObject({ label: 'Install org/name', description: 'v1 on other.example' });
  });

  it('can be looked for by words, and by the bare names of the first models', () => {
    expect(labels('german bert').slice(-1)).toEqual(['Search hub.example for “german bert”']);
    expect(labels('gpt2').slice(-2)).toEqual(['Search hub.example for “gpt2”', 'Install gpt2']);
  });

  it('is a folder only where no connection is made', () => {
    expect(labels('org/name', null)).toEqual(['Others', 'Choose a Folder…']);
    expect(labels('/media/stick', null)[0]).toBe('Install from /media/stick');
  });

  it('is the row that the list is at, unless that is of what was typed before', () => {
    const rowOf = (label: string, kind: 'hub' | 'search') =>
      ({ label, wish: kind === 'hub' ? { kind, id: label } : { kind, words: label } }) as const;
    const taken = (typed: string, label: string, kind: 'hub' | 'search' = 'hub') => takenWish(referenceRows(typed, overview(), 'hub.example'), typed, rowOf(label, kind));
    expect(taken('bert', 'google-bert/bert-base-chinese')).toEqual({ kind: 'hub', id: 'google-bert/bert-base-chinese' });
    expect(taken('org/name', 'answerdotai/ModernBERT-base')).toEqual({ kind: 'hub', id: 'org/name' });
    expect(taken('google-bert/bert-base-uncased', 'answerdotai/ModernBERT-base')).toEqual({
      kind: 'hub',
      id: 'google-bert/bert-base-uncased',
    });
    expect(taken('german bert', 'Search hub.example for “german”', 'search')).toEqual({
      kind: 'search',
      words: 'german bert',
    });
  });

  it('is not what is here already', () => {
    const rows = referenceRows('', overview(found('openai-community/gpt2')), 'hub.example');
    expect(rows.map(({ label }) => label)).not.toContain('openai-community/gpt2');
  });
});

describe('what can do a task', () => {
  const models = [
    found('bert-mini', { tasks: ['fillMask'], languages: ['en', 'zh'] }),
    found('org/german', { tasks: ['fillMask'], languages: ['de'] }),
    found('org/writer', { tasks: ['generate'] }),
  ];
  const scene = {
    overview: overview(...models),
    services: { settings: { get: () => 'bert-mini' } },
  } as unknown as Pick<Models, 'overview' | 'services'>;

  it('is what is here first, the present one marked, then the catalogue', () => {
    const rows = rowsFor(scene, 'fillMask.model', null);
    expect(rows[1]).toMatchObject({ label: 'bert-mini', description: '10 MB · works now' });
    expect(rows[2]).toMatchObject({ label: 'org/german', description: '10 MB' });
    expect(rows[3]?.label).toBe('Catalogue');
    expect(rows.map(({ label }) => label)).not.toContain('org/writer');
  });

  it('goes on with a text where that is asked for, and makes no other one of it', () => {
    const both = { ...scene, overview: overview(...models, found('org/t5', { tasks: ['translate', 'generate'] })) };
    const labels = rowsFor(both as unknown as typeof scene, 'continueText.model', null).map(({ label }) => label);
    expect(labels).toContain('org/writer');
    expect(labels).not.toContain('org/t5');
  });

  it('knows the language that is asked for, or many', () => {
    const labels = rowsFor(scene, 'fillMask.model', 'zh').map(({ label }) => label);
    expect(labels).toContain('bert-mini');
    expect(labels).not.toContain('org/german');
    expect(labels).toContain('google-bert/bert-base-chinese');
    expect(labels).toContain('FacebookAI/xlm-roberta-base');
    expect(labels).not.toContain('google-bert/bert-base-uncased');
  });

  it('has models of servers behind those that are here, with where texts go', () => {
    const served = [added(), added(HERE)].map((server) => ({ name: servedId(server), server, tasks: ['generate'] }));
    const both = { ...scene, overview: { ...overview(...models), served } } as unknown as typeof scene;
    const rows = rowsFor(both, 'continueText.model', 'de').filter(({ served: isServed, kind }) => isServed || kind !== undefined);
    expect(rows.map(({ label, description }) => [label, description])).toEqual([
      ['Installed', undefined],
      ['On servers', undefined],
      ['org/forty@gpu.example', 'text goes to gpu.example · 64 tokens'],
      ['org/forty@127.0.0.1:8080', 'on this machine · 64 tokens'],
      ['Catalogue', undefined],
    ]);
    expect(rowsFor(both, 'fillMask.model', null).some(({ served: isServed }) => isServed)).toBe(false);
    const words = added(HERE, { alternatives: { most: 0, isWhole: false, namedBy: null, are: null } });
    const one = { ...overview(...models), served: [{ name: servedId(words), server: words, tasks: ['generate'] }] };
    const row = rowsFor({ ...scene, overview: one } as unknown as typeof scene, 'continueText.model', null);
    expect(row.find(({ served: isServed }) => isServed)?.description).toBe(
      'on this machine · 64 tokens · decoded by the server',
    );
  });
});
