/* What the attention panel's page hears first: pictures asked for while the page is being made. */
import { describe, expect, it } from 'vitest';
import { EngineRequestHandler } from '../../../../../src/host/features/attention/engineRequests.js';
import { InitialState } from '../../../../../src/host/features/attention/initialState.js';
import { GlassboxError, type ModelInfo } from '../../../../../src/protocol/engine/index.js';
import { type AttentionSubject, type ToAttentionWebview } from '../../../../../src/protocol/webviews/index.js';
import { attentionParams, DEFAULT_VIEW } from '../../../../../src/attention/viewState.js';

const context = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

type Engine = ConstructorParameters<typeof EngineRequestHandler>[0];

const MODELS = [
  { id: 'bert-mini', architecture: 'encoder', defaultFor: ['attention'] },
  { id: 'gpt2-mini', architecture: 'decoder', defaultFor: [] },
] as unknown as ModelInfo[];

const subjectOf = (id: number, text: string): AttentionSubject => ({
  id,
  text,
  label: '',
  cursor: null,
  pinned: false,
  part: false,
  detached: false,
  place: null,
});

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A panel without an editor: an engine whose calls end when they are told to, and a page that speaks when it is made to. */
function scene({ models = () => Promise.resolve(MODELS) }: { models?: () => Promise<ModelInfo[]> } = {}) {
  const calls: { method: string; text: unknown; settle: (value: unknown) => void; aborted: () => boolean }[] = [];
  const sent: ToAttentionWebview[] = [];
  const reports: unknown[] = [];
  const retries: (() => void)[] = [];
  let subject: AttentionSubject | null = null;
  const engine = {
    call: (method: string, params: { text?: string }, _: unknown, signal: AbortSignal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new GlassboxError('cancelled', 'The run was cancelled.')));
        calls.push({
          method,
          text: params.text,
          settle: (value) => (value instanceof Error ? reject(value) : resolve(value)),
          aborted: () => signal.aborted,
        });
      }),
  };
  const asks = new EngineRequestHandler(engine as unknown as Engine);
  const opening = new InitialState({
    asks,
    send: (message) => sent.push(message),
    listModels: models,
    subject: () => subject,
    ownModel: () => 'bert-mini',
    words: () => ({ language: 'en', shell: 'posix' }),
    report: (fault, again) => {
      reports.push(fault);
      if (again) retries.push(again);
    },
  });
  const look = async (next: AttentionSubject | null) => {
    subject = next;
    opening.changed(next);
    await settle();
  };
  /** What a page that shows averages asks about the present text. */
  const page = () => {
    const params = attentionParams({ ...DEFAULT_VIEW, model: 'bert-mini' }, subject!);
    return asks.ask({ slot: 'attention', method: 'attention', params }, context());
  };
  return { asks, opening, calls, sent, reports, retries, look, page };
}

