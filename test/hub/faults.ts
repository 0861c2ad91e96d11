/** Where a fault happens. */
export interface FaultPlace {
  /** on the unescaped path and the query as it came: `/org/name/resolve/main/config.json`, `/api/models?search=x` */
  path: RegExp;
  /** the hub itself, or the second host that large files are on; both when left out */
  host?: HostName;
  method?: 'GET' | 'HEAD';
  /** how many matching requests are answered well first; 0 when left out */
  after?: number;
  /** how many are answered badly then; all when left out */
  times?: number;
}

export type HostName = 'hub' | 'cdn';
type Headers = Readonly<Record<string, string>>;

/** What a fault does. Offsets `at` are in the body as it is sent, unless said otherwise. */
export type FaultEffect =
  /** the connection ends before an answer; with `reset` as after a crash */
  | { kind: 'close'; reset?: boolean }
  /** the body ends in the middle, with the connection */
  | { kind: 'cut'; at: number; reset?: boolean }
  /** no Content-Length, and the connection ends in order, too early */
  | { kind: 'endEarly'; at: number }
  /** chunks without Content-Length; with `at` they end in order, too early */
  | { kind: 'chunked'; at?: number }
  /** Content-Length says so many bytes more (or less) than come */
  | { kind: 'wrongLength'; by: number }
  /** a byte is another; `at` is in the file */
  | { kind: 'flip'; at: number }
  | { kind: 'zeros' }
  /** the file has so many bytes more (or less) than the listing says */
  | { kind: 'resize'; by: number }
  | { kind: 'status'; status: number; headers?: Headers | (() => Headers); body?: string }
  /** nothing more comes, and the connection stays; without `at`, not even headers */
  | { kind: 'stall'; at?: number }
  /** bytes come one by one, after so many milliseconds each, behind the first `at` */
  | { kind: 'drip'; every: number; at: number }
  /** the same of the headers */
  | { kind: 'dripHeaders'; every: number }
  /** leads elsewhere: an absolute or relative address; without one, a redirect that names none */
  | { kind: 'redirect'; to: string | null | ((url: string) => string); status?: number }
  /** 200 with everything, whatever was asked for */
  | { kind: 'ignoreRange' }
  /** 206 with the right bytes whose Content-Range says they begin elsewhere */
  | { kind: 'mislabelRange'; by: number }
  /** 206 whose Content-Range is as asked for, with bytes from elsewhere */
  | { kind: 'shiftRange'; by: number }
  /** 206 that says, truly, that it begins elsewhere than asked for */
  | { kind: 'otherRange'; by: number }
  /** the page of a network that wants a login first, with status 200 */
  | { kind: 'portal' }
  /** compressed, and says so; with `isBroken` it only says so */
  | { kind: 'gzip'; isBroken?: boolean }
  /** the answer's JSON, changed */
  | { kind: 'rewrite'; change: (value: never) => unknown }
  /** a text in place of the answer, with its length */
  | { kind: 'text'; text: string; type?: string }
  /** a text whose length nobody knows, perhaps without an end */
  | { kind: 'pieces'; pieces: () => Iterable<string>; type?: string }
  /** the answer is whole by its length, but its text ends after so many bytes */
  | { kind: 'truncate'; at: number }
  /** a Link to the next page */
  | { kind: 'link'; to: (url: string) => string };

export type FaultOf<K extends FaultEffect['kind']> = Extract<FaultEffect, { kind: K }>;

export type Fault = FaultPlace & FaultEffect;

/** Which fault is due; counts how often each was. */
export class FaultPlan {
  /** may be changed at any time */
  faults: Fault[] = [];
  readonly #seen = new WeakMap<Fault, number>();

  /** The first fault that is due for a request. */
  next(host: HostName, method: string, url: string): Fault | null {
    for (const fault of this.faults) {
      if ((fault.host ?? host) !== host || (fault.method ?? method) !== method || !fault.path.test(url)) continue;
      const seen = this.#seen.get(fault) ?? 0;
      const first = fault.after ?? 0;
      if (seen >= first + (fault.times ?? Infinity)) continue;
      this.#seen.set(fault, seen + 1);
      if (seen >= first) return fault;
    }
    return null;
  }

  /** How often a fault has happened. */
  hits(fault: Fault): number {
    return Math.max(0, (this.#seen.get(fault) ?? 0) - (fault.after ?? 0));
  }
}
