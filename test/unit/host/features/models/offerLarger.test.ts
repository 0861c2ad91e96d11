import { describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { Emitter } from '../../../../../src/host/engine/emitter.js';
import { offerLarger } from '../../../../../src/host/features/models/offerLarger.js';
import type { LastResult } from '../../../../../src/protocol/webviews/index.js';
import type { Services } from '../../../../../src/host/core/services.js';

const told = vi.hoisted(() => [] as string[]);

vi.mock('../../../../../src/host/features/models/largerModels.js', () => ({
  tellOfLarger: (kind: string, model: string) => Promise.resolve(told.push(`${kind} ${model}`)),
}));

function scene(offline = false, known: Record<string, number> = {}) {
  told.length = 0;
  const results = new Emitter<LastResult | null>();
  const services = { results: { onDidChange: results.event }, settings: { get: () => offline } };
  const memory = {
    get: (key: string, fallback: number): number => known[key] ?? fallback,
    update: (key: string, value: number) => Promise.resolve((known[key] = value)),
  };
  offerLarger(services as unknown as Pick<Services, 'results' | 'settings'>, memory as unknown as vscode.Memento);
  const use = async (times: number, model = 'bert-mini', taken: string | null = 'tea', kind = 'fillMask') => {
    for (let i = 0; i < times; i += 1) results.fire({ kind, value: { model }, taken } as unknown as LastResult);
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { use, known };
}

describe('larger models', () => {
  it('are spoken of once for a command, after it was used a while', async () => {
    const { use, known } = scene();
    await use(9);
    expect(told).toEqual([]);
    await use(1);
    expect(told).toEqual(['fillMask bert-mini']);
    await use(30);
    expect(told).toHaveLength(1);
    await use(10, 't5-mini', 'Tee', 'translate');
    expect(told).toEqual(['fillMask bert-mini', 'translate t5-mini']);
    const later = scene(false, known);
    await later.use(30);
    expect(told).toEqual([]);
  });

  it('are not spoken of where nothing was taken, another model is used, or nothing may connect', async () => {
    const { use } = scene();
    await use(20, 'bert-mini', null);
    await use(20, 'openai-community--gpt2');
    expect(told).toEqual([]);
    const offline = scene(true);
    await offline.use(20);
    expect(told).toEqual([]);
  });
});
