/* A hub on 127.0.0.1 that answers as the public one does, slowly or wrongly where it is told to. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cdnAnswer, hubAnswer, type HubState } from './answers.js';
import { FaultPlan, type Fault, type HostName } from './faults.js';
import { Pace } from './pace.js';
import { Repository, type About, type Commit, type ModelFiles } from './repository.js';
import { send, type Sending } from './send.js';

export type { Content } from './contents.js';
export { bytesOf, fileContent, generated, isSameAs, sha256, gitSha1, wholeOf, zeros } from './contents.js';
export type { Fault, FaultEffect, HostName } from './faults.js';
export type { About, Commit, ModelFiles } from './repository.js';

/** How slow the hub is. */
export interface Throttle {
  /** of all connections together */
  bytesPerSecond: number;
  /** of each connection */
  bytesPerSecondEach: number;
  /** before an answer begins, in milliseconds */
  latency: number;
}

export interface TestHubOptions {
  /** by their names, `ORGANISATION/NAME` or `NAME` */
  models: Readonly<Record<string, ModelFiles>>;
  about?: Readonly<Record<string, Partial<About>>>;
  /** former names and what they are called now */
  renamed?: Readonly<Record<string, string>>;
  /** those that are no unknown ones; which of them may read a gated or private model is in `about` */
  tokens?: readonly string[];
  /** entries on a page of a listing; 1,000 when left out */
  pageSize?: number;
  /** sends small files by way of a redirect on the same host, as the public hub does of late */
  relay?: boolean;
  /** for how long the address of a large file serves, in milliseconds; an hour when left out */
  signedFor?: number;
  faults?: readonly Fault[];
  throttle?: Partial<Throttle>;
  /** the hub speaks HTTPS with these; its second host does not */
  certificate?: { key: string; cert: string };
  /** a certain port for the hub itself */
  port?: number;
}

/** A request and how it was answered; grows while it is. */
export interface SeenRequest extends Sending {
  host: HostName;
  /** milliseconds since the hub began */
  at: number;
  /** which connection, counted from 1 on each host */
  connection: number;
  method: string;
  /** path, without escapes, and query as it came */
  url: string;
  range: string | null;
  authorization: string | null;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** the fault that it met */
  fault: Fault['kind'] | null;
}

export interface TestHub {
  /** without a path */
  readonly endpoint: string;
  /** the second host, which large files are on: without a path */
  readonly cdn: string;
  /** what happens from now on; may be changed at any time */
  faults: Fault[];
  readonly throttle: Throttle;
  /** all since it began, or since the list was emptied */
  readonly requests: SeenRequest[];
  commit(id: string): Commit;
  /** A new commit of a model, which becomes `main`. @param forget earlier ones are not found any more */
  push(id: string, files: ModelFiles, forget?: boolean): Commit;
  hits(fault: Fault): number;
  /** Bytes of bodies that were sent, of requests whose `url` matches. */
  sent(url: RegExp): number;
  /** Resolves when this holds; it is asked at each request and each piece that is sent. */
  until(holds: () => boolean): Promise<void>;
  /** Ends all connections and takes no more, until `open`. */
  close(): Promise<void>;
  /** Listens again, at the same addresses. */
  open(): Promise<void>;
}

/** A path without its escapes, as far as it has any. */
function unescaped(url: string): string {
  const [path = '', ...query] = url.split('?');
  try {
    return [decodeURIComponent(path), ...query].join('?');
  } catch {
    return url;
  }
}

