import * as v from 'valibot';
import type { DrawnToken, KnownTokens, RemoteDraw } from '../../decoding/logits/knownTokens.js';
import type { StepFn } from '../../decoding/model/languageModel.js';
import type { GlassboxError, ServerAbilities, ServerParameter } from '../../protocol/engine/index.js';
import { readCompletions, restOf, type Completion, type ServerStep, type ServerToken } from '../../servers/index.js';
import { ReadAhead, UNREAD, type Ahead } from './readAhead.js';
import type { Ask, ServedTokens } from './servedTokens.js';

/** Tokens that a step asks for at first, and how many times as many when that is not enough. */
const FIRST = 40;
/** Steps that one request tells at most. */
const MOST_AHEAD = 64;
/** Milliseconds that somebody who looks on waits for several steps together. */
const UNNOTICED = 60;
const WIDER = 8;
/** Probability that is left by rounding alone is not nothing: there are other tokens. */
const LEAST_REST = 1e-9;

/** What stands for a probability that a server does not tell. */
const NOT_TOLD = -9999;

const native = v.object({ tokens: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))) });

/** Of one row, what may come next, and what else the server has told. */
interface RowStep {
  known: KnownTokens;
  ahead: Ahead;
}

/** A model on a server, a token at a time. */
export class ServedStep {
  constructor(
    private readonly abilities: ServerAbilities,
    private readonly ask: Ask,
    private readonly tokens: ServedTokens,
    private readonly shapeError: () => GlassboxError,
    /** nobody looks on: steps come as many at once as there may be */
    private readonly isUnseen = false,
  ) {}

  /** The likeliest next tokens of each row, in place of logits. */
  readonly step: StepFn = async ({ past, tokens, best = 0, bestOnly = false, takesBest = false, more }, signal) => {
    const { histories, aheads } = ReadAhead.of(past, tokens);
    const count = Math.max(best, bestOnly ? 1 : FIRST);
    const steps = takesBest ? Math.min(MOST_AHEAD, (more ?? 0) + 1) : 1;
    const rows = await Promise.all(
      histories.map((history, row) => this.#follow(history, aheads[row]!, { count, steps }, signal)),
    );
    const known = rows.map((row) => row.known);
    const all = [...known.flatMap(({ ids }) => [...ids]), ...histories.flatMap((history) => history.slice(-8))];
    await this.tokens.settle(all, signal);
    // The server keeps the keys and values of beginnings that it has seen.
    return {
      logits: new Float32Array(0),
      known,
      past: new ReadAhead(
        histories,
        rows.map(({ ahead }) => ahead),
      ),
    };
  };

  /** What comes behind tokens: as it was told before, or by a request for as many steps as come without being waited for. */
  async #follow(
    history: readonly number[],
    before: Ahead,
    { count, steps }: { count: number; steps: number },
    signal?: AbortSignal,
  ): Promise<RowStep> {
    const [next, ...rest] = before.id === history.at(-1) ? before.steps : [];
    const asked = Math.min(count, this.abilities.alternatives.most);
    if (next)
      return { known: this.#knownOf(next, history, asked), ahead: { ...before, id: next.chosen.id, steps: rest } };
    const isSure = this.abilities.alternatives.are === 'raw';
    const size = isSure && !before.isHalting ? Math.min(steps, this.isUnseen ? MOST_AHEAD : before.size) : 1;
    if (size === 1) {
      const known = await this.predict(history, count, signal);
      return { known, ahead: { ...before, steps: [], size: 2 } };
    }
    const began = performance.now();
    const told = await this.#several(history, { ...this.#neutral(), logprobs: asked }, size, signal);
    if (told === null) {
      const known = await this.predict(history, count, signal);
      return { known, ahead: { ...UNREAD, isHalting: true } };
    }
    const isQuick = performance.now() - began < UNNOTICED;
    const [first, ...others] = told;
    this.tokens.note(told.flatMap(({ alternatives }) => alternatives));
    await this.tokens.settle(
      told.flatMap(({ alternatives }) => alternatives.slice(0, asked).flatMap(({ id }) => (id === null ? [] : [id]))),
      signal,
    );
    return {
      known: this.#knownOf(first!, history, asked),
      ahead: { ...before, id: first!.chosen.id, steps: others, size: isQuick ? size * 2 : Math.max(1, size >> 1) },
    };
  }

  /** Several steps, as the server goes on without chance; null where it tells fewer than it wrote (pieces of characters). */
  async #several(
    history: readonly number[],
    fields: object,
    count: number,
    signal?: AbortSignal,
  ): Promise<ServerStep[] | null> {
    const { steps, writtenTokens } = await this.#completion(history, { ...fields, max_tokens: count }, signal);
    return steps && steps.length > 0 && steps.length === writtenTokens ? steps : null;
  }

