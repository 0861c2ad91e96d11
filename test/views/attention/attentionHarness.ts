import { readFileSync } from 'node:fs';
import path from 'node:path';
import { vi } from 'vitest';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type {
  AttentionSubject,
  AttentionView,
  EngineRequest,
  FromAttentionWebview,
  PersistedAttentionState,
  ToAttentionWebview,
} from '../../../src/protocol/webviews/index.js';
import { AttentionApp } from '../../../webview-ui/attention/attentionApp.js';
import type { RequestOptions } from '../../../webview-ui/kit/hostConnection.js';
import { answering, type Recorded, subjectOf, type Answering } from './attentionFixture.js';

/** What the embedded models answered about one sentence; figures are rounded, nothing else is changed. */
export const recorded = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../fixtures/attention.json'), 'utf8'),
) as Recorded;

/** A question to the engine, until it is answered or taken back. */
interface Ask extends EngineRequest {
  type: 'ask';
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
  onProgress: ((progress: { done: number; count: number }) => void) | undefined;
}

type Show = Extract<ToAttentionWebview, { type: 'show' }>;

/** The page with a host that answers from what was recorded. */
export class AttentionHarness {
  readonly sent: (FromAttentionWebview | Ask | { type: 'cancel'; slot: string })[] = [];
  memory: PersistedAttentionState | undefined;
  /** asks that wait for `answer` */
  waiting: Ask[] = [];
  /** answers come by themselves */
  isPrompt = true;
  answer: Answering = answering(recorded);
  readonly app: AttentionApp;

  constructor(
    view: Partial<AttentionView> = {},
    readonly subject: AttentionSubject | null = subjectOf(recorded.text, { cursor: recorded.text.indexOf('bank') }),
    options: {
      memory?: PersistedAttentionState;
      models?: Recorded['models'];
      isPrompt?: boolean;
      answer?: Answering;
      picture?: Show['picture'];
      isRepeat?: boolean;
    } = {},
  ) {
    this.memory = options.memory;
    this.isPrompt = options.isPrompt ?? true;
    this.answer = options.answer ?? this.answer;
    const root = document.createElement('main');
    document.body.replaceChildren(root);
    this.app = new AttentionApp(root, {
      send: (message) => void this.sent.push(message),
      request: (_, params, options) => this.#ask(params, options) as never,
      getState: () => this.memory,
      setState: (memory) => (this.memory = structuredClone(memory)),
    });
    this.show(view, options);
  }

  /** The host's first message, which it may send again. */
  show(
    view: Partial<AttentionView> = {},
    given: { models?: Recorded['models']; picture?: Show['picture']; isRepeat?: boolean } = {},
  ): void {
    this.post({
      type: 'show',
      models: given.models ?? recorded.models,
      subject: this.subject,
      view,
      language: 'en',
      shell: 'posix',
      picture: given.picture ?? null,
      isRepeat: given.isRepeat ?? false,
    });
  }

  post(message: ToAttentionWebview): void {
    this.app.receive(message);
  }

  asked(method: Ask['method']): Ask[] {
    return this.sent.filter((message): message is Ask => message.type === 'ask' && message.method === method);
  }

  /** Answers one ask. */
  reply({ method, params, resolve, reject }: Ask): void {
    try {
      resolve(this.answer(method, params as never) as never);
    } catch (error) {
      if (!(error instanceof GlassboxError)) throw error;
      reject(error);
    }
  }

  #ask(request: EngineRequest, { signal, onProgress }: RequestOptions<{ done: number; count: number }> = {}) {
    return new Promise<unknown>((resolve, reject) => {
      const ask: Ask = { type: 'ask', ...request, resolve, reject, onProgress };
      this.sent.push(ask);
      signal?.addEventListener('abort', () => {
        this.sent.push({ type: 'cancel', slot: request.slot });
        reject(new GlassboxError('cancelled', 'The request was taken back.'));
      });
      if (this.isPrompt) queueMicrotask(() => this.reply(ask));
      else this.waiting.push(ask);
    });
  }
}

/** A page with all answers there; under false timers. */
export async function shown(...given: ConstructorParameters<typeof AttentionHarness>): Promise<AttentionHarness> {
  const page = new AttentionHarness(...given);
  await settle();
  return page;
}

export const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
export const one = (selector: string) => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`${selector} is not on the page`);
  return found;
};
export const text = (selector: string) => one(selector).textContent.replaceAll('\u00a0', ' ');
export const texts = (selector: string) =>
  all(selector).map((element) => element.textContent.replaceAll('\u00a0', ' '));
export const press = (selector: string, key: string) =>
  one(selector).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
export const choose = (label: string, value: string) => {
  const select = all('select').find((each) => each.getAttribute('aria-label') === label) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change'));
};
/** Answers and the rest before an occlusion. */
export const settle = async (milliseconds = 500) => {
  await vi.advanceTimersByTimeAsync(milliseconds);
};
