import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DistributionValue } from '../../../src/protocol/engine/index.js';
import type { ViewContext } from '../../../webview-ui/decoding/model/viewContext.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';

/** What tree, distribution, laboratory and determinism check are drawn with, in English. */
export const englishContext: ViewContext = { numbers: numbersFor('en') };

/** The embedded model's logits after “When the rain stopped, the children went to the”; rounded. */
export function readDistribution(): DistributionValue {
  const file = path.join(import.meta.dirname, '../fixtures/distribution.json');
  const {
    model,
    ids,
    logits,
    texts: first,
  } = JSON.parse(readFileSync(file, 'utf8')) as Record<'ids' | 'logits', number[]> & {
    model: string;
    texts: string[];
  };
  return { model, ids: Int32Array.from(ids), logits: Float32Array.from(logits), texts: first };
}
