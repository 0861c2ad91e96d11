import { GlassboxError, throwIfCancelled, type DownloadProblem } from '../protocol/engine/index.js';
import { isPrivate } from './address.js';
import type { ConnectionLog } from './connectionLog.js';
import { isOfCertificate, saidByFetch, Trouble } from './fault.js';
import { askedWait } from './waiting.js';

/** How patient a client is, in seconds. */
export interface Timeouts {
  /** until an answer begins, and between two pieces of it */
  stall: number;
  /** within which an answer of any length brings `slowBytes` */
  slow: number;
  slowBytes: number;
  /** between two tries: the first wait, which doubles up to the longest */
  firstWait: number;
  mostWait: number;
  /** tries in a row that bring nothing */
  tries: number;
}

export const TIMEOUTS: Timeouts = { stall: 30, slow: 60, slowBytes: 8192, firstWait: 0.5, mostWait: 30, tries: 8 };

/** What connections are made with. */
export interface ConnectionOptions {
  /** of the hub, without a slash at its end */
  endpoint: string;
  /** asked before each connection: then none is made */
  isOffline(): boolean;
  /** the token for the hub's origin; null where there is none */
  token(origin: string): Promise<string | null>;
  log: ConnectionLog;
  /** the editor's own, which knows its proxy and certificates */
  fetch?: typeof fetch;
  timeouts?: Partial<Timeouts>;
}

/** A request for one address. */
export interface Request {
  /** what for, in English, for the log of connections */
  reason: string;
  /** the first byte that is wanted; 0: all, without a range */
  from?: number;
  model?: string;
  file?: string;
  signal?: AbortSignal | undefined;
}

/** An answer that has begun. */
export interface Answer {
  response: Response;
  /** of the hub's, or of where it has led to */
  host: string;
  withToken: boolean;
  /** pieces of the body, as they come; a stop of the sender is `stalled`, an early end may look like a whole one */
  body(): AsyncGenerator<Uint8Array>;
  /** Ends the connection. */
  close(): void;
}

const MOST_REDIRECTS = 10;
const REDIRECTS = [301, 302, 303, 307, 308];
/** Statuses that pass by themselves. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];

/** Aborts a request whose sender has stopped, or drips. */
class Watch {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #slow: NodeJS.Timeout;
  #bytes = 0;
  /** what came is being worked on: then it is not the sender who is silent */
  #isBusy = false;
  #stop: (() => void) | null = null;
  /** seconds without a sign; null while all is well */
  stalled: number | null = null;

  constructor(
    { stall, slow, slowBytes }: Timeouts,
    private readonly outer: AbortSignal | undefined,
  ) {
    this.#timer = setTimeout(() => this.#stall(stall), stall * 1000);
    this.#slow = setInterval(() => {
      if (this.#bytes < slowBytes) this.#stall(slow);
      this.#bytes = 0;
    }, slow * 1000);
    this.#stop = () => this.#controller.abort(outer?.reason);
    outer?.addEventListener('abort', this.#stop, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  saw(bytes: number): void {
    this.#bytes += bytes;
    this.#timer.refresh();
  }

  busy(is: boolean): void {
    this.#isBusy = is;
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#slow);
    if (this.#stop) this.outer?.removeEventListener('abort', this.#stop);
    this.#stop = null;
  }

  close(): void {
    this.end();
    this.#controller.abort();
  }

  #stall(seconds: number): void {
    if (this.#isBusy) {
      this.#timer.refresh();
      return;
    }
    this.stalled = seconds;
    this.close();
  }
}

/** The way to a hub: the only place that makes connections. */
export class Connections {
  readonly timeouts: Timeouts;
  /** a token that the hub does not know: it is not sent again */
  #refused: string | null = null;

  constructor(private readonly options: ConnectionOptions) {
    this.timeouts = { ...TIMEOUTS, ...options.timeouts };
  }

  get endpoint(): string {
    return this.options.endpoint;
  }

  get host(): string {
    return new URL(this.endpoint).host;
  }

  /** An address of the hub. */
  address(path: string): URL {
    return new URL(`${this.endpoint}${path}`);
  }

