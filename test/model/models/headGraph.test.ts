/* e5-mini-sentiment: a head that stands behind e5-mini's graph, in a folder of its own. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalEngine } from '../../../src/engine/engine.js';

const MODEL = 'e5-mini-sentiment';
const ROOT = path.resolve(import.meta.dirname, '../../..');
const CLEAR = [
  ['positive', 'What a wonderful, helpful little tool.'],
  ['negative', 'The battery died after two days and nobody answered my mails.'],
  ['positive', '这本书写得很好，孩子非常喜欢。'],
  ['negative', '质量太差了，很后悔买了这本书。'],
] as const;

let folder: string;
let engine: LocalEngine;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-head-'));
  // Without the model that it is a head of, and without the head.
  cpSync(path.join(ROOT, 'models', MODEL), path.join(folder, 'alone'), { recursive: true });
  mkdirSync(path.join(folder, 'outside'));
  writeFileSync(path.join(folder, 'outside/config.json'), '{"model_type":"bert","glassbox_head_of":"../alone"}');
  engine = new LocalEngine({
    ...{ embeddedFolder: path.join(ROOT, 'models'), installedFolders: [folder], threads: 1, idleMinutes: 0 },
  });
});
afterAll(async () => {
  await engine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('a head behind another model', () => {
  it('tells classes and nothing else, with the size of both', async () => {
    const models = await engine.call('models', {});
    const known = models.find(({ id }) => id === MODEL)!;
    expect(known.tasks).toEqual(['tokens', 'classify']);
    expect(known.bytes).toBeGreaterThan(models.find(({ id }) => id === 'e5-mini')!.bytes);
    expect(models.map(({ id }) => id)).not.toContain('alone');
  });

  it.each(CLEAR)('tells %s of a clear text', async (label, text) => {
    const { labels } = await engine.call('classify', { model: MODEL, text });
    expect(labels[0]!.label).toBe(label);
    expect(labels[0]!.probability + labels[1]!.probability).toBeCloseTo(1, 6);
  });

  it('says what is missing', async () => {
    const ask = (model: string) => engine.call('classify', { model, text: 'a good day' });
    await expect(ask('alone')).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringContaining('e5-mini beside it, whose graph it needs, is not there') as string,
    });
    await expect(ask('outside')).rejects.toMatchObject({ code: 'model-broken' });
  });
});
