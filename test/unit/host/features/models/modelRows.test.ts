import { describe, expect, it, vi } from 'vitest';
import { GlassboxError } from '../../../../../src/protocol/engine/index.js';
import { CATALOGUE, CATALOGUE_GROUPS } from '../../../../../src/host/features/models/catalogue.js';
import type { EngineFacts, FoundModel } from '../../../../../src/host/features/models/foundModels.js';
import type { ModelWork } from '../../../../../src/host/features/models/modelInstalls.js';
import { modelRows, type ModelsState } from '../../../../../src/host/features/models/modelRows.js';
import type { ModelRow } from '../../../../../src/host/features/models/rowParts.js';
import { ModelsTree, treeItem } from '../../../../../src/host/features/models/modelsTree.js';
import { servedModels, type ServedModel } from '../../../../../src/host/features/models/servedModels.js';
import { METHOD_NAMES, type AddedServer } from '../../../../../src/protocol/engine/index.js';
import { servedId } from '../../../../../src/servers/index.js';
import { added, HERE } from '../../servers/abilities.js';
import { isHubId } from '../../../../../src/hub/index.js';

vi.mock('vscode', async () => (await import('./vscodeStandIn.js')).vscodeStandIn);
vi.mock('@vscode/l10n', async () => (await import('./vscodeStandIn.js')).vscodeStandIn.l10n);

const found = (more: Partial<FoundModel> = {}): FoundModel => ({
  name: 'org--name',
  id: 'org/name',
  folder: '/store/org--name',
  place: 'store',
  bytes: 440e6,
  type: 'bert',
  commit: '0123456789abcdef0123456789abcdef01234567',
  endpoint: 'https://hub.example',
  precision: 'fp32',
  licence: 'apache-2.0',
  languages: ['en'],
  hasCard: true,
  pipeline: 'fill-mask',
  tasks: ['fillMask', 'attention', 'embed'],
  maxLength: 512,
  memory: 555e6,
  ...more,
});

const work = (more: Partial<ModelWork> = {}): ModelWork => ({
  kind: 'install',
  name: 'org--name',
  id: 'org/name',
  variant: 'safetensors',
  state: 'running',
  received: 45e6,
  total: 100e6,
  progress: { phase: 'downloading', done: 45e6, total: 100e6, bytesPerSecond: 12e6, secondsLeft: 5 },
  error: null,
  ...more,
});

const state = (more: Partial<ModelsState> = {}): ModelsState => ({
  works: [],
  found: [],
  served: [],
  uses: () => [],
  listing: () => undefined,
  ...more,
});

const labels = (rows: readonly ModelRow[] = []) => rows.map(({ label }) => label);
const below = (rows: readonly ModelRow[], label: string) => rows.find((row) => row.label === label)?.children ?? [];

