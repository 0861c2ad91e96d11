import { describe, expect, it } from 'vitest';
import {
  serializeResults,
  serializeSettings,
  deserializeState,
} from '../../../../../src/host/features/decoding/serialization.js';
import { reduce } from '../../../../../src/host/features/decoding/reducer.js';
import type { SessionState } from '../../../../../src/host/features/decoding/sessionState.js';
import type { GenerationConfig } from '../../../../../src/protocol/engine/index.js';
import { freshState, step, twoTokens } from './fakeEngine.js';

const THREE: GenerationConfig[] = [
  { strategy: 'greedy' },
  { strategy: 'sample', topP: 3 },
  { strategy: 'beam', numBeams: 2 },
];
const FRESH = { prompt: { mode: 'follow' as const, text: '', label: '' }, model: 'gpt2-mini', maxNewTokens: 40 };

/** The first run is done, the third one writes. */
function working(): SessionState {
  const state = freshState(THREE);
  const made = (id: number) => ({
    id,
    made: { model: 'gpt2-mini', source: 'Once upon a time', seed: null, maxNewTokens: 40, decoding: THREE[id]! },
  });
  const sequences = [{ sequence: 0, text: ' one', steps: [step(1, ' one')] }];
  return [
    { type: 'started' as const, runs: [made(0), made(2)] },
    { type: 'ended' as const, run: { id: 0, generation: 1 }, value: twoTokens(THREE[0]!) },
    { type: 'grown' as const, growth: [{ id: 2, generation: 1, sequences, nodes: [] }] },
  ].reduce(reduce, state);
}

/** Through JSON, as the editor keeps it. */
function reloaded(state: SessionState, most?: number): SessionState {
  const settings: unknown = JSON.parse(JSON.stringify(serializeSettings(state.shown)));
  return deserializeState(settings, serializeResults(state, most), FRESH);
}

describe('a reload', () => {
  it('keeps settings, recipes and results', () => {
    const before = working();
    const after = reloaded(before);
    expect(serializeSettings(after.shown)).toEqual(serializeSettings(before.shown));
    expect(after.shown.runs[0]).toEqual(before.shown.runs[0]);
    expect(after.nextId).toBe(before.nextId);
    expect(after.made).toEqual(before.made);
  });

  it('keeps what a run had that was going on, without starting it again', () => {
    expect(reloaded(working()).shown.runs[2]).toMatchObject({ status: 'stopped', sequences: [{ text: ' one' }] });
  });

  it('keeps a recipe that is out of range, with its fault', () => {
    expect(reloaded(working()).shown.runs[1]).toMatchObject({
      decoding: { topP: 3 },
      faults: [{ details: { issue: { field: 'topP' } } }],
    });
  });

  it('leaves out results that take too much room, not their recipes', () => {
    const before = working();
    const first = JSON.stringify({ run: before.shown.runs[0], made: before.made.get(0) }).length;
    const after = reloaded(before, first + 10);
    expect(after.shown.runs.map(({ status }) => status)).toEqual(['done', 'idle', 'idle']);
  });

  it('keeps nothing of a text that was only under the cursor', () => {
    const following = freshState(THREE, { prompt: { mode: 'follow', text: 'a secret', label: 'secrets.txt, line 1' } });
    expect(JSON.stringify(serializeSettings(following.shown))).not.toContain('secret');
    expect(serializeSettings(following.shown).prompt.mode).toBe('follow');
  });

  it('follows the cursor again, and keeps what was typed', () => {
    const typed = reloaded(freshState(THREE));
    expect(typed.shown.prompt.text).toBe('Once upon a time');
    const following = freshState(THREE, { prompt: { mode: 'follow', text: 'old', label: 'a, line 1' } });
    expect(reloaded(following).shown.prompt).toEqual(FRESH.prompt);
  });
});

describe('a first visit', () => {
  it.each([undefined, null, {}, { version: 2 }, 'x'])('begins with a few strategies: %j', (settings) => {
    const { shown } = deserializeState(settings, null, FRESH);
    expect(shown.runs.map(({ decoding }) => decoding.strategy)).toEqual([
      'greedy',
      'sample',
      'beam',
      'contrastiveSearch',
    ]);
    expect(shown.runs.every(({ faults }) => faults.length === 0)).toBe(true);
  });

  it.each(['', '{', '{"version":2}', '[]', '{"version":1}', '{"version":1,"results":[{}]}'])(
    'takes results of another form for none: %s',
    (results) => {
      const settings = serializeSettings(freshState(THREE).shown);
      const { shown } = deserializeState(settings, results, FRESH);
      expect(shown.runs.every(({ status }) => status === 'idle')).toBe(true);
    },
  );
});
