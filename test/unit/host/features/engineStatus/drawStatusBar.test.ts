import type * as vscode from 'vscode';
import { describe, expect, it, vi } from 'vitest';
import { drawStatusBar } from '../../../../../src/host/features/engineStatus/drawStatusBar.js';
import type { AddedServer } from '../../../../../src/protocol/engine/index.js';
import { servedId } from '../../../../../src/servers/index.js';
import { added, BEYOND, HERE } from '../../servers/abilities.js';

vi.mock('vscode', async () => (await import('../models/vscodeStandIn.js')).vscodeStandIn);

/** What the item says while commands work with `models`. */
function drawn(models: readonly string[], servers: readonly AddedServer[], state: object | null = null) {
  const item = {} as vscode.StatusBarItem;
  const named = [...models];
  drawStatusBar(item, {
    engine: { state, failure: null, silence: null },
    installs: { running: [] },
    settings: { get: () => named.shift() ?? 'gpt2-mini' },
    servers: { find: (id: string) => servers.find((one) => servedId(one) === id) },
  } as unknown as Parameters<typeof drawStatusBar>[1]);
  const { value } = item.tooltip as vscode.MarkdownString;
  return { text: item.text, tooltip: value.replaceAll('\\', ''), spoken: item.accessibilityInformation?.label };
}

const beyond = added(BEYOND);
const here = added(HERE);

describe('the status bar', () => {
  it('says nothing of servers that no command works with', () => {
    expect(drawn([], [beyond, here])).toMatchObject({ text: '$(circle-outline) Glassbox' });
  });

  it('says where texts go before any has gone', () => {
    const { text, tooltip, spoken } = drawn([servedId(beyond)], [beyond, here]);
    expect(text).toBe('$(circle-outline) Glassbox $(server) gpu.example');
    expect(tooltip).toContain('Text for org/forty goes to gpu.example.');
    expect(spoken).toContain('Text for org/forty goes to gpu.example.');
  });

  it('names a host once, and says which is this machine', () => {
    const other = { ...beyond, abilities: { ...beyond.abilities, model: { ...beyond.abilities.model, id: 'other' } } };
    const { text, tooltip } = drawn([beyond, other, here].map(servedId), [beyond, other, here]);
    expect(text).toBe('$(circle-outline) Glassbox $(server) gpu.example, 127.0.0.1:8080');
    expect(tooltip).toContain('org/forty@127.0.0.1:8080 is served on this machine.');
  });

  it('says it of what is at work, by whatever it was chosen', () => {
    const state = { phase: 'running', model: servedId(beyond), tokensPerSecond: null, models: [], memory: 1 };
    expect(drawn([], [beyond], state).text).toBe('$(loading~spin) Glassbox $(server) gpu.example');
  });

  it('keeps a name from acting in it', () => {
    const odd = added('https://gpu.example', { model: { ...beyond.abilities.model, id: '$(bug)[x](command:y)' } });
    const { spoken, text } = drawn([servedId(odd)], [odd]);
    expect(text).toBe('$(circle-outline) Glassbox $(server) gpu.example');
    expect(spoken).not.toMatch(/\$\(|\]\(/);
  });
});