const listening = (server: http.Server, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Starts a hub with these models. */
export async function startHub(options: TestHubOptions): Promise<TestHub> {
  const repositories = new Map(
    Object.entries(options.models).map(([id, files]) => [id, new Repository(id, files, options.about?.[id] ?? {})]),
  );
  const ports: Record<HostName, number> = { hub: options.port ?? 0, cdn: 0 };
  const endpoint = () => `${options.certificate ? 'https' : 'http'}://127.0.0.1:${ports.hub}`;
  const cdn = () => `http://127.0.0.1:${ports.cdn}`;
  const state: HubState = {
    repositories,
    renamed: options.renamed ?? {},
    tokens: options.tokens ?? [],
    pageSize: options.pageSize ?? 1000,
    relay: options.relay ?? false,
    signedFor: options.signedFor ?? 3600e3,
    hub: endpoint,
    cdn,
  };
  const plan = new FaultPlan();
  plan.faults = [...(options.faults ?? [])];
  const throttle: Throttle = {
    bytesPerSecond: Infinity,
    bytesPerSecondEach: Infinity,
    latency: 0,
    ...options.throttle,
  };
  const requests: SeenRequest[] = [];
  const began = performance.now();
  const everybody = new Pace();
  const paces = new WeakMap<object, Pace>();
  const connections = new WeakMap<object, number>();
  const counts: Record<HostName, number> = { hub: 0, cdn: 0 };
  const waiting = new Set<() => void>();
  const moved = () => waiting.forEach((look) => look());

  async function answer(host: HostName, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = unescaped(request.url ?? '/');
    const method = request.method ?? 'GET';
    const fault = plan.next(host, method, url);
    const seen: SeenRequest = {
      host,
      at: performance.now() - began,
      connection: connections.get(request.socket) ?? 0,
      method,
      url,
      range: request.headers.range ?? null,
      authorization: request.headers.authorization ?? null,
      headers: request.headers,
      fault: fault?.kind ?? null,
      status: 0,
      sent: 0,
      from: 0,
      end: 'open',
    };
    requests.push(seen);
    response.once('close', () => {
      if (seen.end === 'open') seen.end = 'broken';
      moved();
    });
    moved();
    if (throttle.latency > 0) await sleep(throttle.latency);
    const pace = paces.get(request.socket) ?? new Pace();
    paces.set(request.socket, pace);
    await send(request, response, (host === 'hub' ? hubAnswer : cdnAnswer)(state, request), {
      fault,
      sending: seen,
      moved,
      async take(bytes) {
        if (throttle.bytesPerSecond < Infinity) await everybody.take(bytes, throttle.bytesPerSecond);
        if (throttle.bytesPerSecondEach < Infinity) await pace.take(bytes, throttle.bytesPerSecondEach);
      },
    });
  }

  const server = (host: HostName): http.Server => {
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      answer(host, request, response).catch((error: unknown) => {
        console.error('the local hub failed', request.url, error);
        response.destroy();
      });
    };
    const secure = host === 'hub' && options.certificate;
    const made = secure ? https.createServer(secure, listener) : http.createServer(listener);
    made.on(secure ? 'secureConnection' : 'connection', (socket: object) => connections.set(socket, ++counts[host]));
    return made;
  };

  let servers: http.Server[] = [];
  const open = async () => {
    for (const host of ['hub', 'cdn'] as const) {
      const one = server(host);
      ports[host] = await listening(one, ports[host]);
      servers.push(one);
    }
  };
  await open();

  return {
    get endpoint() {
      return endpoint();
    },
    get cdn() {
      return cdn();
    },
    get faults() {
      return plan.faults;
    },
    set faults(faults) {
      plan.faults = faults;
    },
    throttle,
    requests,
    commit: (id) => repositories.get(id)!.main,
    push: (id, files, forget = false) => repositories.get(id)!.push(files, forget),
    hits: (fault) => plan.hits(fault),
    sent: (url) => requests.reduce((sum, seen) => (url.test(seen.url) ? sum + seen.sent : sum), 0),
    until: (holds) =>
      new Promise((resolve) => {
        const look = () => {
          if (!holds()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    open,
    async close() {
      const closing = servers;
      servers = [];
      await Promise.all(
        closing.map((one) => {
          one.closeAllConnections();
          return new Promise((resolve) => one.close(resolve));
        }),
      );
    },
  };
}
