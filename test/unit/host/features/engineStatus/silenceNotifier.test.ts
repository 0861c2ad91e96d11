import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Emitter } from '../../../../../src/host/engine/emitter.js';
import type { Silence } from '../../../../../src/host/core/services.js';
import { patience, notifyOfSilence } from '../../../../../src/host/features/engineStatus/silenceNotifier.js';
import { engineStatusOf } from '../../../../../src/host/features/engineStatus/engineStatus.js';
import type { EngineState } from '../../../../../src/protocol/engine/index.js';

const shown = vi.hoisted(() => ({
  messages: [] as string[],
  choose: null as ((button: string | undefined) => void) | null,
}));

vi.mock('vscode', () => {
  const say = (message: string) => {
    shown.messages.push(message);
    return Promise.resolve(undefined);
  };
  const ask = (message: string) => {
    shown.messages.push(message);
    return new Promise<string | undefined>((resolve) => (shown.choose = resolve));
  };
  return {
    window: { showWarningMessage: ask, showInformationMessage: say },
    env: { language: 'en' },
    l10n: {
      t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)])),
    },
  };
});

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const working: EngineState = {
  phase: 'running',
  model: 'big',
  modelBytes: 548e6,
  method: 'occlusion',
  loaded: null,
  tokensPerSecond: null,
  queued: 0,
  memoryLimit: 0,
  models: [],
  memory: 0,
  pid: 1,
};
const loading: EngineState = { ...working, phase: 'loading', loaded: 0 };
const idle: EngineState = { ...working, phase: 'idle', model: null, modelBytes: null, method: null };

/** An engine that is silent as the test says. */
function scene(state: EngineState | null) {
  const news = new Emitter<EngineState | null>();
  const engine = { silence: null as Silence | null, state, onDidChangeState: news.event };
  let restarts = 0;
  const restart = () => {
    restarts += 1;
    return Promise.resolve();
  };
  notifyOfSilence(engine, { restart, report: () => undefined });
  const be = (seconds: number | null, waiting = 1) => {
    engine.silence = seconds === null ? null : { seconds, waiting };
    news.fire(engine.state);
  };
  const choose = async (button: string | undefined) => {
    shown.choose?.(button);
    await settled();
  };
  return { engine, be, choose, restarts: () => restarts };
}

beforeEach(() => {
  shown.messages = [];
  shown.choose = null;
});

describe('a silence of the engine', () => {
  it.each<[string, EngineState | null, RegExp]>([
    ['at work', working, /for 4 s while it was at work: occlusion · big\./],
    ['with nothing to do', idle, /for 4 s; it had nothing to do before/],
  ])('is told with what it was doing: %s', (_, state, text) => {
    const { be } = scene(state);
    be(4);
    expect(shown.messages).toEqual([expect.stringMatching(text)]);
    be(5);
    expect(shown.messages).toHaveLength(1);
  });

  it('is told later where a large model is loaded, or the process comes up', () => {
    expect(patience(loading)).toBeCloseTo(11, 0);
    expect(patience({ ...loading, modelBytes: 10e6 })).toBeLessThan(1);
    const { be } = scene(loading);
    be(5);
    expect(shown.messages).toEqual([]);
    be(11);
    expect(shown.messages).toEqual([expect.stringContaining('while it was loading big (548 MB)')]);
    const starting = scene(null);
    starting.be(14);
    expect(shown.messages).toHaveLength(1);
    starting.be(15);
    expect(shown.messages[1]).toContain('since it was started');
  });

  it('is no message where nobody waits', () => {
    scene(working).be(60, 0);
    expect(shown.messages).toEqual([]);
  });

  it('is told again for who comes later, once the first message is answered', async () => {
    const { be, choose, restarts } = scene(working);
    be(4);
    be(5, 2);
    expect(shown.messages).toHaveLength(1);
    await choose('Wait');
    be(6, 2);
    expect(shown.messages).toHaveLength(2);
    await choose('Wait');
    be(7, 2);
    be(8, 0);
    expect(shown.messages).toHaveLength(2);
    be(9, 1);
    expect(shown.messages).toHaveLength(3);
    expect(restarts()).toBe(0);
  });

  it('says when it is over, and a late click ends nothing', async () => {
    const { be, choose, restarts } = scene(working);
    be(4);
    be(7);
    be(null);
    expect(shown.messages[1]).toBe('The engine answers again, after 7 s.');
    await choose('Restart Engine');
    expect(restarts()).toBe(0);
    expect(shown.messages[2]).toContain('it was not restarted');
  });

  it('restarts when that is chosen, and says nothing more then', async () => {
    const { engine, be, choose, restarts } = scene(working);
    be(4);
    await choose('Restart Engine');
    expect(restarts()).toBe(1);
    engine.state = null;
    be(null);
    expect(shown.messages).toHaveLength(1);
  });
});

it('the status bar says the silence before anything else', () => {
  const silence = { seconds: 9, waiting: 0 };
  expect(engineStatusOf({ state: idle, failure: null, silence })).toEqual({ kind: 'silent', seconds: 9 });
  expect(engineStatusOf({ state: loading, failure: 'It ended.', silence })).toEqual({ kind: 'silent', seconds: 9 });
  expect(engineStatusOf({ state: null, failure: null, silence })).toEqual({ kind: 'silent', seconds: 9 });
  expect(engineStatusOf({ state: idle, failure: null, silence: null })).toEqual({ kind: 'idle' });
});
