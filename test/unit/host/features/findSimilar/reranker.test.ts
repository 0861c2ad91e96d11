import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GlassboxError } from '../../../../../src/protocol/engine/index.js';

const messages: string[] = [];
vi.mock('vscode', async () => {
  const { vscodeStandIn } = await import('../models/vscodeStandIn.js');
  return {
    ...vscodeStandIn,
    Disposable: { from: () => ({ dispose: () => undefined }) },
    window: { showWarningMessage: (text: string) => (messages.push(text), Promise.resolve(undefined)) },
  };
});
const { Reranker } = await import('../../../../../src/host/features/findSimilar/reranker.js');

const unknown = (model: string) =>
  new GlassboxError('unknown-model', '', { details: { kind: 'unknownModel', model, known: [] } });
const noCrossEncoder = new GlassboxError('wrong-architecture', '', {
  details: { kind: 'noCrossEncoder', model: 'sst2', scores: 2 },
});

interface Scene {
  named?: string;
  isOn?: boolean;
  installed?: string;
  /** by the model that a search is made with; '' without one */
  faults?: Record<string, Error>;
}

/** A reranker by its settings, with what is searched with it. */
function made({ named = '', isOn = true, installed = 'ce', faults = {} }: Scene = {}) {
  const settings: Record<string, unknown> = { 'findSimilar.reranker': named, 'findSimilar.rerank': isOn };
  let change = () => undefined as void;
  const listen = () => ({ dispose: () => undefined });
  const services = {
    settings: { get: (key: string) => settings[key], onDidChange: (heard: () => void) => ((change = heard), listen()) },
    installs: { onDidChange: listen },
    engine: {
      onDidChangeState: listen,
      call: () => Promise.resolve(installed === '' ? [] : [{ id: installed, crossEncoder: true }]),
    },
  };
  const reranker = new Reranker(services as never);
  const asked: (string | null)[] = [];
  const search = (model: string | null) => {
    asked.push(model);
    const fault = faults[model ?? ''];
    return fault ? Promise.reject(fault) : Promise.resolve(`by ${model}`);
  };
  return { reranker, asked, run: () => reranker.withOrWithout(search), settings, change: () => change() };
}

beforeEach(() => void (messages.length = 0));

describe('a search with a cross-encoder', () => {
  it('has the one that is named, or the first installed, or none', async () => {
    await expect(made({ named: 'x' }).run()).resolves.toBe('by x');
    await expect(made().run()).resolves.toBe('by ce');
    await expect(made({ installed: '' }).run()).resolves.toBe('by null');
    await expect(made({ isOn: false }).run()).resolves.toBe('by null');
    expect(messages).toEqual([]);
  });

  it.each([
    ['nope', unknown('nope'), 'There is no model nope.'],
    [
      'sst2',
      noCrossEncoder,
      'sst2 gives two texts 2 scores, and a cross-encoder gives them one. Choose a cross-encoder.',
    ],
  ])('goes on without %s, and names model, setting and reason once', async (named, fault, reason) => {
    const { run, asked, reranker, change } = made({ named, faults: { [named]: fault } });
    await expect(run()).resolves.toBe('by null');
    expect(messages).toEqual([
      `${named}, which the setting glassbox.findSimilar.reranker names, could not put the results in order, so they stay as they were found. ${reason}`,
    ]);
    expect(reranker.fault?.model).toBe(named);
    await run();
    expect(asked).toEqual([named, null, null]);
    expect(messages).toHaveLength(1);
    // Another setting, another try.
    change();
    await run();
    expect(asked.slice(3)).toEqual([named, null]);
    expect(messages).toHaveLength(2);
  });

  it('names no setting where the model was found by itself', async () => {
    const { run } = made({ installed: 'sst2', faults: { sst2: noCrossEncoder } });
    await run();
    expect(messages[0]).toMatch(/^sst2 could not put the results in order/);
  });

  it('tries again after what passes', async () => {
    const faults: Record<string, Error> = { ce: new GlassboxError('engine-died', '') };
    const { run, reranker } = made({ faults });
    await expect(run()).resolves.toBe('by null');
    expect(reranker.fault?.model).toBe('ce');
    delete faults.ce;
    await expect(run()).resolves.toBe('by ce');
    expect(reranker.fault).toBeNull();
  });

  it('tells what is wrong with the search itself, and what was cancelled', async () => {
    const missing = new GlassboxError('bad-request', '', { details: { kind: 'nothingToSearch' } });
    const both = made({ faults: { ce: missing, '': missing } });
    await expect(both.run()).rejects.toBe(missing);
    const cancelled = new GlassboxError('cancelled', '');
    const stopped = made({ faults: { ce: cancelled } });
    await expect(stopped.run()).rejects.toBe(cancelled);
    expect(stopped.asked).toEqual(['ce']);
    expect(messages).toEqual([]);
    expect(both.reranker.fault).toBeNull();
  });
});
