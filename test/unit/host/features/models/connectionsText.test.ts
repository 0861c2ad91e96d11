import { describe, expect, it, vi } from 'vitest';
import { connectionsText } from '../../../../../src/host/features/models/connectionsText.js';

vi.mock('vscode', async () => (await import('./vscodeStandIn.js')).vscodeStandIn);

const entry = (more: object) =>
  JSON.stringify({
    time: '2026-01-02T03:04:05.678Z',
    reason: 'a file of the model',
    host: 'hub.example',
    path: '/org/name/resolve/main/config.json',
    status: 200,
    token: false,
    milliseconds: 12,
    ...more,
  });

describe('the log of connections', () => {
  it('says that there was none', () => {
    expect(connectionsText('', '/x')).toBe('No connection was ever made.\n');
  });

  it('has the last one first, with its reason, and whether a token went along', () => {
    const lines = connectionsText(`${entry({})}\n${entry({ status: null, token: true })}\n`, '/log').split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'Every connection that Glassbox has made, the last one first: 2.',
      'All of them are in /log.',
      '',
    ]);
    expect(lines[3]).toBe(
      '2026-01-02T03:04:05.678Z  hub.example  no answer      12 ms  a file of the model  /org/name/resolve/main/config.json  with your token',
    );
    expect(lines[4]).toMatch(/ 200 {6}12 ms/);
  });

  it('leaves out a line that was cut off', () => {
    expect(connectionsText(`${entry({})}\n{"time": "20`, '/log')).toContain('first: 1.');
  });
});
