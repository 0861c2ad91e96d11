import {
  GlassboxError,
  type AddedServer,
  type MethodName,
  type ModelInfo,
  type ServerAbilities,
  type ServerAccess,
  type Strategy,
  type Token,
} from '../../protocol/engine/index.js';
import { servedId } from '../../servers/index.js';
import type { PreparedGeneration } from '../models/model.js';
import type { WritingModel } from '../models/writingModel.js';
import { ServedStep } from './servedStep.js';
import { ServedTokens, type Ask } from './servedTokens.js';

/** Of a model whose server does not say how many tokens it knows: no vocabulary is larger. */
const MOST_TOKENS = 2 ** 20;

/** The methods that a server's abilities allow. */
function tasksBy({ completes, alternatives, tokenNumbers, promptLogProbabilities, embedding }: ServerAbilities) {
  const steps = completes && tokenNumbers.tokenize && tokenNumbers.in && alternatives.namedBy === 'id';
  const tasks: MethodName[] = [
    ...(tokenNumbers.tokenize ? (['tokens'] as const) : []),
    ...(steps ? (['generate', 'compare', 'distribution'] as const) : []),
    ...(steps && promptLogProbabilities !== null ? (['score', 'zeroShot'] as const) : []),
    ...(embedding !== null ? (['embed', 'search', 'buildIndex'] as const) : []),
  ];
  return tasks;
}

/** What is told of a model that a server has. */
export function servedInfo(server: AddedServer): ModelInfo {
  const { model } = server.abilities;
  return {
    id: servedId(server),
    // Of another kind none writes on from a text.
    ...{ architecture: 'decoder', type: model.ownedBy ?? 'server', tasks: tasksBy(server.abilities) },
    ...{ source: 'server', server, folder: '', bytes: 0, maxLength: model.context, defaultFor: [] },
    ...(model.vocabulary !== null && { vocabularySize: model.vocabulary }),
  };
}

/** A model that a server has, as methods write with it. */
export class ServedModel implements WritingModel {
  readonly info: ModelInfo;
  readonly tokenizer: ServedTokens;
  readonly steps: ServedStep;

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
    return this.access.ask({ address: this.server.address, path, body, reason: 'a text of yours' }, signal);
  }

  requireTask(method: MethodName): void {
    if (!this.info.tasks.includes(method)) throw this.refusal(method);
  }

  /** Hidden states are not told, nor how another model's tokens are called. */
  requireStrategy(strategy: Strategy): void {
    if (strategy.startsWith('contrastive')) throw this.refusal('generate', strategy);
  }

  /** The error for a method, or its strategy, that takes more than a server tells. */
  refusal(method: MethodName, what: string = method): GlassboxError {
    const { id, tasks } = this.info;
    return new GlassboxError(
      'wrong-architecture',
      `${id} is on a server, which does not tell what ${what} takes. It serves ${tasks.join(', ') || 'nothing'}.`,
      { details: { kind: 'servedTask', model: id, method } },
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

  encode(text: string, signal?: AbortSignal): Promise<Token[]> {
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
  shapeError(): GlassboxError {
    const { host } = new URL(this.server.address);
    return new GlassboxError('server-failed', `${host}: gave an answer of another form than such servers give.`, {
      details: { kind: 'server', problem: 'shape', host },
    });
  }
}
