import type { Doubt } from '../../protocol/engine/index.js';
import type { Model } from '../models/model.js';
import { isDoubtedByBoth, isImprobable, isUnattended, judgeByDecoding } from './doubtRule.js';
import {
  measureCoverage,
  measureDecoding,
  measureReverse,
  type Measures,
  whereShown,
  type WrittenTranslation,
} from './measures.js';

/**
 * What is to be doubted in a translation by the model's own figures. Only where the decoding leaves it open the source is
 * scored given the translation, and only where a word of it is improbable then it is asked what was looked at.
 * @param onMeasured told of all figures, which are then taken in any case
 * @throws GlassboxError `cancelled`, `out-of-memory`
 */
export async function measuredDoubts(
  model: Model,
  written: WrittenTranslation,
  onMeasured?: (measures: Measures) => void,
  signal?: AbortSignal,
): Promise<Doubt[]> {
  const decoding = measureDecoding(written);
  const { isDoubted, isOpen } = judgeByDecoding(decoding);
  const back = isOpen || onMeasured ? await whereShown(measureReverse(model, written, signal)) : null;
  const isMissed = back !== null && isImprobable(back.leastWord);
  const coverage = isMissed || onMeasured ? await whereShown(measureCoverage(model, written, signal)) : null;
  onMeasured?.({ ...decoding, reverse: back?.reverse ?? null, leastWord: back?.leastWord ?? null, coverage });
  if (!isOpen || back === null) return isDoubted ? ['probability'] : [];
  const doubts: Doubt[] = isDoubtedByBoth({ ...decoding, ...back }) ? ['probability'] : [];
  return isMissed && coverage !== null && isUnattended(coverage) ? [...doubts, 'unattended'] : doubts;
}