describe('before the page is there', () => {
  it('the engine is asked, and the page told with the picture, once', async () => {
    const { opening, calls, sent, look } = scene();
    await opening.ask({ model: 'bert-mini' });
    await look(subjectOf(1, 'One.'));
    expect(calls.map(({ method, text }) => [method, text])).toEqual([['attention', 'One.']]);
    expect(sent).toEqual([]);
    const value = { maps: [] };
    calls[0]!.settle(value);
    await settle();
    const params = attentionParams({ ...DEFAULT_VIEW, model: 'bert-mini' }, subjectOf(1, 'One.'));
    expect(sent).toMatchObject([{ type: 'show', isRepeat: false, picture: { params, value }, subject: { id: 1 } }]);
    await opening.ready();
    expect(sent.slice(1)).toMatchObject([
      { type: 'show', isRepeat: true, picture: null, view: { model: 'bert-mini' }, subject: { id: 1 } },
    ]);
    // The same page anew, after it was hidden.
    await opening.ready();
    expect(sent.slice(2)).toMatchObject([{ type: 'show', isRepeat: false, view: {} }]);
    expect(calls).toHaveLength(1);
  });

  it('a page that is quicker than the engine gets what was begun for it', async () => {
    const { opening, calls, sent, look, page } = scene();
    await look(subjectOf(1, 'One.'));
    await opening.ready();
    expect(sent).toMatchObject([{ type: 'show', picture: null, isRepeat: false }]);
    const asked = page();
    calls[0]!.settle({ maps: ['one'] });
    expect(await asked).toEqual({ maps: ['one'] });
    expect(calls).toHaveLength(1);
  });

  it('a fault of the engine waits for the page and is shown there, once', async () => {
    const { opening, calls, sent, reports, look, page } = scene();
    await look(subjectOf(1, 'One.'));
    calls[0]!.settle(new GlassboxError('engine-died', 'Its process ended.'));
    await settle();
    expect(sent).toEqual([]);
    await opening.ready();
    await expect(page()).rejects.toMatchObject({ code: 'engine-died', message: 'Its process ended.' });
    expect(sent).toMatchObject([{ type: 'show', picture: null }]);
    // Asked again, the engine is asked again.
    const again = page();
    calls[1]!.settle({ maps: [] });
    expect(await again).toEqual({ maps: [] });
    expect(reports).toEqual([]);
  });

  it('another selection ends the question about the one before, whose picture is told no more', async () => {
    const { calls, sent, look } = scene();
    await look(subjectOf(1, 'One.'));
    await look(subjectOf(2, 'Two.'));
    expect(calls.map(({ text, aborted }) => [text, aborted()])).toEqual([
      ['One.', true],
      ['Two.', false],
    ]);
    calls[0]!.settle({ maps: ['one'] });
    calls[1]!.settle({ maps: ['two'] });
    await settle();
    expect(sent).toMatchObject([{ type: 'show', subject: { id: 2 }, picture: { value: { maps: ['two'] } } }]);
  });

  it('another view ends the question about the one before', async () => {
    const { opening, calls, sent, look } = scene();
    await look(subjectOf(1, 'One.'));
    const asked = opening.ask({ layer: 1, head: 2 });
    await settle();
    expect(calls.map(({ aborted }) => aborted())).toEqual([true, false]);
    calls[1]!.settle({ maps: ['head'] });
    await asked;
    expect(sent).toMatchObject([{ view: { layer: 1, head: 2 }, picture: { params: { headIndices: [2] } } }]);
  });

  it('the same text pinned is not asked about again', async () => {
    const { calls, sent, look } = scene();
    await look(subjectOf(1, 'One.'));
    await look({ ...subjectOf(1, 'One.'), pinned: true });
    expect(calls).toHaveLength(1);
    calls[0]!.settle({ maps: [] });
    await settle();
    expect(sent).toMatchObject([{ type: 'show', subject: { pinned: true } }]);
  });

  it('what changes after the picture was posted comes after it, and a page that missed both gets the latest', async () => {
    const { opening, calls, sent, look } = scene();
    await look(subjectOf(1, 'One.'));
    calls[0]!.settle({ maps: [] });
    await settle();
    await look(subjectOf(2, 'Two.'));
    opening.moved(2);
    await opening.ask({ layer: 1 });
    await opening.ready();
    expect(sent).toMatchObject([
      { type: 'show', subject: { id: 1 } },
      { type: 'subject', subject: { id: 2 } },
      { type: 'cursor', cursor: 2 },
      { type: 'view', view: { layer: 1 } },
      { type: 'show', isRepeat: true, subject: { id: 2 }, view: { layer: 1 } },
    ]);
  });

  it('a page that asks for something else ends what was begun', async () => {
    const { asks, opening, calls, look } = scene();
    await look(subjectOf(1, 'One.'));
    await opening.ready();
    const params = { model: 'gpt2-mini', text: 'One.' };
    const asked = asks.ask({ slot: 'attention', method: 'attention', params }, context());
    expect(calls.map(({ aborted }) => aborted())).toEqual([true, false]);
    calls[1]!.settle({ maps: [] });
    await asked;
  });

  it('a closed panel ends the run, and nobody is told', async () => {
    const { asks, calls, sent, reports, look } = scene();
    await look(subjectOf(1, 'One.'));
    asks.cancelPrepared();
    await settle();
    expect(calls.map(({ aborted }) => aborted())).toEqual([true]);
    expect(sent).toEqual([]);
    expect(reports).toEqual([]);
  });

  it('what was shown before a reload is asked for', async () => {
    const { opening, calls, sent, look } = scene();
    opening.remember({ ...DEFAULT_VIEW, model: 'gpt2-mini', kind: 'decoder', layer: 2, head: 3 });
    await look(subjectOf(1, 'One.'));
    calls[0]!.settle({ maps: [] });
    await settle();
    expect(sent).toMatchObject([
      { view: {}, picture: { params: { model: 'gpt2-mini', layerIndices: [2], headIndices: [3] } } },
    ]);
  });

  it('the comparison of architectures and a missing text need no picture', async () => {
    const compared = scene();
    await compared.opening.ask({ view: 'architectures' });
    await compared.look(subjectOf(1, 'One.'));
    const empty = scene();
    await empty.look(null);
    for (const { calls, sent } of [compared, empty]) {
      expect(calls).toEqual([]);
      expect(sent).toMatchObject([{ type: 'show', picture: null }]);
    }
  });
});

describe('the models', () => {
  it('that cannot be listed are told when the page stands, and listed again', async () => {
    let count = 0;
    const models = () =>
      count++ === 0 ? Promise.reject(new GlassboxError('engine-died', 'It ended.')) : Promise.resolve(MODELS);
    const { opening, sent, reports, retries, look } = scene({ models });
    await look(subjectOf(1, 'One.'));
    expect(sent).toEqual([]);
    expect(reports).toEqual([]);
    await opening.ready();
    expect(sent).toMatchObject([{ type: 'show', models: [], isRepeat: false }]);
    expect(reports).toHaveLength(1);
    retries[0]!();
    await settle();
    expect(sent.at(-1)).toMatchObject({ type: 'show', models: MODELS, isRepeat: false });
  });

  it('are the only ones that a link may name', async () => {
    const { opening, calls, sent, look } = scene();
    await opening.ask({ model: '../elsewhere', layer: 1 });
    await look(subjectOf(1, 'One.'));
    calls[0]!.settle({ maps: [] });
    await settle();
    expect(sent).toMatchObject([
      { view: { layer: 1 }, picture: { params: { model: 'bert-mini', layerIndices: [1] } } },
    ]);
    expect(sent).not.toMatchObject([{ view: { model: expect.anything() as string } }]);
    await opening.ready();
    await opening.ask({ model: 'gpt2-mini' });
    expect(sent.at(-1)).toEqual({ type: 'view', view: { model: 'gpt2-mini' } });
  });
});
