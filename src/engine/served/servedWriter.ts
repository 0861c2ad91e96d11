import type { ResolvedGenerationConfig } from '../../decoding/config/resolve.js';
import { isStochastic } from '../../decoding/config/fields.js';
import { Random } from '../../decoding/sampling/random.js';
import {
  decodesItself,
  isServerFailure,
  type GenerationConfig,
  type ServerAbilities,
  type ServerFailure,
} from '../../protocol/engine/index.js';
import { readCompletions, readTextEvent, type TextEvent } from '../../servers/index.js';
import type { RemoteRequest, RemoteResult, RemoteWriter } from '../models/writingModel.js';
import { GrowingText, type RemoteText } from './remoteText.js';
import { planSampler } from './samplerPlan.js';

/** The way to the server that has the model. */
export interface WayToServer {
  ask(path: string, body: object, signal?: AbortSignal): Promise<unknown>;
  /** settles when the last piece has come */
  stream(path: string, body: object, onEvent: (event: unknown) => void, signal?: AbortSignal): Promise<unknown>;
  shapeError(): ServerFailure;
}

const PATH = '/v1/completions';

/** A server's own sampler, whose text is streamed. Each text is a stream of its own; to leave it is to close the connection. */
export class ServedWriter implements RemoteWriter {
  readonly isOnly: boolean;

  constructor(
    private readonly abilities: ServerAbilities,
    private readonly server: WayToServer,
  ) {
    this.isOnly = decodesItself(abilities);
  }

  get model(): string {
    return this.abilities.model.id;
  }

  canRun({ strategy }: Pick<GenerationConfig, 'strategy'>): boolean {
    if (strategy === 'beam') return this.abilities.sampling?.beams === true;
    return strategy === 'greedy' || strategy === 'sample';
  }

  warnings(config: ResolvedGenerationConfig, given: GenerationConfig) {
    return this.#plan(config, given).warnings;
  }

  /** @throws GlassboxError `cancelled`; `server-failed` where nothing has come before that */
  async write(request: RemoteRequest, signal?: AbortSignal): Promise<RemoteResult> {
    const { config, given, limit, prompt } = request;
    const { model } = this.abilities;
    const fields = { model: model.id, prompt, max_tokens: limit, ...this.#plan(config, given).fields };
    if (config.strategy === 'beam') return this.#beams(request, fields, signal);
    const takesSeed = this.abilities.sampling?.seed !== false;
    const written = await Promise.all(
      Array.from({ length: config.numReturnSequences }, (_, sequence) =>
        this.#stream(request, { ...fields, ...(takesSeed && seedOf(config, sequence)) }, sequence, signal),
      ),
    );
    const faults = written.flatMap(({ fault }) => fault ?? []);
    // What one of several streams has brought is kept.
    if (faults.length > 0 && written.every(({ result }) => result.text === '')) throw faults[0]!;
    return {
      texts: written.map(({ result }) => result),
      fault: faults[0] ?? null,
      wasEnded: written.some((one) => one.wasEnded),
    };
  }

  #plan(config: ResolvedGenerationConfig, given: GenerationConfig) {
    const { sampling, model } = this.abilities;
    return planSampler(config, given, sampling, model.context);
  }

  async #stream(
    { limit, stop, onText, ended }: RemoteRequest,
    fields: object,
    sequence: number,
    signal?: AbortSignal,
  ): Promise<{ result: RemoteText; fault: ServerFailure | null; wasEnded: boolean }> {
    const text = new GrowingText(limit, stop);
    const enough = new AbortController();
    let fault: ServerFailure | null = null;
    let wasEnded = false;
    const show = (piece: string) => piece !== '' && onText?.(sequence, piece);
    const hear = (event: TextEvent | null) => {
      if (enough.signal.aborted) return;
      if (event === null) fault = this.server.shapeError();
      else show(text.add(event));
      wasEnded = ended?.() === true;
      if (fault !== null || text.hasStopped || text.isTooLong || wasEnded) enough.abort();
    };
    const body = { ...fields, stream: true, stream_options: { include_usage: true } };
    try {
      const either = signal ? AbortSignal.any([signal, enough.signal]) : enough.signal;
      // An answer in one piece has the shape of a stream's only event.
      if (onText === null) hear(readTextEvent(await this.server.ask(PATH, fields, either)));
      else await this.server.stream(PATH, body, (event) => hear(readTextEvent(event)), either);
    } catch (error) {
      if (signal?.aborted) throw error;
      if (!enough.signal.aborted) {
        if (!isServerFailure(error)) throw error;
        fault = error;
      }
    }
    show(text.end());
    return { result: text.result({ fault, ended: wasEnded }), fault, wasEnded };
  }

  /** Beams are told when the search is over. */
  async #beams(
    { config, limit, stop, onText }: RemoteRequest,
    fields: object,
    signal?: AbortSignal,
  ): Promise<RemoteResult> {
    const read = readCompletions(await this.server.ask(PATH, fields, signal));
    if (read === null) throw this.server.shapeError();
    const texts = read.slice(0, config.numReturnSequences).map((one, sequence) => {
      const text = new GrowingText(limit, stop);
      onText?.(sequence, text.add({ text: one.text, finish: one.finish, tokens: null, model: null }) + text.end());
      return text.result({ fault: null, ended: false });
    });
    return { texts, fault: null, wasEnded: false };
  }
}

/** Another seed for each text. */
const seedOf = (config: ResolvedGenerationConfig, sequence: number) =>
  isStochastic(config) && { seed: Math.floor(new Random(config.seed, sequence).uniform() * 2 ** 31) };
