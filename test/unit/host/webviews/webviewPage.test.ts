/* Both ends of the line between a page and the host, connected: messages, requests, progress, cancellation. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as v from 'valibot';
import { WebviewPage, type PageHandlers, type RequestEnd } from '../../../../src/host/webviews/webviewPage.js';
import { GlassboxError } from '../../../../src/protocol/engine/errors.js';
import { connectToHost } from '../../../../webview-ui/kit/hostConnection.js';

vi.mock('vscode', () => ({
  env: { language: 'en' },
  l10n: {},
  Uri: { joinPath: (base: string, ...parts: string[]) => [base, ...parts].join('/') },
}));

interface Contract {
  toHost: { type: 'note'; text: string };
  toPage: { type: 'news'; text: string };
  requests: { count: { params: { to: number }; result: number; progress: number } };
}

type Arguments = ConstructorParameters<typeof WebviewPage<Contract>>;

const definition: Arguments[3] = {
  name: 'test',
  title: 'Test',
  messages: v.strictObject({ type: v.literal('note'), text: v.string() }),
  requests: { count: v.strictObject({ to: v.number() }) },
};

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A page and its host, with the editor between them. */
function scene(handlers: Partial<PageHandlers<Contract>> = {}) {
  const heard: unknown[] = [];
  const logged: string[] = [];
  const reported: unknown[] = [];
  let toHost: (data: unknown) => void = () => undefined;
  let toPage: (event: { data: unknown }) => void = () => undefined;
  const posted: unknown[] = [];
  const webview = {
    html: '',
    options: {},
    asWebviewUri: (uri: string) => uri,
    postMessage: (data: unknown) => {
      posted.push(data);
      toPage({ data: structuredClone(data) });
      return Promise.resolve(true);
    },
    onDidReceiveMessage: (listener: (data: unknown) => void) => {
      toHost = listener;
      return { dispose: () => (toHost = () => undefined) };
    },
  };
  vi.stubGlobal('acquireVsCodeApi', () => ({ postMessage: (data: unknown) => toHost(structuredClone(data)) }));
  vi.stubGlobal('window', { addEventListener: (_: string, listener: typeof toPage) => (toPage = listener) });
  const services = {
    report: (error: unknown) => void reported.push(error),
    log: { warn: (message: string) => void logged.push(message) },
  };
  const given: PageHandlers<Contract> = {
    ready: () => undefined,
    receive: (message) => void heard.push(message),
    requests: { count: () => Promise.resolve(0) },
    ...handlers,
  };
  const [host, uri, told] = [webview, 'ext:', services] as unknown as Arguments;
  const page = new WebviewPage<Contract>(host, uri, told, definition, given);
  const connect = () => connectToHost<Contract, unknown>((message) => heard.push(message));
  return { page, connect, heard, logged, reported, posted, raw: (data: unknown) => toHost(data), webview };
}

beforeEach(() => void vi.unstubAllGlobals());

describe('messages', () => {
  it('go both ways, and the page is made of its bundle', async () => {
    const { page, connect, heard, webview } = scene();
    connect().send({ type: 'note', text: 'a' });
    page.send({ type: 'news', text: 'b' });
    await settle();
    expect(heard).toEqual([
      { type: 'note', text: 'a' },
      { type: 'news', text: 'b' },
    ]);
    expect(webview.html).toContain('ext:/dist/webview/test.js');
  });

  it.each([
    ['no object', 'note'],
    ['null', null],
    ['another protocol', { type: 'note', text: 'a' }],
    ['a function that is not there', { t: 'q', m: 'constructor', a: [] }],
    ['arguments that are no list', { t: 'q', m: 'receive', a: 'note' }],
    ['an answer to nothing', { t: 's', i: 'x', r: 1 }],
    ['a message of another kind', { t: 'q', m: 'receive', a: [{ type: 'other' }] }],
    ['a message with a field of another type', { t: 'q', m: 'receive', a: [{ type: 'note', text: 5 }] }],
    ['a message with too many fields', { t: 'q', m: 'receive', a: [{ type: 'note', text: '', more: 1 }] }],
    ['no message', { t: 'q', m: 'receive', a: [] }],
  ])('that are not understood are left, and logged without their text: %s', async (_, data) => {
    const { heard, logged, reported, raw } = scene();
    raw(data);
    await settle();
    expect(heard).toEqual([]);
    expect(reported).toEqual([]);
    expect(logged).toEqual(['A message of the page test was not understood.']);
  });

  it('whose work fails are reported', async () => {
    const { connect, reported } = scene({
      ready: () => Promise.reject(new Error('later')),
      receive: () => {
        throw new Error('at once');
      },
    });
    const host = connect();
    host.ready();
    host.send({ type: 'note', text: '' });
    await settle();
    expect(reported.map(String).sort()).toEqual(['Error: at once', 'Error: later']);
  });
});

describe('requests', () => {
  it('are answered, and tell how far they are', async () => {
    const { connect } = scene({
      requests: {
        count: async ({ to }, { onProgress }) => {
          for (let i = 1; i < to; i++) onProgress(i);
          await settle();
          return to;
        },
      },
    });
    const host = connect();
    const progress: number[] = [];
    const asked = host.request('count', { to: 3 }, { onProgress: (i) => progress.push(i) });
    const other = host.request('count', { to: 1 });
    expect([await asked, await other, progress]).toEqual([3, 1, [1, 2]]);
  });

  it('fail with the code of the error', async () => {
    const { connect, reported } = scene({
      requests: { count: () => Promise.reject(new GlassboxError('too-long', 'Too much.')) },
    });
    const failed = connect().request('count', { to: 3 });
    await expect(failed).rejects.toEqual(new GlassboxError('too-long', 'Too much.'));
    await expect(failed).rejects.toMatchObject({ code: 'too-long' });
    expect(reported).toEqual([]);
  });

  it('with parameters of another form are refused', async () => {
    const { connect, logged } = scene();
    const host = connect();
    await expect(host.request('count', { to: 'x' as never })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(host.request('toString' as never, {} as never)).rejects.toMatchObject({ code: 'bad-request' });
    expect(logged).toHaveLength(2);
  });

  /** A host that answers nothing, and the signals of what it was asked. */
  function silent() {
    const signals: AbortSignal[] = [];
    const made = scene({
      requests: {
        count: (_, { signal }) => {
          signals.push(signal);
          return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('over'))));
        },
      },
    });
    const ends = () => signals.map(({ aborted, reason }) => (aborted ? (reason as RequestEnd) : null));
    return { ...made, ends };
  }

  it('that are taken back end on both sides, and no others', async () => {
    const { connect, ends } = silent();
    const host = connect();
    const abort = new AbortController();
    const first = host.request('count', { to: 1 }, { signal: abort.signal });
    void host.request('count', { to: 2 });
    await settle();
    abort.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    expect(ends()).toEqual(['taken-back', null]);
  });

  it('of a page that is made anew end, with those of one that is gone', async () => {
    const { connect, page, ends, posted } = silent();
    const old = connect();
    void old.request('count', { to: 1 });
    await settle();
    const anew = connect();
    anew.ready();
    void anew.request('count', { to: 1 });
    await settle();
    expect(ends()).toEqual(['built-anew', null]);
    page.dispose();
    const before = posted.length;
    page.send({ type: 'news', text: 'nobody hears it' });
    await settle();
    expect(ends()).toEqual(['built-anew', 'closed']);
    expect(posted).toHaveLength(before);
  });
});
