import { describe, expect, it } from 'vitest';
import { changesBetween } from '../../../../../src/host/features/decoding/stateChanges.js';
import type { DecodingEvent } from '../../../../../src/host/features/decoding/decodingEvents.js';
import { reduce } from '../../../../../src/host/features/decoding/reducer.js';
import type { SessionState } from '../../../../../src/host/features/decoding/sessionState.js';
import type { BeamNode, GenerationConfig } from '../../../../../src/protocol/engine/index.js';
import type { DecodingState, ToDecodingWebview } from '../../../../../src/protocol/webviews/index.js';
import { freshState, step } from './fakeEngine.js';

const THREE: GenerationConfig[] = [
  { strategy: 'greedy' },
  { strategy: 'sample', topK: 5 },
  { strategy: 'beam', numBeams: 2 },
];

const after = (state: SessionState, ...events: DecodingEvent[]) => events.reduce(reduce, state);
const ids = ({ shown }: SessionState) => shown.runs.map(({ id }) => id);

/** What a page makes of the messages. */
function applied(state: DecodingState, messages: readonly ToDecodingWebview[]): DecodingState {
  return messages.reduce<DecodingState>((now, message) => {
    switch (message.type) {
      case 'head':
        return { ...now, ...message.head };
      case 'removed':
        return { ...now, runs: now.runs.filter(({ id }) => id !== message.id) };
      case 'run': {
        const others = now.runs.filter(({ id }) => id !== message.run.id);
        return { ...now, runs: [...others.slice(0, message.index), message.run, ...others.slice(message.index)] };
      }
      case 'order':
        return { ...now, runs: message.ids.map((id) => now.runs.find((run) => run.id === id)!) };
      case 'stale':
        return { ...now, runs: now.runs.map((run) => ({ ...run, stale: message.ids.includes(run.id) })) };
      case 'show':
      case 'grown':
      case 'told':
        throw new Error(`no ${message.type} comes of a change`);
    }
  }, state);
}

describe('the list', () => {
  const start = freshState(THREE);

  it('takes runs in, at the end or behind another', () => {
    const added = after(start, { type: 'add', decoding: { strategy: 'greedy' }, after: 0 });
    expect(ids(added)).toEqual([0, 3, 1, 2]);
    expect(ids(after(added, { type: 'add', decoding: { strategy: 'greedy' } }))).toEqual([0, 3, 1, 2, 4]);
  });

  it('copies, names and removes', () => {
    const named = after(start, { type: 'rename', run: 1, name: ' mine ' }, { type: 'duplicate', run: 1 });
    expect(named.shown.runs[2]).toMatchObject({ id: 3, name: 'mine', decoding: { topK: 5 }, status: 'idle' });
    expect(after(named, { type: 'rename', run: 1, name: ' ' }).shown.runs[1]?.name).toBeNull();
    expect(ids(after(named, { type: 'remove', run: 1 }))).toEqual([0, 3, 2]);
  });

  it('is put in another order', () => {
    expect(ids(after(start, { type: 'move', run: 2, index: 0 }))).toEqual([2, 0, 1]);
    expect(ids(after(start, { type: 'move', run: 0, index: 2 }))).toEqual([1, 2, 0]);
    expect(ids(after(start, { type: 'move', run: 0, index: 99 }))).toEqual([1, 2, 0]);
  });

  it('never gives an id again', () => {
    const gone = after(start, { type: 'remove', run: 2 }, { type: 'setRecipes', recipes: [] });
    expect(ids(after(gone, { type: 'add', decoding: { strategy: 'greedy' } }))).toEqual([3]);
  });

  it('stays as it is for a run that is not there, and for settings out of range', () => {
    for (const event of [
      { type: 'change', run: 9, decoding: { strategy: 'greedy' } },
      { type: 'duplicate', run: 9 },
      { type: 'move', run: 9, index: 0 },
      { type: 'seed', seed: 1.5 },
      { type: 'seed', seed: -1 },
      { type: 'length', maxNewTokens: 0 },
    ] satisfies DecodingEvent[]) {
      expect(changesBetween(start.shown, after(start, event).shown), event.type).toEqual([]);
    }
  });

  it('checks fields against the length', () => {
    const state = freshState([{ strategy: 'greedy', minNewTokens: 30 }]);
    expect(state.shown.runs[0]?.faults).toEqual([]);
    const short = after(state, { type: 'length', maxNewTokens: 20 });
    expect(short.shown.runs[0]?.faults).toMatchObject([{ details: { issue: { field: 'minNewTokens' } } }]);
  });
});

describe('messages', () => {
  const start = freshState(THREE);
  const made = { model: 'gpt2-mini', source: 'x', seed: null, maxNewTokens: 40, decoding: THREE[0]! };
  const events: DecodingEvent[] = [
    { type: 'add', decoding: { strategy: 'greedy' }, after: 0 },
    { type: 'change', run: 1, decoding: { strategy: 'sample', topP: 0.5 } },
    { type: 'rename', run: 1, name: 'x' },
    { type: 'duplicate', run: 0 },
    { type: 'remove', run: 1 },
    { type: 'move', run: 2, index: 0 },
    { type: 'seed', seed: 9 },
    { type: 'model', model: 't5-mini' },
    { type: 'started', runs: [{ id: 0, made }] },
    { type: 'setPrompt', prompt: { mode: 'typed', text: 'y', label: '' } },
    { type: 'setRecipes', recipes: [{ name: null, decoding: { strategy: 'greedy' } }] },
    { type: 'setError', error: { code: 'internal', message: 'x' } },
  ];

  it.each(events)('bring a page along: $type', (event) => {
    const next = after(start, event);
    expect(applied(start.shown, changesBetween(start.shown, next.shown))).toEqual(next.shown);
  });

  it('bring a page along through all of them', () => {
    let state = start;
    let page = start.shown;
    for (const event of events) {
      const next = reduce(state, event);
      page = applied(page, changesBetween(state.shown, next.shown));
      expect(page).toEqual(next.shown);
      state = next;
    }
  });
});

describe('growth', () => {
  const start = freshState(THREE);
  const made = { model: 'gpt2-mini', source: 'x', seed: null, maxNewTokens: 40, decoding: THREE[2]! };
  const node: BeamNode = {
    parent: -1,
    step: 0,
    id: 1,
    text: 'a',
    logProbability: -1,
    score: -1,
    state: 'live',
    rank: 0,
  };

  it('is put behind what is there, sequences and nodes', () => {
    const running = after(start, { type: 'started', runs: [{ id: 2, made }] });
    const grow = (sequence: number, text: string, nodes: BeamNode[]): DecodingEvent => ({
      type: 'grown',
      growth: [{ id: 2, generation: 1, sequences: [{ sequence, text, steps: [step(1, text)] }], nodes }],
    });
    const state = after(running, grow(0, 'a', [node, node]), grow(1, 'b', []), grow(0, 'c', [node]));
    expect(state.shown.runs[2]?.sequences.map(({ text, ids }) => [text, ids])).toEqual([
      ['ac', [1, 1]],
      ['b', [1]],
    ]);
    expect(state.shown.runs[2]?.tree).toHaveLength(3);
  });

  it('of an older start is left out', () => {
    const again = after(
      start,
      { type: 'started', runs: [{ id: 2, made }] },
      { type: 'started', runs: [{ id: 2, made }] },
    );
    const old: DecodingEvent = { type: 'grown', growth: [{ id: 2, generation: 1, sequences: [], nodes: [node] }] };
    expect(after(again, old).shown.runs[2]).toMatchObject({ generation: 2, tree: null });
  });
});