  /** What may come behind tokens: at least so many of the likeliest, where the server tells so many. */
  async predict(history: readonly number[], count: number, signal?: AbortSignal): Promise<KnownTokens> {
    const asked = Math.min(count, this.abilities.alternatives.most);
    return this.#knownOf(await this.#one(history, { ...this.#neutral(), logprobs: asked }, signal), history, asked);
  }

  /** @param asked so many were asked for */
  #knownOf({ alternatives }: ServerStep, history: readonly number[], asked: number): KnownTokens {
    const { most, isWhole } = this.abilities.alternatives;
    const named = alternatives.slice(0, asked);
    if (!this.#areTokens(named)) throw this.shapeError();
    this.tokens.note(named);
    const hasAll = isWhole && asked === most;
    let wider: Promise<KnownTokens> | null = null;
    return {
      ids: Int32Array.from(named, ({ id }) => id!),
      logProbabilities: Float64Array.from(named, ({ logProbability }) => logProbability),
      drawsRest: this.abilities.sampling?.logitBias === true,
      rest: hasAll ? 0 : Math.max(LEAST_REST, restOf(named)),
      // Rows that share a beginning share what is asked for anew.
      widen: async (widenSignal) =>
        asked === most ? null : (wider ??= this.#widened(history, asked * WIDER, widenSignal)),
      draw: (how, drawSignal) => this.#draw(history, how, drawSignal),
    };
  }

  /** Whether they are different tokens, and such as the model has. */
  #areTokens(tokens: readonly ServerToken[]): boolean {
    const ids = tokens.map(({ id }) => id ?? -1);
    const end = this.abilities.model.vocabulary ?? Infinity;
    return ids.length > 0 && new Set(ids).size === ids.length && ids.every((id) => id >= 0 && id < end);
  }

  /** The log-probability of a token behind others, by having it chosen; null where it is not told so. */
  async forced(history: readonly number[], id: number, signal?: AbortSignal): Promise<number | null> {
    const { alternatives, sampling } = this.abilities;
    if (alternatives.are !== 'raw' || sampling?.logitBias !== true) return null;
    const fields = { ...this.#neutral(), logprobs: 1, logit_bias: { [id]: 100 } };
    const [step] = (await this.#complete(history, fields, signal)) ?? [];
    const told = step?.chosen.id === id ? step.chosen.logProbability : null;
    return told !== null && told > NOT_TOLD ? told : null;
  }

  async #widened(history: readonly number[], count: number, signal?: AbortSignal): Promise<KnownTokens> {
    const known = await this.predict(history, count, signal);
    await this.tokens.settle([...known.ids.subarray(0, FIRST)], signal);
    return known;
  }

  /** Samplers off. Figures that are of what samplers left are those of the model at temperature 1. */
  #neutral() {
    return { temperature: this.abilities.alternatives.are === 'processed' ? 1 : 0, ...OFF };
  }

  async #draw(history: readonly number[], how: RemoteDraw, signal?: AbortSignal): Promise<DrawnToken | null> {
    const fields = this.#fieldsOf(how, history.length);
    if (fields === null) return null;
    const [step] = (await this.#complete(history, { ...fields, logprobs: 1 }, signal)) ?? [];
    if (!step) return this.#drawPiece(history, fields, signal);
    const { chosen } = step;
    if (chosen.id === null) return null;
    this.tokens.note([chosen]);
    await this.tokens.settle([chosen.id], signal);
    return { id: chosen.id, logProbability: chosen.logProbability };
  }

