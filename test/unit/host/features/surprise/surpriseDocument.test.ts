import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GlassboxError, type CallOptions } from '../../../../../src/protocol/engine/index.js';
import type { Services } from '../../../../../src/host/core/services.js';
import { Readers } from '../../../../../src/host/features/surprise/readers.js';
import { SurpriseDocument, type Mode } from '../../../../../src/host/features/surprise/surpriseDocument.js';

const editors: unknown[] = [];
vi.mock('vscode', () => ({
  window: {
    get visibleTextEditors() {
      return editors;
    },
  },
  Range: class {
    constructor(
      readonly start: number,
      readonly end: number,
    ) {}
  },
}));

/** A document whose positions are offsets, of which a stretch is in sight. */
class TextInEditor {
  version = 1;
  languageId = 'plaintext';
  fileName = 'text.txt';
  seen = { start: 0, end: 500 };

  constructor(public text: string) {
    const visibleRanges = () => [{ start: this.seen.start, end: { line: this.seen.end } }];
    editors.push({
      document: this,
      get visibleRanges() {
        return visibleRanges();
      },
    });
  }

  getText() {
    return this.text;
  }
  offsetAt(position: number) {
    return position;
  }
  positionAt(offset: number) {
    return offset;
  }
  lineAt(line: number) {
    return { range: { end: line } };
  }
  change(text: string) {
    this.text = text;
    this.version++;
  }
}

interface Asked {
  model: string;
  text: string;
  priority: string | undefined;
}

/** An engine to which every word has ten bits, and one with an x in it twenty. */
class FakeEngine {
  readonly asked: Asked[] = [];
  faults: GlassboxError[] = [];

  call = async (
    method: string,
    params: { model: string; text: string },
    options: CallOptions,
    signal?: AbortSignal,
  ) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (signal?.aborted) throw new GlassboxError('cancelled', 'cancelled');
    if (method === 'models') {
      return [
        { id: 'gpt', folder: '/gpt', architecture: 'decoder' },
        { id: 'bert', folder: '/bert', architecture: 'encoder' },
        {
          ...{ id: 'gpt@server', folder: '', architecture: 'decoder', source: 'server' },
          server: { abilities: { promptLogProbabilities: 'oneByOne' } },
        },
        { id: 't5', folder: '/t5', architecture: 'encoder-decoder', type: 't5' },
      ];
    }
    const fault = this.faults.shift();
    if (fault) throw fault;
    this.asked.push({ model: params.model, text: params.text, priority: options.priority });
    const tokens = [...params.text.matchAll(/\s*[\p{L}\p{N}]+|[^\p{L}\p{N}]/gu)].map(({ 0: piece, index }, at) => ({
      id: at,
      text: piece,
      start: index,
      end: index + piece.length,
      logProbability: at === 0 && params.model === 'gpt' ? null : -Math.LN2 * (piece.includes('x') ? 20 : 10),
      entropy: 1,
    }));
    return { model: params.model, tokens };
  };
}

const PARAGRAPH = 'The children sat on the bank of the river and watched the boats come in. ';
const LONG = Array.from({ length: 60 }, (_, at) => `Number ${at * 7919}. ${PARAGRAPH.repeat(6)}`).join('\n\n');

function scene(text: string, mode: Mode = 'first', model = 'gpt') {
  const document = new TextInEditor(text);
  const engine = new FakeEngine();
  const names: Record<string, string> = { 'surprise.model': model, 'surprise.otherModel': 'bert' };
  const settings = { get: (key: string) => names[key], onDidChange: () => ({ dispose: () => undefined }) };
  const readers = new Readers({ engine, settings } as unknown as Services);
  const told = {
    ...{ changed: 0, empty: 0, tooLong: 0, failed: [] as unknown[], retry: () => undefined as void },
    costs: [] as number[],
  };
  const surprise = new SurpriseDocument(
    document as never,
    readers,
    {
      changed: () => void told.changed++,
      empty: () => void told.empty++,
      tooLong: () => void told.tooLong++,
      costly: (requests) => void told.costs.push(requests),
      failed: (error, retry) => {
        told.failed.push(error);
        told.retry = retry;
      },
    },
    () => mode,
  );
  surprise.restart();
  return { document, engine, surprise, told };
}