describe('rows of the view', () => {
  it('are in groups, of which the first is there only while something is installed', () => {
    expect(labels(modelRows(state()))).toEqual(['Installed', 'Catalogue']);
    expect(labels(modelRows(state({ works: [work()] })))).toEqual(['Installing', 'Installed', 'Catalogue']);
  });

  it('tell of an install how far it is', () => {
    const [row] = below(modelRows(state({ works: [work()] })), 'Installing');
    expect(row).toMatchObject({ label: 'name', description: '45 % · 12 MB/s · 5 s left', context: 'work running' });
    expect(row?.spoken).toBe('org/name: 45 %, 12 MB/s, 5 s left, 45 MB of 100 MB');
  });

  it('tell of a stopped one where it stands, and of a failed one what is wrong', () => {
    const error = new GlassboxError('download-failed', 'stalled', {
      details: { kind: 'download', problem: 'stalled', host: 'hub.example', seconds: 30 },
    });
    const works = [work({ state: 'stopped' }), work({ name: 'b', id: 'b/b', state: 'failed', error })];
    const [stopped, failed] = below(modelRows(state({ works })), 'Installing');
    expect(stopped).toMatchObject({ description: 'stopped at 45 %', context: 'work stopped' });
    expect(failed?.context).toContain('stopped');
    expect(failed?.children?.[0]?.label).toContain('hub.example sent nothing for 30 seconds');
  });

  it('tell of a model what it is for and how large, and of one in use for what', () => {
    const [plain] = below(modelRows(state({ found: [found()] })), 'Installed');
    expect(plain).toMatchObject({ label: 'name', description: '440 MB · fills masks', icon: 'database' });
    const uses = () => ['fillMask.model', 'attention.model'] as const;
    const [used] = below(modelRows(state({ found: [found()], uses })), 'Installed');
    expect(used).toMatchObject({ description: '440 MB · in use for Fill Mask, Attention', icon: 'pass-filled' });
  });

  it('have what is known as rows below', () => {
    const [row] = below(modelRows(state({ found: [found()] })), 'Installed');
    expect((row?.children ?? []).map(({ label, description }) => `${label}: ${description}`)).toEqual([
      'Name: org/name',
      'What it does: fills masks, compares texts, shows attention',
      'Languages: English',
      'Licence: apache-2.0',
      'Size: 440 MB · 32 bit',
      'Memory: about 555 MB when it serves',
      'Kind: bert',
      'Longest text: 512 tokens',
      'Commit: 0123456789ab on hub.example',
      'Where it is: installed',
      'Folder: /store/org--name',
    ]);
  });

  it('have the words that menus go by', () => {
    const context = (more: Partial<FoundModel>) =>
      below(modelRows(state({ found: [found(more)] })), 'Installed')[0]?.context.split(' ');
    expect(context({})).toEqual(['model', 'folder', 'store', 'hub', 'card', 'usable']);
    expect(context({ place: 'embedded', endpoint: null, hasCard: false })).toEqual(['model', 'folder', 'embedded', 'usable']);
    expect(context({ tasks: ['classify'] })).not.toContain('usable');
    expect(context({ tasks: null })).toContain('usable');
  });

  it('have the catalogue by what its models are for, without those that are here', () => {
    const here = found({ id: 'openai-community/gpt2', folder: '/x' });
    const groups = below(modelRows(state({ found: [here] })), 'Catalogue');
    expect(groups).toHaveLength(CATALOGUE_GROUPS.length);
    const ids = groups.flatMap(({ children = [] }) =>
      children.map(({ subject }) => (subject?.kind === 'catalogue' ? subject.entry.id : '')),
    );
    expect(ids).toHaveLength(CATALOGUE.length - 1);
    expect(ids).not.toContain('openai-community/gpt2');
  });

  it('say when all of the catalogue is here', () => {
    const all = CATALOGUE.map(({ id }) => found({ id, folder: id }));
    const [catalogue] = modelRows(state({ found: all })).slice(-1);
    expect(catalogue).toMatchObject({ label: 'Catalogue', description: 'all are installed' });
  });

  it('tell sizes as published until the hub was asked', () => {
    const id = 'google-bert/bert-base-uncased';
    const rowOf = (listing: ModelsState['listing']) =>
      below(modelRows(state({ listing })), 'Catalogue')
        .flatMap(({ children = [] }) => children)
        .find((row) => row.key === `catalogue:${id}`);
    expect(rowOf(() => undefined)?.description).toBe('≈ 440 MB · English');
    expect(rowOf(() => undefined)?.children?.find(({ context }) => /\bsizes\b/.test(context))?.label).toBe('Size');
    const listing = {
      id,
      commit: 'c'.repeat(40),
      endpoint: 'https://hub.example',
      licence: 'apache-2.0',
      variants: [
        { name: 'safetensors', precision: 'fp32', bytes: 441e6 },
        { name: 'onnx_quantized', precision: 'int8', bytes: 111e6 },
      ],
    };
    const told = rowOf((one) => (one === id ? listing : undefined));
    expect(told?.description).toBe('111 MB to 441 MB · English');
    const lines = told?.children?.map(({ label, description }) => `${label}: ${description}`);
    expect(lines).toContain('Size, 8 bit: 111 MB');
    expect(lines).toContain(`Commit: ${'c'.repeat(12)} on hub.example`);
  });
});

