import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answers.js';
import { changed, ranged } from './changes.js';
import { bytesOf, wholeOf, type Content } from './contents.js';
import type { FaultEffect, FaultOf } from './faults.js';

/** How an answer goes. */
export interface Sending {
  status: number;
  /** bytes of the body that were given to the connection */
  sent: number;
  /** where in the file the body begins */
  from: number;
  end: 'open' | 'whole' | 'broken';
}

/** What is between the answer and the wire. */
export interface Wire {
  fault: FaultEffect | null;
  sending: Sending;
  /** resolves when so many bytes may go */
  take(bytes: number): Promise<void>;
  /** something was sent */
  moved(): void;
}

/** An answer on its way. */
class Sender {
  readonly isOver: Promise<void>;
  readonly #gone = new AbortController();

  constructor(
    readonly response: ServerResponse,
    readonly wire: Wire,
  ) {
    this.isOver = new Promise((resolve) =>
      response.once('close', () => {
        this.#gone.abort();
        resolve();
      }),
    );
  }

  get isGone(): boolean {
    return this.#gone.signal.aborted;
  }

  /** False when nobody listens any more. */
  async write(pieces: Iterable<Uint8Array>): Promise<boolean> {
    for (const piece of pieces) {
      await this.wire.take(piece.length);
      if (this.isGone) return false;
      this.wire.sending.sent += piece.length;
      // The piece may be the content's own, which the next one overwrites.
      const hasRoom = this.response.write(Buffer.from(piece));
      this.wire.moved();
      if (!hasRoom) await Promise.race([new Promise((resolve) => this.response.once('drain', resolve)), this.isOver]);
    }
    return !this.isGone;
  }

  /** The body's beginning. */
  first(body: Content, bytes: number): Promise<boolean> {
    return this.write(body.read(0, Math.min(bytes, body.size)));
  }

  async end(): Promise<void> {
    if (this.isGone) return;
    // A client may have all it wants before it is told that this was all.
    this.wire.sending.end = 'whole';
    this.wire.moved();
    this.response.end();
    await this.isOver;
  }

  breakOff(reset = false): void {
    if (reset) this.response.socket?.resetAndDestroy();
    else this.response.socket?.destroy();
  }

  async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#gone.signal }).catch(() => undefined);
  }
}

/** How a body goes that a fault spoils on its way; its length is announced unless the fault is one of `UNCOUNTED`. */
const WAYS: {
  [K in FaultEffect['kind']]?: (sender: Sender, fault: FaultOf<K>, body: Content) => Promise<void>;
} = {
  async pieces(sender, fault) {
    sender.response.setHeader('Content-Type', fault.type ?? 'application/json');
    for (const piece of fault.pieces()) if (!(await sender.write([Buffer.from(piece)]))) return;
    await sender.end();
  },
  async cut(sender, { at, reset }, body) {
    sender.response.flushHeaders();
    if (await sender.first(body, at)) sender.breakOff(reset);
  },
  async endEarly(sender, { at }, body) {
    sender.response.shouldKeepAlive = false;
    sender.response.useChunkedEncodingByDefault = false;
    sender.response.flushHeaders();
    if (await sender.first(body, at)) await sender.end();
  },
  async chunked(sender, { at }, body) {
    sender.response.flushHeaders();
    if (await sender.first(body, at ?? body.size)) await sender.end();
  },
  async stall(sender, { at = 0 }, body) {
    sender.response.flushHeaders();
    await sender.first(body, at);
    await sender.isOver;
  },
  async drip(sender, { at, every }, body) {
    sender.response.flushHeaders();
    if (!(await sender.first(body, at))) return;
    for (let next = at; next < body.size; next++) {
      await sender.pause(every);
      if (!(await sender.write(body.read(next, next + 1)))) return;
    }
    await sender.end();
  },
  async dripHeaders(sender, { every }, body) {
    const { response } = sender;
    const lines = Object.entries(response.getHeaders()).map(([name, value]) => `${name}: ${String(value)}\r\n`);
    for (const sign of `HTTP/1.1 ${response.statusCode} OK\r\n${lines.join('')}\r\n`) {
      await sender.pause(every);
      if (sender.isGone) return;
      response.socket?.write(sign);
    }
    response.socket?.end(wholeOf(body));
  },
  async wrongLength(sender, { by }, body) {
    sender.response.shouldKeepAlive = false;
    sender.response.setHeader('Content-Length', body.size + by);
    if (await sender.first(body, body.size)) await sender.end();
  },
};

const UNCOUNTED = new Set<string | undefined>(['endEarly', 'chunked', 'pieces'] satisfies FaultEffect['kind'][]);

/** Sends an answer, spoilt by a fault if there is one. Ends with the connection at the latest. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  wire: Wire,
): Promise<void> {
  const { fault, sending } = wire;
  const sender = new Sender(response, wire);
  if (fault?.kind === 'close') return sender.breakOff(fault.reset);
  if (fault?.kind === 'stall' && fault.at === undefined) return sender.isOver;
  const { status, headers, body, from } = ranged(changed(answer, fault, request.url ?? '/'), request, fault);
  sending.status = status;
  sending.from = from;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!UNCOUNTED.has(fault?.kind)) response.setHeader('Content-Length', body.size);
  const content = request.method === 'HEAD' ? bytesOf('') : body;
  const way = fault && (WAYS[fault.kind] as ((...all: [Sender, FaultEffect, Content]) => Promise<void>) | undefined);
  if (way) return way(sender, fault, content);
  if (await sender.first(content, content.size)) await sender.end();
}
