import { describe, expect, it } from 'vitest';
import type { EngineOptions, EngineState } from '../../../src/protocol/index.js';
import { freshEngine } from '../../../src/host/freshEngine.js';

const IDLE = { phase: 'idle', queued: 0 } as EngineState;

/** An engine and settings that do nothing but tell. */
function scene(first: EngineState | null) {
  const listeners = new Set<() => void>();
  const event = (listener: () => void) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  };
  const told = { restarts: 0, state: first, options: { threads: 1 } as EngineOptions };
  const engine = {
    get state() {
      return told.state;
    },
    onDidChangeState: event,
    restart: () => {
      told.restarts += 1;
      told.state = null;
      return Promise.resolve();
    },
  };
  type Arguments = Parameters<typeof freshEngine>;
  const log = { info: () => undefined };
  const watch = freshEngine(
    engine as unknown as Arguments[0],
    { onDidChange: event } as unknown as Arguments[1],
    () => told.options,
    log as unknown as Arguments[3],
  );
  return { told, watch, fire: () => listeners.forEach((listener) => listener()), listeners };
}

describe('freshEngine', () => {
  it('ends an idle engine when its options have changed, once', () => {
    const { told, fire } = scene(IDLE);
    fire();
    expect(told.restarts).toBe(0);
    told.options = { threads: 2 } as EngineOptions;
    fire();
    fire();
    expect(told.restarts).toBe(1);
  });

  it('lets a run end first', () => {
    const { told, fire } = scene({ ...IDLE, phase: 'running' });
    told.options = { threads: 2 } as EngineOptions;
    fire();
    expect(told.restarts).toBe(0);
    told.state = { ...IDLE, queued: 1 };
    fire();
    expect(told.restarts).toBe(0);
    told.state = IDLE;
    fire();
    expect(told.restarts).toBe(1);
  });

  it('does nothing to an engine that does not run, nor to the one after it', () => {
    const { told, fire } = scene(null);
    told.options = { threads: 2 } as EngineOptions;
    fire();
    told.state = IDLE;
    fire();
    expect(told.restarts).toBe(0);
  });

  it('hears nothing any more when disposed', () => {
    const { watch, listeners } = scene(IDLE);
    watch.dispose();
    expect(listeners.size).toBe(0);
  });
});