beforeEach(() => (editors.length = 0));

describe('a text', () => {
  it('is scored where it is in sight first, then as a whole, in the background', async () => {
    const { document, engine, surprise } = scene(LONG);
    document.seen = { start: 12_000, end: 12_500 };
    await vi.waitFor(() => expect(surprise.totals('first').isWhole).toBe(true), 20_000);
    const order = engine.asked.map(({ priority }) => priority);
    const seen = order.indexOf('background');
    expect(seen).toBeGreaterThan(0);
    expect(order.slice(0, seen).every((priority) => priority === 'visible')).toBe(true);
    expect(order.slice(seen).every((priority) => priority === 'background')).toBe(true);
    const first = LONG.indexOf(engine.asked[0]!.text.split('\n\n').at(-1)!.slice(0, 20));
    expect(first).toBeGreaterThan(8000);
    const { totals } = surprise.totals('first');
    // All words but the first, and each has its ten bits.
    expect(totals.words).toBe(LONG.match(/[\p{L}\p{N}]+/gu)!.length - 1);
  });

  it('has words where they stand, and marks by their steps', async () => {
    const text = 'One word is an oxen here.';
    const { surprise } = scene(text);
    await vi.waitFor(() => expect(surprise.totals('first').isWhole).toBe(true));
    const words = surprise.words('first');
    expect(words.map(({ place }) => text.slice(place.start, place.end))).toEqual([
      'One',
      'word',
      'is',
      'an',
      'oxen',
      'here',
      '.',
    ]);
    expect(words.map(({ bits }) => bits && Math.round(bits))).toEqual([null, 10, 10, 10, 20, 10, 10]);
    const marks = surprise.marks('first', editors[0] as never);
    expect([marks[0].length, marks[1].length, marks[2].length]).toEqual([0, 5, 1]);
    expect(surprise.at(text.indexOf('xen')).first?.text).toBe('oxen');
    expect(surprise.at(3).first).toBeUndefined();
  });

  it('has the prose in sight to tell its language by', async () => {
    const { document, surprise } = scene(LONG);
    document.seen = { start: 12_000, end: 12_500 };
    await vi.waitFor(() => expect(surprise.totals('first').done).toBeGreaterThan(0));
    expect(surprise.sample(4000)).toContain(LONG.slice(12_000, 12_100).split('\n')[0]);
  });

  it('says when there is nothing to score', async () => {
    const { told } = scene('\n \n');
    await vi.waitFor(() => expect(told.empty).toBe(1));
  });

  it('is refused where its kind is read as a whole, and it is too long', () => {
    const { document, surprise, told } = scene('');
    document.languageId = 'latex';
    document.change('x'.repeat(400_001));
    surprise.restart();
    expect(told.tooLong).toBe(1);
  });
});

describe('a change', () => {
  it('is waited out, has no words meanwhile, and what it has not touched is not scored again', async () => {
    const { document, engine, surprise } = scene(LONG);
    await vi.waitFor(() => expect(surprise.totals('first').isWhole).toBe(true), 20_000);
    const before = engine.asked.length;
    document.change(LONG.replace('boats', 'xylophones'));
    surprise.edited();
    expect(surprise.words('first')).toEqual([]);
    await vi.waitFor(() => expect(surprise.isFresh && surprise.totals('first').isWhole).toBe(true), 20_000);
    const after = engine.asked.length - before;
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(before / 4);
    expect(surprise.words('first').some(({ text, bits }) => text === 'xylophones' && bits! > 19)).toBe(true);
  });

  it('that is undone is shown without a question to the engine', async () => {
    const { document, engine, surprise, told } = scene('One two three.');
    await vi.waitFor(() => expect(surprise.totals('first').isWhole).toBe(true));
    const [asked, changed] = [engine.asked.length, told.changed];
    document.change('One two three.');
    surprise.edited();
    await vi.waitFor(() => expect(told.changed).toBeGreaterThan(changed));
    expect(engine.asked.length).toBe(asked);
    expect(surprise.words('first')).toHaveLength(4);
  });
});

