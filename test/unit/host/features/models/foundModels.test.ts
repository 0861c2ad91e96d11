import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubIdOf, modelsIn, withFacts, type EngineFacts } from '../../../../../src/host/features/models/foundModels.js';

const COMMITS = ['a', 'b'].map((sign) => sign.repeat(40)) as [string, string];

describe('models on the disk', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(os.tmpdir(), 'glassbox-found-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (name: string, content: string | number) => {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'number' ? Buffer.alloc(content) : content);
  };

  it('are told by config.json, with the bytes of all their weights', async () => {
    write('bert/config.json', '{"model_type": "bert"}');
    write('bert/model.safetensors', 300);
    write('bert/onnx/model.onnx', 100);
    write('bert/onnx/model.onnx_data', 50);
    write('bert/tokenizer.json', 1000);
    write('bert/README.md', '# A card');
    write('odd/config.json', 'no JSON');
    write('notes/readme.txt', 'nothing');
    write('a-file', 'nothing');
    const found = await modelsIn(root, 'folder');
    expect(found.map(({ name, type, bytes, hasCard, place }) => ({ name, type, bytes, hasCard, place }))).toEqual([
      { name: 'bert', type: 'bert', bytes: 450, hasCard: true, place: 'folder' },
      { name: 'odd', type: null, bytes: 0, hasCard: false, place: 'folder' },
    ]);
  });

  it('of a cache are read from the snapshot that main is, else from the newest', async () => {
    const cached = (name: string, commit: string) => `models--org--${name}/snapshots/${commit}`;
    const dated = (name: string, commit: string, seconds: number) =>
      utimesSync(path.join(root, cached(name, commit), 'config.json'), seconds, seconds);
    for (const name of ['main', 'newest']) {
      COMMITS.forEach((commit, at) => {
        write(`${cached(name, commit)}/config.json`, '{"model_type": "gpt2"}');
        dated(name, commit, 1000 + at);
      });
    }
    write('models--org--main/refs/main', COMMITS[0]);
    write('models--org--empty/refs/main', COMMITS[0]);
    write('datasets--org--data/snapshots/x/config.json', '{}');
    const found = (await modelsIn(root, 'cache')).map(({ name, id, commit }) => ({ name, id, commit }));
    expect(found).toEqual([
      { name: 'org--main', id: 'org/main', commit: COMMITS[0] },
      { name: 'org--newest', id: 'org/newest', commit: COMMITS[1] },
    ]);
  });

  it('of a cache with links are as large as what the links lead to', async () => {
    write('models--org--name/blobs/0', 700);
    write(`models--org--name/snapshots/${COMMITS[0]}/config.json`, '{"model_type": "bert"}');
    const snapshot = path.join(root, 'models--org--name/snapshots', COMMITS[0]);
    symlinkSync('../../blobs/0', path.join(snapshot, 'model.safetensors'));
    symlinkSync('../../blobs/gone', path.join(snapshot, 'more.safetensors'));
    expect(await modelsIn(root, 'cache')).toMatchObject([{ bytes: 700 }]);
  });

  it('are none where there is no folder', async () => {
    expect(await modelsIn(path.join(root, 'gone'), 'cache')).toEqual([]);
  });

  it('get what the engine knows of their folder', async () => {
    write('bert/config.json', '{"model_type": "bert"}');
    write('bert/model.safetensors', 300);
    const [model] = await modelsIn(root, 'folder');
    const facts: EngineFacts = {
      ...{ id: 'bert', folder: model!.folder, type: 'bert', tasks: ['fillMask'], maxLength: 512, bytes: 299 },
      knownLanguages: ['en'],
    };
    expect(withFacts([model!], [facts])).toMatchObject([{ tasks: ['fillMask'], maxLength: 512, bytes: 299, languages: ['en'] }]);
    expect(withFacts([model!], [{ ...facts, folder: '/elsewhere' }])).toEqual([model]);
  });
});

describe('the name of a model of a cache', () => {
  it.each([
    ['org--name', 'org/name'],
    ['gpt2', 'gpt2'],
  ])('%s is %s on the hub', (name, id) => {
    expect(hubIdOf(name)).toBe(id);
  });
});
