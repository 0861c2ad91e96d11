import type { CallOptions, Engine, MethodName, Params, Values } from '../../protocol/engine/index.js';
import {
  READING_METHODS,
  type ReadingCall,
  type ReadingFeature,
  type ReadingResult,
} from '../../protocol/webviews/index.js';

/** Questions are kept up to so many UTF-16 units of JSON: a command line of Windows takes 32,767. */
const MOST = 24_000;

const isReading = (method: MethodName): boolean => (READING_METHODS as readonly MethodName[]).includes(method);

/** The engine for one run of a command, which remembers what was asked and said, for *Explain Last Result*. */
export class CallRecord implements Engine {
  readonly #calls: ReadingCall[] = [];
  readonly #begin = performance.now();
  #end = this.#begin;
  #count = 0;
  #room = MOST;

  constructor(
    private readonly engine: Engine,
    private readonly feature: ReadingFeature,
  ) {}

  async call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options?: CallOptions,
    signal?: AbortSignal,
  ): Promise<Values[M]> {
    const value = await this.engine.call(method, params, options, signal);
    if (isReading(method)) this.#keep({ method, params, value: withoutVectors(value) } as unknown as ReadingCall);
    return value;
  }

  /** What was asked by now; null where nothing was. */
  result(): ReadingResult | null {
    if (this.#calls.length === 0) return null;
    const model = [...new Set(this.#calls.map(({ value }) => value.model))].join(', ');
    const milliseconds = this.#end - this.#begin;
    return { kind: 'reading', feature: this.feature, model, calls: [...this.#calls], count: this.#count, milliseconds };
  }

  #keep(call: ReadingCall): void {
    this.#end = performance.now();
    this.#room -= JSON.stringify(call.params).length;
    // One is kept however long it is, and none behind one that was left out.
    if (this.#count++ === 0 || (this.#room >= 0 && this.#calls.length === this.#count - 1)) this.#calls.push(call);
  }
}

const withoutVectors = (value: object): object =>
  'vectors' in value ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'vectors')) : value;
