import { throwIfCancelled, type FinishReason } from '../../../protocol/engine/index.js';
import { untilBrokenOff } from '../../brokenOff.js';
import { tokenProbabilities } from '../../logits/alternatives.js';
import { processBeamRow, topCandidates, sampleCandidates, type BeamRow, type BeamCandidate } from './beamCandidates.js';
import { BeamTreeRecorder } from './beamTreeRecorder.js';
import {
  minTokensToKeepFor,
  createLogitsProcessors,
  rankingFor,
  createLogitsWarpers,
} from '../../logits/processorList.js';
import { noTokenLeftError, uncertainStepError } from '../../errors.js';
import { bestHypotheses, HypothesisPool, type BeamHypothesis } from './hypothesisPool.js';
import type { TokenGenerator, DecodeRequest, TokenEvent, TokenStep } from '../../output.js';
import { selectCacheRows } from '../../model/cacheRows.js';
import type { ResolvedGenerationConfig } from '../../config/resolve.js';
import { Random } from '../../sampling/random.js';
import type { KnownTokens } from '../../logits/knownTokens.js';
import { ProcessedKnown } from '../../logits/processedKnown.js';
import { readRowLogits } from '../../logits/rowLogits.js';
import type { LanguageModel, StepInput, StepOutput } from '../../model/languageModel.js';

interface BeamGroup {
  /** open beams, best first */
  live: BeamHypothesis[];
  pool: HypothesisPool;
  done: boolean;
}

/** A live beam and the row of the batch it grew from. */
interface ContinuedBeam {
  hypothesis: BeamHypothesis;
  from: number;
}

/**
 * Beam search, diverse beam search with groups, and beam-sample, as transformers 4.49 has them (`_beam_search`,
 * `_group_beam_search` and BeamSearchScorer). Beams begin from one row: the copies that Hugging Face starts with can
 * never be chosen.
 */
export async function* beamSearch(
  model: LanguageModel,
  request: DecodeRequest,
  config: ResolvedGenerationConfig,
  signal?: AbortSignal,
): TokenGenerator {
  const search = new BeamSearch(model, request, config);
  const fault = yield* untilBrokenOff(growBeams(search, model, request, signal), () => search.hasBegun);
  const outcome = search.finish(fault ? 'cut' : 'length');
  for (const [sequence, { ids, steps }] of outcome.sequences.entries()) {
    for (const token of toTokenEvents(ids, steps).slice(sequence === 0 ? search.told : 0)) yield { sequence, ...token };
  }
  return { ...outcome, ...(fault && { fault }) };
}

/** Takes the steps of all beams. */
async function* growBeams(
  search: BeamSearch,
  model: LanguageModel,
  request: DecodeRequest,
  signal?: AbortSignal,
): AsyncGenerator<TokenEvent, void, void> {
  throwIfCancelled(signal);
  let output = await model.step(
    { past: null, tokens: [request.prompt], more: request.limit - 1, ...search.ranked },
    signal,
  );
  for (let length = 1; ; length++) {
    throwIfCancelled(signal);
    if (output.known) output = { ...output, known: await search.widened(output.known, length, signal) };
    const next = search.advance(output, length);
    for (const token of search.takeSettled()) yield { sequence: 0, ...token };
    if (next.length === 0 || length === request.limit || request.ended?.()) return;
    const past = selectCacheRows(
      output.past,
      next.map(({ from }) => from),
    );
    const tokens = next.map(({ hypothesis }) => hypothesis.ids.slice(-1));
    output = await model.step({ past, tokens, more: request.limit - length - 1, ...search.ranked }, signal);
  }
}

/** Tokens with their steps, where these were noted. */
function toTokenEvents(ids: readonly number[], steps: readonly TokenStep[] = []): Omit<TokenEvent, 'sequence'>[] {
  return ids.map((id, index) => {
    const step = steps[index];
    return { id, ...(step && { step }) };
  });
}

class BeamSearch {
  readonly #groups: BeamGroup[];
  readonly #groupSize: number;
  readonly #chain;
  readonly #random: Random | null;
  readonly #tree: BeamTreeRecorder | null;
  /** which row of the batch a live hypothesis is */
  #rows = new Map<BeamHypothesis, number>();
  #hasBegun = false;
  #told = 0;