  /** A piece of a character, of which llama.cpp tells the number by a way of its own, and nothing else. */
  async #drawPiece(history: readonly number[], fields: object, signal?: AbortSignal): Promise<DrawnToken | null> {
    const body = { prompt: history, n_predict: 1, return_tokens: true, ...fields };
    const found = v.safeParse(native, await this.ask('/completion', body, signal));
    const id = found.success ? found.output.tokens[0] : undefined;
    if (id === undefined) return null;
    const { ids, logProbabilities } = await this.predict(history, this.abilities.alternatives.most, signal);
    const at = ids.indexOf(id);
    return at < 0 ? null : { id, logProbability: logProbabilities[at]! };
  }

  /** What is asked for by the server's names; null where one has no effect there. */
  #fieldsOf(how: RemoteDraw, length: number): object | null {
    const { sampling } = this.abilities;
    const knows = (name: ServerParameter) => sampling?.parameters[name] === true;
    const penalty = knows('repetition_penalty') ? 'repetition_penalty' : 'repeat_penalty';
    const wanted: [ServerParameter, number | undefined][] = [
      ['top_k', how.topK],
      ['top_p', how.topP],
      ['min_p', how.minP],
      ['typical_p', how.typicalP],
      [penalty, how.repetitionPenalty],
    ];
    const given = wanted.filter((one): one is [ServerParameter, number] => one[1] !== undefined);
    if (!given.every(([name]) => knows(name))) return null;
    if (how.temperature > 0 && how.temperature !== 1 && !knows('temperature')) return null;
    if (how.banned.length > 0 && sampling?.logitBias !== true) return null;
    return {
      ...OFF,
      temperature: how.temperature,
      seed: Math.floor(how.uniform * 2 ** 31),
      ...Object.fromEntries(given),
      // llama.cpp looks back at 64 tokens only, unless it is told to at all.
      ...(how.repetitionPenalty !== undefined && { repeat_last_n: length }),
      ...(how.banned.length > 0 && { logit_bias: Object.fromEntries(how.banned.map((id) => [id, -100])) }),
    };
  }

  /**
   * One new token. llama.cpp tells nothing of one that is a piece of a character: then another is forced, whose
   * alternatives are the same, since figures are of the logits themselves.
   * @throws GlassboxError `server-failed`
   */
  async #one(history: readonly number[], fields: object, signal?: AbortSignal): Promise<ServerStep> {
    const [step] = (await this.#complete(history, fields, signal)) ?? [];
    if (step) return step;
    const whole = await this.tokens.anyWhole(history, signal);
    const again =
      whole === null ? null : await this.#complete(history, { ...fields, logit_bias: { [whole]: 100 } }, signal);
    const [other] = again ?? [];
    if (!other) throw this.shapeError();
    const best = other.alternatives[0] ?? other.chosen;
    return { chosen: best, alternatives: other.alternatives };
  }

  async #complete(history: readonly number[], fields: object, signal?: AbortSignal): Promise<ServerStep[] | null> {
    return (await this.#completion(history, fields, signal)).steps;
  }

  async #completion(history: readonly number[], fields: object, signal?: AbortSignal): Promise<Completion> {
    const body = { model: this.abilities.model.id, prompt: history, max_tokens: 1, ...BY_NUMBER, ...fields };
    const read = readCompletions(await this.ask('/v1/completions', body, signal));
    if (read === null) throw this.shapeError();
    return read[0]!;
  }
}

/** Samplers that some servers apply unless they are told not to. */
const OFF = { top_k: 0, top_p: 1, min_p: 0, typical_p: 1, repeat_penalty: 1 };
/** vLLM names tokens by their numbers where it is asked to. */
const BY_NUMBER = { return_tokens_as_token_ids: true };
