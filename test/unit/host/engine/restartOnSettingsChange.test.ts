import { describe, expect, it } from 'vitest';
import type { EngineOptions } from '../../../../src/protocol/engine/index.js';
import { restartOnSettingsChange } from '../../../../src/host/engine/restartOnSettingsChange.js';

/** An engine and settings that do nothing but tell. */
function scene() {
  const listeners = new Set<() => void>();
  const onDidChange = (listener: () => void) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  };
  const told = { renewals: 0, options: { threads: 1 } as EngineOptions };
  const renew = () => void (told.renewals += 1);
  const watch = restartOnSettingsChange({ renew }, [{ onDidChange }], () => told.options);
  return { told, watch, fire: () => listeners.forEach((listener) => listener()), listeners };
}

describe('freshEngine', () => {
  it('renews the engine when its options have changed, once', () => {
    const { told, fire } = scene();
    fire();
    expect(told.renewals).toBe(0);
    told.options = { threads: 2 } as EngineOptions;
    fire();
    fire();
    expect(told.renewals).toBe(1);
  });

  it('hears nothing any more when disposed', () => {
    const { watch, listeners } = scene();
    watch.dispose();
    expect(listeners.size).toBe(0);
  });
});
