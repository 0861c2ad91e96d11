import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Params } from '../../src/protocol/engine/index.js';
import { describeServer } from './lib/describeServer.js';
import { servedEngine, type ServedEngine } from './lib/servedEngine.js';

const TEXTS = Array.from(
  { length: 30 },
  (_, at) => `The ${at % 2 ? 'old man' : 'young girl'} went to town ${at} times and`,
);

describeServer('many texts through a model on a server', (server) => {
  const work = mkdtempSync(path.join(tmpdir(), 'glassbox-many-served-'));
  const input = path.join(work, 'in.jsonl');
  let served: ServedEngine;
  beforeAll(async () => {
    writeFileSync(input, TEXTS.map((text) => JSON.stringify({ text })).join('\n'));
    served = await servedEngine(server().address);
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  async function rowsOf(name: string, settings: Omit<Params<'scoreMany'>, 'input' | 'output'>) {
    const output = path.join(work, `${name}.jsonl`);
    const value = await served.engine.call('scoreMany', { ...settings, input, output });
    const rows = readFileSync(output, 'utf8').trimEnd().split('\n');
    return { value, rows: rows.map((row) => JSON.parse(row) as Record<string, unknown>) };
  }

  it('have the perplexity that the same model gives here, in their order', async () => {
    const { value, rows } = await rowsOf('served', { task: 'perplexity', model: served.id });
    const here = await rowsOf('here', { task: 'perplexity', model: inject('servers').reference });
    expect(value.model).toBe(served.id);
    expect(rows.map(({ text }) => text)).toEqual(TEXTS);
    rows.forEach(({ perplexity, tokens }, at) => {
      expect(tokens).toBe(here.rows[at]!['tokens']);
      expect((perplexity as number) / (here.rows[at]!['perplexity'] as number)).toBeCloseTo(1, 2);
    });
  });

  it('are continued as each is by itself', async () => {
    const decoding = { strategy: 'greedy' } as const;
    const before = served.asked.length;
    const { rows } = await rowsOf('continued', { task: 'continuations', model: served.id, decoding, maxNewTokens: 6 });
    const alone = await served.engine.call('generate', {
      model: served.id,
      text: TEXTS[7]!,
      decoding,
      maxNewTokens: 6,
    });
    expect(rows[7]).toMatchObject({ continuation: alone.sequences[0]!.text, tokens: 6 });
    expect(served.asked.length - before).toBeLessThan(2 * rows.length + 20);
  });

  it('say what a server does not do before anything is asked', async () => {
    const before = served.asked.length;
    await expect(rowsOf('labels', { task: 'labels', model: served.id })).rejects.toMatchObject({
      details: { kind: 'servedTask', method: 'classify' },
    });
    expect(served.asked).toHaveLength(before);
  });
});
