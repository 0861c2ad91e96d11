import { createBirpc } from 'birpc';
import { fromErrorValue, GlassboxError } from '../../src/protocol/engine/errors.js';
import {
  HOST_EVENTS,
  type HostFunctions,
  type PageContract,
  type PageFunctions,
} from '../../src/protocol/webviews/channel.js';

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

export interface RequestOptions<Progress = unknown> {
  /** takes the request back; it rejects at once, with `cancelled` */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** The page's end of the line to the extension. */
export interface HostConnection<C extends PageContract, State> {
  send(message: C['toHost']): void;
  /** @throws GlassboxError as a rejection: the host's, or `cancelled` */
  request<R extends keyof C['requests'] & string>(
    name: R,
    params: C['requests'][R]['params'],
    options?: RequestOptions<C['requests'][R]['progress']>,
  ): Promise<C['requests'][R]['result']>;
  /** Says that the page listens; the host answers with all that is to be shown. */
  ready(): void;
  /** kept by the editor while the page is hidden; undefined the first time */
  getState(): State | undefined;
  setState(state: State): void;
}

/**
 * Opens the line; the editor gives it out once for each page. Only the host can post to the page, so its messages are
 * taken as typed.
 */
export function connectToHost<C extends PageContract, State>(
  receive: (message: C['toPage']) => void,
): HostConnection<C, State> {
  const editor = acquireVsCodeApi();
  const progress = new Map<number, (progress: never) => void>();
  let nextId = 0;
  const functions: PageFunctions = {
    receive,
    progress: (id, value) => progress.get(id)?.(value as never),
  };
  const host = createBirpc<HostFunctions, PageFunctions>(functions, {
    eventNames: HOST_EVENTS,
    post: (data) => editor.postMessage(data),
    on: (take) =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'object' && data !== null) take(data);
      }),
    // A model may think for as long as it likes.
    timeout: -1,
  });

  return {
    send: (message) => void host.receive(message),
    async request(name, params, { signal, onProgress } = {}) {
      const id = nextId++;
      if (onProgress) progress.set(id, onProgress);
      try {
        const answer = await untilAborted(host.request(id, name, params), signal, () => void host.cancel(id));
        if ('error' in answer) throw fromErrorValue(answer.error);
        return answer.result;
      } finally {
        progress.delete(id);
      }
    },
    ready: () => void host.ready(),
    getState: () => editor.getState() as State | undefined,
    setState: (state) => editor.setState(state),
  };
}

/** Waits for an answer, or rejects with `cancelled` as soon as nobody waits for it any more. */
function untilAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined, onAbort: () => void): Promise<T> {
  if (!signal) return answer;
  return new Promise((resolve, reject) => {
    const cancel = () => {
      onAbort();
      reject(new GlassboxError('cancelled', 'The request was taken back.'));
    };
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}
