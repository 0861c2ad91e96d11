import { throwIfCancelled } from '../protocol/index.js';
import { alternativesOf } from './alternatives.js';
import { beamRow, bestCandidates, drawnCandidates, type BeamRow, type Candidate } from './beam-candidates.js';
import { BeamTreeRecorder } from './beam-tree.js';
import { penaltyChain, samplingChain } from './chains.js';
import { nothingLeft } from './faults.js';
import { best, HypothesisPool, type Hypothesis } from './hypotheses.js';
import type { Decoder, DecodeRequest, TokenStep } from './outcome.js';
import { keepRows } from './past-rows.js';
import type { Plan } from './plan.js';
import { Random } from './random.js';
import { rowOf } from './rows.js';
import type { LanguageModel } from './step.js';

interface Group {
  /** open beams, best first */
  live: Hypothesis[];
  pool: HypothesisPool;
  done: boolean;
}

/** A live beam and the row of the batch it grew from. */
interface Continued {
  hypothesis: Hypothesis;
  from: number;
}

/**
 * Beam search, diverse beam search with groups, and beam-sample, as transformers 4.49 has them (`_beam_search`,
 * `_group_beam_search` and BeamSearchScorer). Beams begin from one row: the copies that Hugging Face starts with can
 * never be chosen.
 */
export async function* beam(model: LanguageModel, request: DecodeRequest, plan: Plan, signal?: AbortSignal): Decoder {
  const search = new BeamSearch(model, request, plan);
  throwIfCancelled(signal);
  let output = await model.step({ past: null, tokens: [request.prompt] }, signal);
  let settled = 0;
  for (let length = 1; ; length++) {
    throwIfCancelled(signal);
    const next = search.advance(output.logits, length);
    for (const id of search.settledIds().slice(settled)) {
      settled++;
      yield { sequence: 0, id };
    }
    if (next.length === 0 || length === request.limit) break;
    const past = keepRows(
      output.past,
      next.map(({ from }) => from),
    );
    output = await model.step({ past, tokens: next.map(({ hypothesis }) => hypothesis.ids.slice(-1)) }, signal);
  }
  const outcome = search.finish();
  for (const [sequence, { ids }] of outcome.sequences.entries()) {
    for (const id of ids.slice(sequence === 0 ? settled : 0)) yield { sequence, id };
  }
  return outcome;
}

class BeamSearch {
  readonly #groups: Group[];
  readonly #groupSize: number;
  readonly #chain;
  readonly #random: Random | null;
  readonly #tree: BeamTreeRecorder | null;
  /** which row of the batch a live hypothesis is */
  #rows = new Map<Hypothesis, number>();

  constructor(
    private readonly model: LanguageModel,
    private readonly request: DecodeRequest,
    private readonly plan: Plan,
  ) {
    const { numBeams, numBeamGroups, lengthPenalty, earlyStopping, doSample, seed } = plan;
    this.#groupSize = numBeams / numBeamGroups;
    // One more than there are ends of sequence must stay, or no beam could go on.
    const filters = doSample ? samplingChain(plan, model.eosIds.length + 1) : [];
    this.#chain = [...penaltyChain(plan, model.eosIds), ...filters];
    this.#random = doSample ? new Random(seed) : null;
    this.#tree = request.alternatives > 0 ? new BeamTreeRecorder(lengthPenalty) : null;
    const pool = { size: this.#groupSize, lengthPenalty, earlyStopping, limit: request.limit };
    this.#groups = Array.from({ length: numBeamGroups }, () => {
      const start: Hypothesis = { ids: [], logProbability: 0, sum: 0, node: -1, steps: [] };
      this.#rows.set(start, 0);
      return { live: [start], pool: new HypothesisPool(pool), done: false };
    });
  }

  /**
   * One step of all groups.
   * @param logits of the batch's rows
   * @param length new tokens after this step
   * @returns the beams that go on, in the batch's new order; empty when the search is over
   */
  advance(logits: Float32Array, length: number): Continued[] {
    const chosen: number[] = [];
    const continued: Continued[] = [];
    for (const group of this.#groups) {
      if (group.done) {
        // Hugging Face pads groups that are done, and the padding counts as chosen.
        chosen.push(...Array<number>(this.#groupSize).fill(this.model.padId ?? this.model.eosIds[0] ?? 0));
        continue;
      }
      const rows = group.live.map((hypothesis) =>
        beamRow(
          hypothesis,
          rowOf(logits, this.model.vocabularySize, this.#rows.get(hypothesis)!),
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
    return open;
  }

  /** The tokens that the only returned sequence will begin with, whichever hypothesis wins. */
  settledIds(): readonly number[] {
    if (this.plan.numReturnSequences > 1) return [];
    const possible = this.#groups.flatMap(({ live, pool, done }) => [...(done ? [] : live), ...pool.members]);
    const [first, ...others] = possible.map(({ ids }) => ids);
    if (!first) return [];
    const differs = first.findIndex((id, index) => others.some((ids) => ids[index] !== id));
    return differs < 0 ? first : first.slice(0, differs);
  }

  /** Ends the search: what is still open joins its pool. */
  finish() {
    for (const { live, pool, done } of this.#groups) {
      if (!done) for (const hypothesis of live) pool.add(hypothesis, 'length');
    }
    const returned = best(
      this.#groups.map(({ pool }) => pool),
      this.plan.numReturnSequences,
    );
    if (returned.length === 0) throw nothingLeft(0);
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
  #grow(group: Group, rows: readonly BeamRow[], length: number): Continued[] {
    const count = Math.max(2, 1 + this.model.eosIds.length) * this.#groupSize;
    const candidates = this.#random ? drawnCandidates(rows, count, this.#random) : bestCandidates(rows, count);
    const alternatives = new Map<BeamRow, TokenStep['alternatives']>();
    const continued: Continued[] = [];
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
    { row, id, sum }: Candidate,
    alternatives: Map<BeamRow, TokenStep['alternatives']>,
  ): Omit<Hypothesis, 'node'> {
    const { hypothesis, scored, shift } = row;
    const logProbability = row.logits[id]! - row.total;
    const ids = [...hypothesis.ids, id];
    const grown = { ids, logProbability: hypothesis.logProbability + logProbability, sum };
    if (this.request.alternatives === 0) return { ...grown, steps: [] };
    let known = alternatives.get(row);
    if (!known) alternatives.set(row, (known = alternativesOf(scored, shift, this.request.alternatives)));
    return {
      ...grown,
      steps: [...hypothesis.steps, { id, probability: Math.exp(logProbability), alternatives: known }],
    };
  }

  #endOf(ids: readonly number[]): 'eos' | 'stop' | null {
    if (this.model.eosIds.includes(ids.at(-1)!)) return 'eos';
    return this.request.stops?.(ids) ? 'stop' : null;
  }
}
