import { GlassboxError, throwIfCancelled, type ServerFault, type ServerQuestion } from '../protocol/engine/index.js';
import { isPrivate } from '../hub/address.js';
import type { ConnectionLog } from '../hub/connectionLog.js';
import { isOfCertificate, saidByFetch } from '../hub/fault.js';
import { askedWait } from '../hub/waiting.js';
import { isLoopback } from './address.js';
import { eventsOf } from './events.js';
import { saidBy, serverError } from './fault.js';

/** The whole vocabulary with its log-probabilities has some 20 MB where there are 150,000 tokens. */
const MOST_BYTES = 64 << 20;
/** An error's page is read as far as its words may go. */
const MOST_ERROR_BYTES = 64 << 10;
/** Seconds for a whole answer: a large model without a GPU needs them for its first token. */
const SECONDS = 120;
/** What a header can have in it. */
const IN_HEADERS = /^[\x21-\x7e]+$/;

/** How a server is reached. */
export interface ServerOptions {
  /** as `serverAddress` gives it */
  address: string;
  /** null: none is sent */
  key: string | null;
  /** asked before each connection: then there are none but to this machine */
  isOffline: () => boolean;
  log: Pick<ConnectionLog, 'add'>;
  /** the editor's own, which knows its proxy and certificates */
  fetch?: typeof fetch;
  /** until an answer is whole */
  seconds?: number;
}

/** One request. */
export interface ServerRequest extends Omit<ServerQuestion, 'address'> {
  signal?: AbortSignal | undefined;
  /** the answer comes in pieces, each of them JSON: all that is awaited then is its end */
  onEvent?: ((event: unknown) => void) | undefined;
}

/** The way to a server that speaks OpenAI's API: JSON there and back, bounded, never elsewhere than to the address. */
export class Server {
  readonly host: string;

  constructor(private readonly options: ServerOptions) {
    this.host = new URL(options.address).host;
  }

  /**
   * The JSON that is answered.
   * @throws GlassboxError `server-failed`, `offline`, `cancelled`
   */
  async ask(request: ServerRequest): Promise<unknown> {
    const { address, key, seconds = SECONDS } = this.options;
    throwIfCancelled(request.signal);
    this.throwIfOffline();
    if (key !== null && !isPrivate(new URL(address)) && !isLoopback(address)) throw this.#fault({ problem: 'openKey' });
    if (key !== null && !IN_HEADERS.test(key)) throw this.#fault({ problem: 'oddKey' });
    const late = new Silence(seconds);
    const signal = request.signal ? AbortSignal.any([late.signal, request.signal]) : late.signal;
    let hasAnswered = false;
    try {
      const response = await this.#fetched(request, signal);
      hasAnswered = true;
      await this.#check(response);
      if (request.onEvent && !isWhole(response)) return await this.#events(response, request.onEvent, late);
      const answer = this.#parsed(await this.#textOf(response, MOST_BYTES, true));
      if (!request.onEvent) return answer;
      this.#event(answer, request.onEvent);
      return null;
    } catch (error) {
      if (request.signal?.aborted) throw new GlassboxError('cancelled', 'The run was cancelled.');
      if (error instanceof GlassboxError) throw error;
      if (late.signal.aborted) throw this.#fault({ problem: 'stalled', seconds }, error);
      throw this.#fault({ problem: networkProblem(error, hasAnswered) }, error);
    } finally {
      late.end();
    }
  }

  /** @throws GlassboxError `offline` where nothing may be sent there now */
  throwIfOffline(): void {
    const { isOffline, address } = this.options;
    if (isOffline() && !isLoopback(address)) {
      throw new GlassboxError('offline', `No connection to ${this.host}: Glassbox is offline.`, {
        details: { kind: 'server', problem: 'offline', host: this.host },
      });
    }
  }

