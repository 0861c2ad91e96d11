import type { AttentionModel } from '../../attention/attentionModel.js';
import type { ReportProgress } from './methodContext.js';

/** Logits held at once, in numbers: 16 MB. A batch gives each row's logits at the places of all, so larger ones cost more. */
const MOST_LOGITS = 2 ** 22;

/** Milliseconds between two reports. */
const PERIOD = 100;

/** A text as a model reads it, and where its predictions are wanted. */
export interface Reading {
  row: number[];
  attentionMask: number[];
  /** where in the row the predictions stand */
  positions: number[];
}

/** Logits at the places of each reading, in their order; valid until the next ones are asked for. */
export async function* logitsOf(
  opened: AttentionModel,
  readings: readonly Reading[],
  report: ReportProgress,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ index: number; logits: Float32Array[] }> {
  const size = opened.model.vocabularySize;
  const most = opened.maxBatchRows(readings[0]?.row.length ?? 1);
  let told = performance.now();
  for (let first = 0; first < readings.length;) {
    const union = new Set(readings[first]!.positions);
    let end = first + 1;
    for (; end < readings.length && end - first < most; end++) {
      const grown = new Set([...union, ...readings[end]!.positions]);
      if (grown.size * (end - first + 1) * size > MOST_LOGITS) break;
      readings[end]!.positions.forEach((position) => union.add(position));
    }
    const batch = readings.slice(first, end);
    const positions = [...union].sort((a, b) => a - b);
    const { logits } = await opened.run(
      { source: batch.map(({ row }) => row), attentionMask: batch.map(({ attentionMask }) => attentionMask) },
      { positions, logits: true },
      signal,
    );
    const all = logits ?? new Float32Array(0);
    const width = all.length / batch.length / positions.length;
    for (const [row, reading] of batch.entries()) {
      const own = reading.positions.map((position) => {
        const start = (row * positions.length + positions.indexOf(position)) * width;
        return all.subarray(start, start + width);
      });
      yield { index: first + row, logits: own };
    }
    first = end;
    if (first < readings.length && performance.now() - told >= PERIOD) {
      told = performance.now();
      report({ kind: 'measured', done: first, count: readings.length });
    }
  }
}
