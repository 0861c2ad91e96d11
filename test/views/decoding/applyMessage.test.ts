/* What the Decoding page keeps of what the host tells. */
import { describe, expect, it } from 'vitest';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { applyMessage, type StateChange } from '../../../webview-ui/decoding/model/applyMessage.js';
import { endedRuns, growthOf, idleRun, stateOf } from './decodingFixture.js';
import { comparison } from '../fixtures.js';

const ended = endedRuns(comparison);
const running = (run: DecodingRun): DecodingRun => ({
  ...idleRun(run.id, run.decoding),
  generation: 2,
  status: 'waiting',
});
const started = stateOf(comparison, ended.map(running));

describe('a run that grows', () => {
  it.each(ended)('has in the end what it would have been told at once: $decoding.strategy', (run) => {
    const state = growthOf(run, 2, 3).reduce(
      (before, growth) => applyMessage(before, { type: 'grown', growth: [growth] }),
      started,
    );
    const own = state.runs.find(({ id }) => id === run.id);
    expect(own?.status).toBe('running');
    expect(own?.sequences.map(({ ids }) => ids)).toEqual(run.sequences.map(({ ids }) => ids));
    expect(own?.sequences.map(({ steps }) => steps)).toEqual(run.sequences.map(({ steps }) => steps));
    expect(own?.tree).toEqual(run.tree);
  });

  it('has the space of its first word where it goes on from a branch’s text', () => {
    const run = running(ended[0]!);
    const [sequence] = ended[0]!.sequences;
    const branch = {
      run: 2,
      sequence: 0,
      step: 3,
      ids: [1],
      text: 'The',
      chosen: ' The',
      model: 'm',
      promptIds: [1],
      source: 'a',
    };
    const growth = { id: run.id, generation: 2, nodes: [] };
    const step = { ...sequence!.steps[0]!, text: ' tree' };
    const message = {
      type: 'grown',
      growth: [{ ...growth, sequences: [{ sequence: 0, text: 'tree', steps: [step] }] }],
    };
    const text = (runs: DecodingRun[]) => {
      const state = applyMessage(stateOf(comparison, runs), message as StateChange);
      return state.runs[0]?.sequences[0]?.text;
    };
    expect(text([{ ...run, branch }])).toBe(' tree');
    expect(text([run])).toBe('tree');
  });

  it('leaves the other runs the same objects', () => {
    const state = applyMessage(started, { type: 'grown', growth: growthOf(ended[1]!, 2, 3).slice(0, 1) });
    expect(state.runs[0]).toBe(started.runs[0]);
    expect(state.runs[1]).not.toBe(started.runs[1]);
  });

  it('takes nothing of an older start', () => {
    const state = applyMessage(started, { type: 'grown', growth: growthOf(ended[0]!, 1, 3) });
    expect(state.runs[0]).toBe(started.runs[0]);
  });
});

describe('the list of runs', () => {
  const ids = (runs: readonly DecodingRun[]) => runs.map(({ id }) => id);

  it('takes a new run in at its place, and a changed one in its own', () => {
    const added = applyMessage(started, { type: 'run', run: idleRun(9, { strategy: 'greedy' }), index: 1 });
    expect(ids(added.runs)).toEqual([1, 9, 2, 3, 4, 5, 6]);
    const same = applyMessage(added, { type: 'run', run: { ...idleRun(9, { strategy: 'beam' }) }, index: 1 });
    expect(ids(same.runs)).toEqual(ids(added.runs));
    expect(same.runs[1]?.decoding.strategy).toBe('beam');
  });

  it('loses and reorders runs', () => {
    const fewer = applyMessage(started, { type: 'removed', id: 2 });
    expect(ids(fewer.runs)).toEqual([1, 3, 4, 5, 6]);
    expect(ids(applyMessage(fewer, { type: 'order', ids: [6, 5, 4, 3, 1] }).runs)).toEqual([6, 5, 4, 3, 1]);
  });

  it('no longer marks what is as it was made again', () => {
    const marked = applyMessage(started, { type: 'stale', ids: [1, 3] });
    const back = applyMessage(marked, { type: 'stale', ids: [3] });
    expect(back.runs.filter(({ stale }) => stale).map(({ id }) => id)).toEqual([3]);
    expect(back.runs[2]).toBe(marked.runs[2]);
  });

  it('marks what is out of date', () => {
    expect(applyMessage(started, { type: 'stale', ids: [1, 3] }).runs.map(({ stale }) => stale)).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
    ]);
  });
});
