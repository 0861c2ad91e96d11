/* Models with heads, installed from a hub: what each serves, what its classes are called, and what it says by its name there. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../../hub/index.js';

const ROOT = path.join(import.meta.dirname, '../../..');
const NAMES = [
  ...['mini-bert-ner', 'mini-bert-sst2', 'mini-roberta-sentiment', 'mini-bert-squad', 'mini-distilbert-squad'],
  ...['mini-cross-encoder', 'mini-t5'],
];
const idOf = (name: string) => `heads/${name}`;

let hub: TestHub;
let home: string;

beforeAll(async () => {
  const folder = (name: string) => path.join(ROOT, 'test/golden/families/models', name);
  hub = await startHub({ models: Object.fromEntries(NAMES.map((name) => [idOf(name), folder(name)])) });
  home = mkdtempSync(path.join(os.tmpdir(), 'glassbox-heads-'));
  for (const name of NAMES) await run('install', { model: idOf(name) });
}, 120_000);

afterAll(async () => {
  await hub.close();
  rmSync(home, { recursive: true });
});

/** A command of the console. */
async function run(command: string, params: object): Promise<unknown> {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist/console.js'), command, JSON.stringify(params)], {
    env: {
      ...process.env,
      ...{ GLASSBOX_HOME: home, HF_HOME: path.join(home, 'hf'), HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: '' },
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { ok, value } = JSON.parse(await text(child.stdout)) as { ok: boolean; value: unknown };
  expect(ok, command).toBe(true);
  return value;
}

interface Known {
  hubId?: string;
  tasks: string[];
  crossEncoder?: true;
}

describe('models with heads', () => {
  it('serve what they were made for', async () => {
    const models = (await run('models', {})) as Known[];
    const of = (name: string) => models.find(({ hubId }) => hubId === idOf(name));
    expect(of('mini-bert-ner')?.tasks).toContain('entities');
    for (const name of ['mini-bert-sst2', 'mini-roberta-sentiment']) {
      expect(of(name)?.tasks).toContain('classify');
      expect(of(name)?.crossEncoder).toBeUndefined();
    }
    expect(of('mini-cross-encoder')).toMatchObject({ crossEncoder: true });
    expect(of('mini-cross-encoder')?.tasks).toContain('rank');
    expect(of('mini-distilbert-squad')?.tasks).toContain('answer');
    expect(of('mini-t5')?.tasks).toContain('summarize');
  });

  it('name their classes as their config.json does', async () => {
    const value = await run('classify', { model: idOf('mini-bert-sst2'), text: 'The film was great.' });
    const { labels } = value as { labels: { label: string; probability: number }[] };
    expect(labels.map(({ label }) => label).sort()).toEqual(['NEGATIVE', 'POSITIVE']);
    expect(labels.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    const three = await run('classify', { model: idOf('mini-roberta-sentiment'), text: 'Good.' });
    expect((three as { labels: unknown[] }).labels).toHaveLength(3);
  });

  it('find names of whole words, without the mark of their place', async () => {
    const asked = { model: idOf('mini-bert-ner'), text: 'Angela Merkel met Barack Obama in Berlin.' };
    const { entities } = (await run('entities', { ...asked, aggregation: 'first' })) as {
      entities: { label: string; start: number; end: number }[];
    };
    expect(entities.length).toBeGreaterThan(0);
    for (const { label, start, end } of entities) {
      expect(label).not.toMatch(/^[BI]-/);
      expect(asked.text.slice(start - 1, start + 1)).not.toMatch(/^\p{L}\p{L}$/u);
      expect(asked.text.slice(end - 1, end + 1)).not.toMatch(/^\p{L}\p{L}$/u);
    }
  });

  it.each(['mini-bert-squad', 'mini-distilbert-squad'])(
    '%s answers, and says how sure it is of no answer',
    async (name) => {
      const asked = { question: 'Where does Tom live?', context: 'Tom lives in Berlin.', topK: 3 };
      const value = (await run('answer', { model: idOf(name), ...asked, alignToWords: true, noAnswer: true })) as {
        answers: { text: string; probability: number }[];
        noAnswer: number;
      };
      expect(value.noAnswer).toBeGreaterThan(0);
      expect(value.noAnswer).toBeLessThan(1);
      for (const { text } of value.answers) expect(asked.context).toContain(text);
      expect(new Set(value.answers.map(({ text }) => text.toLowerCase())).size).toBe(value.answers.length);
    },
  );
});