  /**
   * Asks for an address of the hub, and follows where it leads. The token goes to the hub itself: along a redirect only
   * where that stays there by a path of its own, as Hugging Face's tools do it.
   * @throws Trouble; GlassboxError `offline`, `cancelled`
   */
  async open(start: URL, request: Request): Promise<Answer> {
    let url = start;
    let isHub = url.origin === new URL(this.endpoint).origin;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      const answer = await this.#askKnown(url, isHub, request);
      const { status, headers } = answer.response;
      if (!REDIRECTS.includes(status)) return this.#checked(answer, request);
      answer.close();
      const location = headers.get('location') ?? '';
      const next = URL.canParse(location, url) ? new URL(location, url) : null;
      if (next === null || !isFollowed(url, next)) break;
      isHub &&= /^\/(?![/\\])/.test(location) && next.origin === url.origin;
      url = next;
    }
    throw this.#trouble('redirect', 'none', url.host, request);
  }

  async #token(origin: string): Promise<string | null> {
    const token = await this.options.token(origin);
    return token === this.#refused ? null : token;
  }

  /** A token that is no longer good keeps nobody from what everyone may have. */
  async #askKnown(url: URL, isHub: boolean, request: Request): Promise<Answer> {
    const answer = await this.#ask(url, isHub, request);
    const { status, headers } = answer.response;
    if (status !== 401 || !answer.withToken || headers.has('x-error-code')) return answer;
    const open = await this.#ask(url, false, request);
    if (open.response.status < 400) {
      this.#refused = await this.options.token(url.origin);
      answer.close();
      return open;
    }
    open.close();
    return answer;
  }

  async #ask(url: URL, isHub: boolean, { reason, from = 0, signal, ...request }: Request): Promise<Answer> {
    throwIfCancelled(signal);
    if (this.options.isOffline())
      throw new GlassboxError('offline', `No connection to ${url.host}: Glassbox is offline.`);
    const token = isHub && isPrivate(url) ? await this.#token(url.origin) : null;
    const watch = new Watch(this.timeouts, signal);
    const began = performance.now();
    const tell = (status: number | null) =>
      this.options.log.add({
        time: new Date().toISOString(),
        reason,
        host: url.host,
        path: url.pathname,
        status,
        token: token !== null,
        milliseconds: Math.round(performance.now() - began),
      });
    try {
      const response = await (this.options.fetch ?? globalThis.fetch)(url, {
        headers: {
          'user-agent': 'glassbox',
          // What comes is counted and summed up as it lies on the hub.
          'accept-encoding': 'identity',
          ...(from > 0 && { range: `bytes=${from}-` }),
          ...(token !== null && { authorization: `Bearer ${token}` }),
        },
        redirect: 'manual',
        cache: 'no-store',
        signal: watch.signal,
      });
      tell(response.status);
      watch.saw(0);
      return {
        response,
        host: url.host,
        withToken: token !== null,
        body: () => this.#body(response, watch, { host: url.host, signal, ...request }),
        close: () => watch.close(),
      };
    } catch (error) {
      watch.end();
      tell(null);
      throw this.#explained(error, watch, url.host, { signal, ...request });
    }
  }

  async *#body(
    response: Response,
    watch: Watch,
    { host, ...request }: Omit<Request, 'reason'> & { host: string },
  ): AsyncGenerator<Uint8Array> {
    try {
      // Node's streams can be gone through, which the browser's types do not know.
      for await (const piece of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
        watch.saw(piece.length);
        watch.busy(true);
        yield piece;
        watch.busy(false);
      }
    } catch (error) {
      throw this.#explained(error, watch, host, request, 'cut');
    } finally {
      watch.close();
    }
  }

  /** What fetch throws, by its cause. */
  #explained(
    error: unknown,
    watch: Watch,
    host: string,
    request: Omit<Request, 'reason'>,
    otherwise: DownloadProblem = 'unreachable',
  ): Error {
    if (request.signal?.aborted) return new GlassboxError('cancelled', 'The run was cancelled.');
    if (error instanceof Trouble || error instanceof GlassboxError) return error;
    if (watch.stalled !== null) return this.#trouble('stalled', 'again', host, request, { seconds: watch.stalled });
    if (isOfCertificate(saidByFetch(error))) {
      return this.#trouble('certificate', 'none', host, request, {}, error);
    }
    return this.#trouble(otherwise, 'again', host, request, {}, error);
  }

  #checked(answer: Answer, request: Request): Answer {
    const { status, headers } = answer.response;
    // A range that begins behind the end is the downloader's to understand.
    if (status === 200 || status === 206 || status === 416) return answer;
    answer.close();
    const { host } = answer;
    const code = headers.get('x-error-code') ?? '';
    const isGated = code === 'GatedRepo' && (status === 401 || status === 403);
    if (isGated) throw this.#trouble('gated', 'none', host, request, { status });
    // To those whom it does not know the hub says 401 of whatever it does not show.
    if (status === 404 || /^(Repo|Revision|Entry)NotFound$/.test(code)) {
      throw this.#trouble('notFound', 'none', host, request, { status });
    }
    // To those who do not say who they are the hub says so of whatever there is not, too.
    if (status === 401 && host === this.host && !answer.withToken) {
      throw this.#trouble('notFound', 'none', host, request, { status });
    }
    const isRefused = status === 401 || status === 403;
    if (isRefused && host === this.host) throw this.#trouble('unauthorized', 'none', host, request, { status });
    const wait = askedWait(headers);
    const problem = status === 429 ? 'rateLimited' : 'status';
    const seconds = Math.ceil(wait ?? 60);
    // Elsewhere an address serves for a while only: the hub gives another.
    const remedy = PASSING.includes(status) || isRefused ? 'again' : 'none';
    throw this.#trouble(
      problem,
      remedy,
      host,
      request,
      { status, ...(status === 429 && { seconds }) },
      undefined,
      wait,
    );
  }

  #trouble(
    problem: DownloadProblem,
    remedy: Trouble['remedy'],
    host: string,
    { model, file }: Omit<Request, 'reason'>,
    figures: { seconds?: number; status?: number } = {},
    cause?: unknown,
    wait: number | null = null,
  ): Trouble {
    const fault = {
      problem,
      host,
      ...(model !== undefined && { model }),
      ...(file !== undefined && { file }),
      ...figures,
    };
    return new Trouble(fault, remedy, wait, { cause });
  }
}

/** From HTTPS nothing leads to what others can read. */
const isFollowed = (from: URL, to: URL): boolean =>
  to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:');
