import * as l10n from '@vscode/l10n';
import { NEUTRAL, type LabSettings } from '../../labModel.js';

/** A logit typed in by hand. */
export interface TypedLogit {
  name: string;
  logit: number;
  /** it stands in the text before: the repetition penalty acts on it */
  before: boolean;
}

export interface TypedPreset {
  name: () => string;
  /** what to try, and what to see */
  lesson: () => string;
  logits: TypedLogit[];
  settings: LabSettings;
}

export const FEWEST_LOGITS = 3;
export const MOST_LOGITS = 20;

const typed = (name: string, logit: number, before = false): TypedLogit => ({ name, logit, before });
/** Logits of these probabilities; of all logits that have them, those whose softmax needs no shift. */
const shares = (...pairs: [string, number][]) =>
  pairs.map(([name, share]) => typed(name, Math.round(1000 * Math.log(share)) / 1000));

/** The textbook's examples. */
export const TYPED_PRESETS: readonly TypedPreset[] = [
  {
    name: () => l10n.t('temperature'),
    lesson: () =>
      l10n.t(
        'Move the temperature towards 0: A takes all, however near B is. It is no coin toss between them; only exact ties would be.',
      ),
    logits: [typed('A', 10), typed('B', 9.9), typed('C', 5)],
    settings: NEUTRAL,
  },
  {
    name: () => l10n.t('top-k'),
    lesson: () =>
      l10n.t('Three are kept however the probability lies: flatten it with the temperature, and it is still three.'),
    logits: shares(['tea', 0.4], ['coffee', 0.25], ['water', 0.15], ['milk', 0.1], ['soup', 0.06], ['sand', 0.04]),
    settings: { ...NEUTRAL, topK: 3 },
  },
  {
    name: () => l10n.t('top-p'),
    lesson: () =>
      l10n.t('As many are kept as it takes to hold the share: more of a flat distribution, fewer of a peaked one.'),
    logits: shares(['tea', 0.4], ['coffee', 0.25], ['water', 0.15], ['milk', 0.1], ['soup', 0.06], ['sand', 0.04]),
    settings: { ...NEUTRAL, topP: 0.75 },
  },
  {
    name: () => l10n.t('repetition'),
    lesson: () =>
      l10n.t(
        'The sign matters: cat has 2 and is divided, the has −1 and is multiplied. Both become less probable; dividing −1 would have raised it.',
      ),
    logits: [typed('cat', 2, true), typed('dog', 1.8), typed('the', -1, true), typed('sea', -1.1)],
    settings: { ...NEUTRAL, repetitionPenalty: 1.5 },
  },
];
