import { STRATEGIES } from '../../protocol/engine/generationFields.js';
import {
  canDecode,
  GlassboxError,
  servedTasks,
  type AddedServer,
  type MethodName,
  type ModelInfo,
  type ServerAccess,
  type ServerFailure,
  type Strategy,
  type Token,
} from '../../protocol/engine/index.js';
import { servedId, serverError } from '../../servers/index.js';
import type { PreparedGeneration } from '../models/model.js';
import type { WritingModel } from '../models/writingModel.js';
import { ServedStep } from './servedStep.js';
import { ServedTokens, type Ask } from './servedTokens.js';
import { ServedWriter } from './servedWriter.js';

/** Of a model whose server does not say how many tokens it knows: no vocabulary is larger. */
const MOST_TOKENS = 2 ** 20;
/** For the log of connections. */
const REASON = 'a text of yours';

/** What is told of a model that a server has. */
export function servedInfo(server: AddedServer): ModelInfo {
  const { model } = server.abilities;
  return {
    id: servedId(server),
    // Of another kind none writes on from a text.
    ...{ architecture: 'decoder', type: model.ownedBy ?? 'server', tasks: servedTasks(server.abilities) },
    ...{ source: 'server', server, folder: '', bytes: 0, maxLength: model.context, defaultFor: [] },
    ...(model.vocabulary !== null && { vocabularySize: model.vocabulary }),
  };
}

/** A model that a server has, as methods write with it. */
export class ServedModel implements WritingModel {
  readonly info: ModelInfo;
  readonly tokenizer: ServedTokens;
  readonly steps: ServedStep;
  readonly remote: ServedWriter;

  constructor(
    readonly server: AddedServer,
    private readonly access: ServerAccess,
    isUnseen = false,
  ) {
    this.info = servedInfo(server);
    const { abilities } = server;
    const ask: Ask = (path, body, signal) => this.ask(path, body, signal);
    this.tokenizer = new ServedTokens(abilities.model.id, ask, new Set(abilities.ends), () => this.shapeError());
    this.steps = new ServedStep(abilities, ask, this.tokenizer, () => this.shapeError(), isUnseen);
    this.remote = new ServedWriter(abilities, this);
  }

  /** The same for texts that nobody looks on at: what may come in one request does. */
  unseen(): ServedModel {
    return new ServedModel(this.server, this.access, true);
  }

  get vocabularySize(): number {
    return this.info.vocabularySize ?? MOST_TOKENS;
  }

  /** Asks its server. @throws GlassboxError `server-failed`, `offline`, `not-trusted`, `cancelled` */
  ask(path: string, body: object, signal?: AbortSignal): Promise<unknown> {
    return this.#named(this.access.ask({ address: this.server.address, path, body, reason: REASON }, signal));
  }

  /** The same, with the answer in pieces. */
  stream(path: string, body: object, onEvent: (event: unknown) => void, signal?: AbortSignal): Promise<unknown> {
    return this.#named(this.access.ask({ address: this.server.address, path, body, reason: REASON }, signal, onEvent));
  }

  /** Who is offline is told which model cannot be had: several may be in use. */
  #named(answer: Promise<unknown>): Promise<unknown> {
    return answer.catch((error: unknown) => {
      const { code, details } = error instanceof GlassboxError ? error : {};
      if (code !== 'offline' || details?.kind !== 'server') throw error;
      const { model } = this.server.abilities;
      throw new GlassboxError('offline', `No connection to ${details.host} for ${model.id}: Glassbox is offline.`, {
        details: { ...details, model: model.id },
        cause: error,
      });
    });
  }

  requireTask(method: MethodName): void {
    if (!this.info.tasks.includes(method)) throw this.refusal(method);
  }

  /** Hidden states are not told, nor how another model's tokens are called; a search here takes probabilities. */
  requireStrategy(strategy: Strategy): void {
    if (!canDecode(this.server, strategy)) throw this.refusal('generate', strategy);
  }

  /** The error for a method, or its strategy, that takes more than a server tells. */
  refusal(method: MethodName, strategy?: Strategy): GlassboxError {
    const { id, tasks } = this.info;
    // Where it serves the method itself, it is asked for as its amateur, or to be looked into.
    const what = strategy ?? (tasks.includes(method) ? `a second model of ${method}` : method);
    const works = strategy
      ? `It decodes by ${STRATEGIES.filter((one) => canDecode(this.server, one)).join(', ')}; another model may have ${strategy}`
      : `It serves ${tasks.join(', ') || 'nothing'}; take a model on this machine for the rest`;
    return new GlassboxError(
      'wrong-architecture',
      `${id} is on a server, which does not tell what ${what} takes. ${works}.`,
      { details: { kind: 'servedTask', model: id, method, ...(strategy && { strategy }) } },
    );
  }

  requireLength(tokens: number, room = 0): void {
    const { maxLength: limit, id } = this.info;
    if (limit === null || tokens + room <= limit) return;
    throw new GlassboxError(
      'too-long',
      `The text is ${tokens} tokens long; ${id} takes at most ${limit - room}. Take a shorter text.`,
      { details: { kind: 'length', what: 'text', tokens, limit: limit - room, model: id } },
    );
  }

  /** @throws GlassboxError `wrong-architecture` where the server cuts no texts into tokens; `server-failed` */
  async encode(text: string, signal?: AbortSignal): Promise<Token[]> {
    this.requireTask('tokens');
    return this.tokenizer.encode(text, signal);
  }

  async prepareGeneration(promptIds: readonly number[], signal?: AbortSignal): Promise<PreparedGeneration> {
    await this.tokenizer.settle(promptIds, signal);
    return {
      model: {
        ...{ id: this.info.id, vocabularySize: this.vocabularySize, maxLength: this.info.maxLength },
        ...{ eosIds: this.server.abilities.ends, step: this.steps.step },
      },
      decoderPrompt: [...promptIds],
    };
  }

  /** An answer that is JSON, but not what was asked for. */
  shapeError(): ServerFailure {
    return serverError({ problem: 'shape', host: new URL(this.server.address).host });
  }
}