  constructor(
    private readonly model: LanguageModel,
    private readonly request: DecodeRequest,
    private readonly config: ResolvedGenerationConfig,
  ) {
    const { numBeams, numBeamGroups, lengthPenalty, earlyStopping, doSample, seed } = config;
    this.#groupSize = numBeams / numBeamGroups;
    const filters = doSample ? createLogitsWarpers(config, minTokensToKeepFor(model.eosIds)) : [];
    this.#chain = [...createLogitsProcessors(config, model, request.limit), ...filters];
    this.#random = doSample ? new Random(seed) : null;
    this.#tree = request.alternatives > 0 ? new BeamTreeRecorder(lengthPenalty) : null;
    const pool = { size: this.#groupSize, lengthPenalty, earlyStopping, limit: request.limit };
    this.#groups = Array.from({ length: numBeamGroups }, () => {
      const start: BeamHypothesis = { ids: [], logProbability: 0, sum: 0, node: -1, steps: [] };
      this.#rows.set(start, 0);
      return { live: [start], pool: new HypothesisPool(pool), done: false };
    });
  }

  /** Whether a step was taken. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** How many tokens were taken as settled. */
  get told(): number {
    return this.#told;
  }

  /** How many candidates a step of a group looks at, as Hugging Face does. */
  get #candidates(): number {
    return Math.max(2, 1 + this.model.eosIds.length) * this.#groupSize;
  }

  /** How many of a row's largest logits a step looks at, and whether at no others. */
  get ranked(): Pick<StepInput, 'best' | 'bestOnly'> {
    if (this.#random) return { best: 1 };
    return rankingFor(this.#chain, Math.max(this.#candidates, this.request.alternatives), this.model.vocabularySize);
  }

  /**
   * The rows of a model elsewhere, with as many tokens as the step looks at; where candidates are drawn, with all.
   * @throws GlassboxError `server-failed` where so many are not to be had
   */
  async widened(rows: readonly KnownTokens[], length: number, signal?: AbortSignal): Promise<KnownTokens[]> {
    const hypotheses = new Map([...this.#rows].map(([hypothesis, row]) => [row, hypothesis]));
    const widen = async (row: KnownTokens, at: number) => {
      const ids = [...this.request.prompt, ...(hypotheses.get(at)?.ids ?? [])];
      for (let known = row; ;) {
        const processed = new ProcessedKnown(known, this.#chain, { ids, newTokens: length - 1 });
        if (this.#isEnough(processed)) return known;
        const wider = processed.canWiden ? await known.widen(signal) : null;
        if (!wider) throw uncertainStepError(this.model.id, length - 1, known.ids.length);
        known = wider;
      }
    };
    return Promise.all(rows.map(widen));
  }

  #isEnough(processed: ProcessedKnown): boolean {
    return this.#random ? processed.isWhole : processed.hasBest(this.#candidates);
  }

  /**
   * One step of all groups.
   * @param output of the batch's rows
   * @param length new tokens after this step
   * @returns the beams that go on, in the batch's new order; empty when the search is over
   */
  advance(output: StepOutput, length: number): ContinuedBeam[] {
    const chosen: number[] = [];
    const continued: ContinuedBeam[] = [];
    for (const group of this.#groups) {
      if (group.done) {
        // Hugging Face pads groups that are done, and the padding counts as chosen.
        chosen.push(...Array<number>(this.#groupSize).fill(this.model.padId ?? this.model.eosIds[0] ?? 0));
        continue;
      }
      const rows = group.live.map((hypothesis) =>
        processBeamRow(
          hypothesis,
          readRowLogits(output, this.model.vocabularySize, this.#rows.get(hypothesis)!),
          this.#chain,
          { ids: [...this.request.prompt, ...hypothesis.ids], newTokens: length - 1, chosenByEarlierGroups: chosen },
          this.model.id,
        ),
      );
      const grown = this.#grow(group, rows, length);
      continued.push(...grown);
      chosen.push(...grown.map(({ hypothesis }) => hypothesis.ids.at(-1)!));
    }
    const alive = new Set(this.#groups.flatMap(({ done, live }) => (done ? [] : live)));
    const open = continued.filter(({ hypothesis }) => alive.has(hypothesis));
    this.#rows = new Map(open.map(({ hypothesis }, row) => [hypothesis, row]));
    if (this.#tree) this.request.onNodes?.(this.#tree.takeNew());
    this.#hasBegun = true;
    return open;
  }

  /** What is new of the tokens that the only returned sequence will begin with. */
  takeSettled(): Omit<TokenEvent, 'sequence'>[] {
    const fresh = this.#settledTokens().slice(this.#told);
    this.#told += fresh.length;
    return fresh;
  }

  /** The tokens that the only returned sequence will begin with, whichever hypothesis wins. */
  #settledTokens(): Omit<TokenEvent, 'sequence'>[] {
    if (this.config.numReturnSequences > 1) return [];
    const possible = this.#groups.flatMap(({ live, pool, done }) => [...(done ? [] : live), ...pool.members]);
    const [first, ...others] = possible;
    if (!first) return [];
    const differs = first.ids.findIndex((id, index) => others.some(({ ids }) => ids[index] !== id));
    return toTokenEvents(differs < 0 ? first.ids : first.ids.slice(0, differs), first.steps);
  }

  /** Ends the search: what is still open joins its pool. @param open why it ends there */
  finish(open: FinishReason) {
    for (const { live, pool, done } of this.#groups) {
      if (!done) for (const hypothesis of live) pool.add(hypothesis, open);
    }
    const returned = bestHypotheses(
      this.#groups.map(({ pool }) => pool),
      this.config.numReturnSequences,
    );
    if (returned.length === 0) throw noTokenLeftError(0);
    for (const { node } of returned) this.#tree?.markReturned(node);
    const withSteps = this.request.alternatives > 0;
    return {
      sequences: returned.map(({ ids, logProbability, score, finish, steps }) => ({
        ids: [...ids],
        logProbability,
        score,
        finish,
        ...(withSteps && { steps: [...steps] }),
      })),
      ...(this.#tree && { tree: this.#tree.nodes }),
    };
  }

  /** Sorts a group's candidates into ended, continued and pruned ones (BeamSearchScorer.process). */
  #grow(group: BeamGroup, rows: readonly BeamRow[], length: number): ContinuedBeam[] {
    const count = this.#candidates;
    // Penalties between groups may bring known tokens below those that are not known.
    for (const { processed } of rows) {
      if (processed instanceof ProcessedKnown && !this.#isEnough(processed)) {
        throw uncertainStepError(this.model.id, length - 1, processed.own.length);
      }
    }
    const candidates = this.#random ? sampleCandidates(rows, count, this.#random) : topCandidates(rows, count);
    const alternatives = new Map<BeamRow, ReturnType<typeof tokenProbabilities>>();
    const continued: ContinuedBeam[] = [];
    for (const [rank, candidate] of candidates.entries()) {
      const { row } = candidate;
      const grown = this.#extend(candidate, alternatives);
      const end = this.#endOf(grown.ids);
      const full = continued.length === this.#groupSize;
      const state = full || (end && rank >= this.#groupSize) ? 'pruned' : end ? 'finished' : 'live';
      const node = this.#tree?.add(row.hypothesis.node, grown, rank, state) ?? -1;
      const hypothesis = { ...grown, node };
      if (state === 'finished') group.pool.add(hypothesis, end!);
      if (state === 'live') continued.push({ hypothesis, from: this.#rows.get(row.hypothesis)! });
      if (full && !this.#tree) break;
    }
    group.live = continued.map(({ hypothesis }) => hypothesis);
    group.done = continued.length === 0 || group.pool.isDone(candidates[0]!.sum, length);
    return continued;
  }

  #extend(
    { row, id, logProbability, sum }: BeamCandidate,
    alternatives: Map<BeamRow, ReturnType<typeof tokenProbabilities>>,
  ): Omit<BeamHypothesis, 'node'> {
    const { hypothesis, processed, shift } = row;
    const ids = [...hypothesis.ids, id];
    const grown = { ids, logProbability: hypothesis.logProbability + logProbability, sum };
    if (this.request.alternatives === 0) return { ...grown, steps: [] };
    let known = alternatives.get(row);
    if (!known) alternatives.set(row, (known = tokenProbabilities(processed, shift, this.request.alternatives, row)));
    return {
      ...grown,
      steps: [...hypothesis.steps, { id, probability: Math.exp(logProbability), ...known }],
    };
  }

  #endOf(ids: readonly number[]): 'eos' | 'stop' | null {
    if (this.model.eosIds.includes(ids.at(-1)!)) return 'eos';
    return this.request.stops?.(ids) ? 'stop' : null;
  }
}
