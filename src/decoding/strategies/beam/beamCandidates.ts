import { logSoftmax } from '../../../maths/softmax.js';
import { multinomialWithoutReplacement } from '../../sampling/multinomial.js';
import { assertFinite } from '../../errors.js';
import type { BeamHypothesis } from './hypothesisPool.js';
import type { ProcessorContext, NamedLogitsProcessor } from '../../logits/processors.js';
import type { Random } from '../../sampling/random.js';
import { tokenIdAt, type RowLogits } from '../../logits/rowLogits.js';
import { ProcessedKnown } from '../../logits/processedKnown.js';
import { processLogits, type ProcessedRow } from '../../logits/processedLogits.js';

/** One beam's view of the next token. */
export interface BeamRow extends RowLogits {
  hypothesis: BeamHypothesis;
  processed: ProcessedRow;
  /** what to take from a score of `processed` to have a log-probability */
  shift: number;
}

/** A continuation of a beam by one token. */
export interface BeamCandidate {
  row: BeamRow;
  id: number;
  /** the token's own log-probability, nats */
  logProbability: number;
  /** of what the processors left of the log-probabilities, the token's included */
  sum: number;
}

/** In beam search the processors act on log-probabilities and nothing is renormalised (transformers' `_beam_search`). */
export function processBeamRow(
  hypothesis: BeamHypothesis,
  row: RowLogits,
  chain: readonly NamedLogitsProcessor[],
  history: ProcessorContext,
  model: string,
): BeamRow {
  const { values, total } = row;
  assertFinite(total, model);
  // Bans do not look at scores, and the order of the logits is that of the log-probabilities: no copy of the vocabulary
  // is needed.
  if (row.known) return { ...row, hypothesis, processed: new ProcessedKnown(row.known, chain, history), shift: 0 };
  const plain = chain.every(({ bans }) => bans !== undefined);
  const processed = plain
    ? processLogits(chain, values, history, row)
    : processLogits(chain, logSoftmax(values, total), history);
  return { ...row, hypothesis, processed, shift: plain ? total : 0 };
}

/** Takes the best continuations of all beams together, best first. */
export function topCandidates(rows: readonly BeamRow[], count: number): BeamCandidate[] {
  const candidates = rows.flatMap((row) =>
    Array.from(row.processed.best(count), (index) => toCandidate(row, index)).filter(({ sum }) => sum !== -Infinity),
  );
  // The sort is stable: among equals the lower beam, then the lower id, comes first.
  return candidates.sort((a, b) => b.sum - a.sum).slice(0, count);
}

/** Draws different continuations (beam-sample) from the softmax over all beams' sums, then ranked. */
export function sampleCandidates(rows: readonly BeamRow[], count: number, random: Random): BeamCandidate[] {
  const open = rows.map(({ processed, hypothesis, shift }) => ({
    scores: processed.final,
    raise: hypothesis.sum - shift,
  }));
  return multinomialWithoutReplacement(open, count, random)
    .sort((a, b) => a.row - b.row || a.id - b.id)
    .map(({ row, id }) => toCandidate(rows[row]!, id))
    .sort((a, b) => b.sum - a.sum);
}

function toCandidate(row: BeamRow, index: number): BeamCandidate {
  const { hypothesis, values, total, processed, shift } = row;
  return {
    row,
    id: tokenIdAt(row, index),
    logProbability: values[index]! - total,
    sum: hypothesis.sum + processed.at(index) - shift,
  };
}