describe('two models', () => {
  it('are both asked; from both sides only what is in sight is read, until all is wanted', async () => {
    const { engine, surprise } = scene(LONG, 'both');
    await vi.waitFor(() => expect(surprise.totals('first').isWhole).toBe(true), 20_000);
    expect(surprise.totals('second').isWhole).toBe(false);
    expect(surprise.totals('second').done).toBeGreaterThan(0);
    const shares: number[] = [];
    await surprise.readAll((share) => shares.push(share), new AbortController().signal);
    expect(surprise.totals('second').isWhole).toBe(true);
    expect(shares.at(-1)).toBeCloseTo(1);
    expect(engine.asked.some(({ model }) => model === 'bert')).toBe(true);
    expect(surprise.words('second').length).toBe(surprise.words('first').length);
  });

  it('a server that is asked for each token is asked for what is in sight only, and that is told before', async () => {
    const { document, engine, surprise, told } = scene(LONG, 'first', 'gpt@server');
    await vi.waitFor(() => expect(surprise.totals('first').done).toBeGreaterThan(0));
    expect(told.costs).toEqual([125]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(engine.asked.every(({ priority }) => priority === 'visible')).toBe(true);
    expect(surprise.totals('first').isWhole).toBe(false);
    const left = surprise.requestsLeft()!;
    expect(left).toBeGreaterThan(1000);
    document.seen = { start: 12_000, end: 12_500 };
    surprise.scrolled();
    await vi.waitFor(() => expect(surprise.requestsLeft()).toBeLessThan(left));
    expect(told.costs).toHaveLength(1);
    await surprise.readAll(() => undefined, new AbortController().signal);
    expect(surprise.totals('first').isWhole).toBe(true);
    expect(surprise.requestsLeft()).toBe(0);
  });

  it('a model that scores a text given another is refused by name', async () => {
    const { told } = scene('One two.', 'first', 't5');
    await vi.waitFor(() => expect(told.failed).toHaveLength(1));
    expect(told.failed[0]).toMatchObject({ code: 'wrong-architecture', details: { kind: 'task', model: 't5' } });
  });
});

describe('an engine that dies', () => {
  const died = () => new GlassboxError('engine-died', 'gone', { details: { kind: 'restarted' } });

  it('is asked once more', async () => {
    const { engine, surprise, told } = scene('');
    engine.faults = [died()];
    const { document } = surprise;
    (document as unknown as TextInEditor).change('One two three.');
    surprise.edited();
    await vi.waitFor(() => expect(surprise.totals('first').isWhole).toBe(true));
    expect(told.failed).toEqual([]);
  });

  it('each time is told of once, and goes on when that is wanted', async () => {
    const { document, engine, surprise, told } = scene('');
    engine.faults = [died(), died()];
    document.change('One two three.');
    surprise.edited();
    await vi.waitFor(() => expect(told.failed).toHaveLength(1));
    surprise.scrolled();
    surprise.edited();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(told.failed).toHaveLength(1);
    expect(engine.asked).toEqual([]);
    told.retry();
    await vi.waitFor(() => expect(surprise.totals('first').isWhole).toBe(true));
  });
});

it('asks for nothing any more once it is ended', async () => {
  const { engine, surprise, told } = scene(LONG);
  await vi.waitFor(() => expect(told.changed).toBeGreaterThan(0));
  surprise.dispose();
  const asked = engine.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(engine.asked.length).toBeLessThanOrEqual(asked + 1);
});
