import { logSoftmax } from '../maths/softmax.js';
import { drawDifferent } from './draw.js';
import { requireFinite } from './faults.js';
import type { Hypothesis } from './hypotheses.js';
import type { History, NamedProcessor } from './processors.js';
import type { Random } from './random.js';
import { tokenAt, type RowLogits } from './row-logits.js';
import { applyAll, type Scored } from './scored.js';

/** One beam's view of the next token. */
export interface BeamRow extends RowLogits {
  hypothesis: Hypothesis;
  scored: Scored;
  /** what to take from a score of `scored` to have a log-probability */
  shift: number;
}

/** A continuation of a beam by one token. */
export interface Candidate {
  row: BeamRow;
  id: number;
  /** the token's own log-probability, nats */
  logProbability: number;
  /** of what the processors left of the log-probabilities, the token's included */
  sum: number;
}

/** In beam search the processors act on log-probabilities and nothing is renormalised (transformers' `_beam_search`). */
export function beamRow(
  hypothesis: Hypothesis,
  row: RowLogits,
  chain: readonly NamedProcessor[],
  history: History,
  model: string,
): BeamRow {
  const { values, total } = row;
  requireFinite(total, model);
  // Bans do not look at scores, and the order of the logits is that of the log-probabilities: no copy of the vocabulary
  // is needed.
  const plain = chain.every(({ bans }) => bans !== undefined);
  const scored = plain ? applyAll(chain, values, history, row) : applyAll(chain, logSoftmax(values, total), history);
  return { ...row, hypothesis, scored, shift: plain ? total : 0 };
}

/** The best continuations of all beams together, best first. */
export function bestCandidates(rows: readonly BeamRow[], count: number): Candidate[] {
  const candidates = rows.flatMap((row) =>
    Array.from(row.scored.best(count), (index) => candidate(row, index)).filter(({ sum }) => sum !== -Infinity),
  );
  // The sort is stable: among equals the lower beam, then the lower id, comes first.
  return candidates.sort((a, b) => b.sum - a.sum).slice(0, count);
}

/** Beam-sample: different continuations drawn from the softmax over all beams' sums, then ranked. */
export function drawnCandidates(rows: readonly BeamRow[], count: number, random: Random): Candidate[] {
  const open = rows.map(({ scored, hypothesis, shift }) => ({ scores: scored.final, raise: hypothesis.sum - shift }));
  return drawDifferent(open, count, random)
    .sort((a, b) => a.row - b.row || a.id - b.id)
    .map(({ row, id }) => candidate(rows[row]!, id))
    .sort((a, b) => b.sum - a.sum);
}

function candidate(row: BeamRow, index: number): Candidate {
  const { hypothesis, values, total, scored, shift } = row;
  return {
    row,
    id: tokenAt(row, index),
    logProbability: values[index]! - total,
    sum: hypothesis.sum + scored.at(index) - shift,
  };
}