describe('the tree', () => {
  it('keeps its rows, and tells which look another way', () => {
    const tree = new ModelsTree();
    const one = (received: number) => state({ works: [work({ received, progress: null })] });
    expect(tree.draw(one(1e6))).toBeUndefined();
    const [group] = tree.children();
    const [row] = tree.children(group);
    expect(tree.draw(one(1e6))).toEqual([]);
    const changed = tree.draw(one(50e6));
    expect(changed).toEqual([row]);
    expect(tree.children(tree.children()[0])[0]).toBe(row);
    expect(tree.draw(state())).toBeUndefined();
    expect(labels(tree.children().map((node) => node.row))).toEqual(['Installed', 'Catalogue']);
  });

  it('draws no name as a link, a picture or an icon', () => {
    const tree = new ModelsTree();
    const id = '$(x)[a](command:evil)![b](http://x)<img>';
    tree.draw(state({ found: [found({ id, languages: [], licence: id, folder: `/${id}` })] }));
    const node = tree.find(`found:/${id}`)!;
    const { value } = treeItem(node).tooltip as { value: string };
    expect(value).not.toMatch(/[^\\]\]\(|[^\\]<|[^\\]\$\(/);
  });
});

describe('the catalogue', () => {
  it('names models as a hub does, once each, with all that is told of them', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const entry of CATALOGUE) {
      const { id, tasks, parameters, licence, languages } = entry;
      expect(isHubId(id), id).toBe(true);
      expect(tasks.length, id).toBeGreaterThan(0);
      for (const task of tasks) expect(METHOD_NAMES, id).toContain(task);
      expect(parameters, id).toBeGreaterThan(1e7);
      expect(licence, id).toMatch(/^(?:apache-2\.0|mit|cc-by-4\.0|afl-3\.0)$/);
      expect(entry.goodFor(), id).toMatch(/^[^.]+.*\.$/);
      for (const language of languages) expect(language, id).toMatch(/^[a-z]{2}$/);
    }
  });
});

describe('rows of served models', () => {
  const served = (server: AddedServer, tasks: ServedModel['tasks'] = ['generate', 'compare']): ServedModel => ({
    name: servedId(server),
    server,
    tasks,
  });

  it('are in a group of their own behind those that are here, and there only where one was added', () => {
    const rows = modelRows(state({ found: [found()], served: [served(added()), served(added(HERE))] }));
    expect(labels(rows)).toEqual(['Installed', 'On servers', 'Catalogue']);
    expect(below(rows, 'On servers').map(({ label, description }) => [label, description])).toEqual([
      ['forty', 'gpu.example · continues texts'],
      ['forty', '127.0.0.1:8080 · continues texts'],
    ]);
  });

  it('say where texts go and what was found out, and nothing of size, memory and licence', () => {
    const [row] = below(modelRows(state({ served: [served(added())] })), 'On servers');
    expect(row?.spoken).toBe('org/forty@gpu.example: text goes to gpu.example, continues texts');
    expect(row?.context).toBe('model served usable');
    const told = row?.children?.map(({ label, description }) => `${label}: ${description}`) ?? [];
    expect(told).toContain('Where texts go: text goes to gpu.example');
    expect(told).toContain('Likeliest tokens told: 20');
    expect(told).toContain('Ignored in silence: typical_p, repeat_penalty');
    expect(told.join('\n')).not.toMatch(/^(Size|Memory|Licence|Folder)/m);
    expect(row?.tooltip?.join('\n')).toContain('greedy search is exact');
  });

  it('say what they are in use for', () => {
    const model = served(added(HERE));
    const uses = ({ name }: { name: string }) => (name === model.name ? (['continueText.model'] as const) : []);
    const [row] = below(modelRows(state({ served: [model], uses })), 'On servers');
    expect(row).toMatchObject({ icon: 'pass-filled', description: '127.0.0.1:8080 · in use for Continue Text' });
    expect(row?.tooltip).toContain('on this machine');
  });

  it('do what the engine says, and before that what is likely', () => {
    const facts = [{ id: 'org/forty@gpu.example', tasks: ['score'] }] as unknown as EngineFacts[];
    const none = { most: 0, isWhole: false, namedBy: null, are: null } as const;
    const other = added(HERE, { completes: false, alternatives: none, embedding: 3 });
    expect(servedModels([added(), other], facts).map(({ tasks }) => tasks)).toEqual([
      ['score'],
      ['tokens', 'embed', 'search', 'buildIndex'],
    ]);
  });
});