  /** Passes pieces on as they come. One that is an error's is one, whatever the status said. */
  async #events({ body }: Response, onEvent: (event: unknown) => void, late: Silence): Promise<null> {
    let hasEnded = false;
    const tooMuch = () => this.#fault({ problem: 'tooMuch' });
    for await (const data of eventsOf(body as unknown as AsyncIterable<Uint8Array>, MOST_BYTES, tooMuch)) {
      late.heard();
      if (data === '[DONE]') return null;
      const event = this.#parsed(data);
      this.#event(event, onEvent);
      hasEnded ||= tellsItsEnd(event);
    }
    // Some servers do not say that they have done.
    if (hasEnded) return null;
    throw this.#fault({ problem: 'cut' });
  }

  /** Passes a piece on. @throws GlassboxError `server-failed` where it is an error */
  #event(event: unknown, onEvent: (event: unknown) => void): void {
    const fault = (event as { error?: { code?: unknown } | null } | null)?.error;
    if (fault !== undefined && fault !== null) {
      throw this.#fault({
        problem: 'failed',
        status: Number(fault.code) || 500,
        said: this.#said(JSON.stringify(event)),
      });
    }
    onEvent(event);
  }

  /** Once more where the server closes a connection that was kept: many do so after five idle seconds, without a word before. */
  #fetched(request: ServerRequest, signal: AbortSignal): Promise<Response> {
    return this.#fetch(request, signal).catch((error: unknown) => {
      if (signal.aborted || networkProblem(error, false) !== 'cut') throw error;
      return this.#fetch(request, signal);
    });
  }

  async #fetch({ path, body, reason }: ServerRequest, signal: AbortSignal): Promise<Response> {
    const { address, key, log, fetch = globalThis.fetch } = this.options;
    const began = performance.now();
    const tell = (status: number | null) =>
      log.add({
        ...{ time: new Date().toISOString(), reason, host: this.host, path, status, token: key !== null },
        milliseconds: Math.round(performance.now() - began),
      });
    try {
      const response = await fetch(`${address}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          'user-agent': 'glassbox',
          ...(body && { 'content-type': 'application/json' }),
          ...(key !== null && { authorization: `Bearer ${key}` }),
        },
        ...(body && { body: JSON.stringify(body) }),
        redirect: 'manual',
        cache: 'no-store',
        signal,
      });
      tell(response.status);
      return response;
    } catch (error) {
      tell(null);
      throw error;
    }
  }

  async #check(response: Response): Promise<void> {
    const { status, headers } = response;
    if (status >= 200 && status < 300) return;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      throw this.#fault({ problem: 'redirect' });
    }
    const said = this.#said(await this.#textOf(response, MOST_ERROR_BYTES, false));
    const seconds = askedWait(headers);
    const isBusy = status === 429 || (status === 503 && headers.has('retry-after'));
    throw this.#fault({
      problem: isBusy ? 'busy' : problemOf(status),
      status,
      ...(said !== '' && { said }),
      ...(isBusy && seconds !== null && { seconds: Math.ceil(seconds) }),
    });
  }

  /** @param isWhole what goes on beyond `most` is an error; else the beginning will do */
  async #textOf({ body }: Response, most: number, isWhole: boolean): Promise<string> {
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    // Node's streams can be gone through, which the browser's types do not know; leaving the loop ends the connection.
    for await (const piece of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (bytes > most && isWhole) throw this.#fault({ problem: 'tooMuch' });
      pieces.push(piece);
      if (bytes > most) break;
    }
    return Buffer.concat(pieces).toString('utf8');
  }

  #parsed(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw this.#fault({ problem: 'notJson' }, error);
    }
  }

  /** The message in an error of any of the forms that servers give: `{error: {message}}`, `{error}`, `{detail}`, `{message}`. */
  #said(text: string): string {
    const { key } = this.options;
    try {
      const value = JSON.parse(text) as Record<string, unknown> | null;
      const error = value?.['error'] ?? value?.['detail'] ?? value?.['message'];
      const message = (error as { message?: unknown } | null | undefined)?.message ?? error;
      if (message === undefined || message === null) return '';
      return saidBy(typeof message === 'string' ? message : JSON.stringify(message), key);
    } catch {
      // A page of a proxy says nothing that would help.
      return /^\s*</.test(text) ? '' : saidBy(text, key);
    }
  }

  #fault(fault: Omit<ServerFault, 'host'>, cause?: unknown): GlassboxError {
    return serverError({ host: this.host, ...fault }, cause);
  }

  /** An answer that is JSON, but not what was asked for. */
  shapeError(): GlassboxError {
    return this.#fault({ problem: 'shape' });
  }

  /** A model that it does not have, or that is to be named. @param has ids of its models */
  modelError(has: readonly string[], named: string | undefined): GlassboxError {
    const problem = named === undefined && has.length > 1 ? 'severalModels' : 'noModel';
    return this.#fault({ problem, said: saidBy(has.join(', '), this.options.key) });
  }
}

/** Whether an answer that was to come in pieces comes whole: some proxies know no streams, and their errors are pages. */
const isWhole = ({ headers }: Response) => /^(application\/json|text\/html)\b/.test(headers.get('content-type') ?? '');

/** Whether a piece of a completion says why there are no more. */
function tellsItsEnd(event: unknown): boolean {
  const { choices } = (event ?? {}) as { choices?: { finish_reason?: unknown }[] };
  return Array.isArray(choices) && choices.some((choice) => typeof choice?.finish_reason === 'string');
}

/** Ends a request that has told nothing for some seconds. */
class Silence {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(seconds: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), seconds * 1000);
    this.#timer.unref();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function problemOf(status: number): ServerFault['problem'] {
  if (status === 401 || status === 403) return 'key';
  if (status === 404) return 'notFound';
  if (status === 413) return 'tooLong';
  return status < 500 ? 'refused' : 'failed';
}

/** What Node and Chromium call an answer to the first words of TLS that is none. */
const NO_TLS =
  /WRONG_VERSION_NUMBER|wrong version number|PACKET_LENGTH_TOO_LONG|packet length too long|ERR_SSL_PROTOCOL_ERROR/;

/** What fetch throws, by its cause. */
function networkProblem(error: unknown, hasAnswered: boolean): ServerFault['problem'] {
  const said = saidByFetch(error);
  if (NO_TLS.test(said)) return 'plain';
  if (isOfCertificate(said)) return 'certificate';
  return hasAnswered || /other side closed|UND_ERR_SOCKET|ECONNRESET/.test(said) ? 'cut' : 'unreachable';
}
