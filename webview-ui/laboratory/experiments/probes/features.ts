import * as l10n from '@vscode/l10n';
import type { ModelInfo } from '../../../../src/protocol/engine/index.js';
import type { Features } from '../../../../src/training/logisticRegression.js';
import type { Bench } from '../../model/experiment.js';
import type { LabelledLine } from '../../model/labelledText.js';
import { featuresFrom } from '../../model/lineFeatures.js';

/** Ways to make one vector of a line. */
export const WAYS = ['cls', 'mean', 'last'] as const;
export type ProbeWay = (typeof WAYS)[number];

/** A model's vectors of lines, by one way. */
export interface LineFeatures {
  way: ProbeWay;
  model: string;
  features: Features;
}

/** Asks the models for the vectors of lines: BERT's by its first token and by the mean of all, GPT-2's by its last token. */
export async function* featuresOf(
  bench: Bench,
  lines: readonly LabelledLine[],
  { masked, causal }: Readonly<Record<string, ModelInfo>>,
): AsyncGenerator<LineFeatures> {
  const texts = lines.map(({ text }) => text);
  for (const way of WAYS) {
    const model = way === 'last' ? causal : masked;
    if (!model) continue;
    const { vectors } = await bench.ask('embed', { model: model.id, texts, pooling: way });
    yield { way, model: model.id, features: featuresFrom(vectors) };
  }
}

export function wayName(way: ProbeWay): string {
  switch (way) {
    case 'cls':
      return l10n.t('the first token ([CLS])');
    case 'mean':
      return l10n.t('the mean of all tokens');
    case 'last':
      return l10n.t('the last token');
  }
}

/** The same in little room. */
export function wayShort(way: ProbeWay): string {
  switch (way) {
    case 'cls':
      return '[CLS]';
    case 'mean':
      return l10n.t('mean');
    case 'last':
      return l10n.t('last token');
  }
}
