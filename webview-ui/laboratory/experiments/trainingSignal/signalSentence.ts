import * as l10n from '@vscode/l10n';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import {
  agreementOf,
  carryingOf,
  lossOf,
  normOf,
  otherEffect,
  ownEffect,
  shareOf,
  sideOf,
  type SignalResult,
  type SignalSide,
  type StepEffect,
} from './sides.js';

/** A share to a tenth of a percent. */
const percent = (share: number, numbers: Numbers) => numbers.percent(Math.round(share * 1000) / 1000);
/** A cosine with two decimals. */
export const cosineText = (cosine: number, numbers: Numbers): string => numbers.decimal(cosine, 2);

/** What was seen, made from the numbers. */
export function signalSentence(result: SignalResult, numbers: Numbers): string {
  const learning = [sideOf(result, 'masked'), sideOf(result, 'causal')].flatMap((side) => side ?? []);
  if (learning.length === 0) return l10n.t('Nothing was measured.');
  const figures = learning.map((side) =>
    l10n.t(
      '{0} {1} of {2} ({3}), with {4} nats each and a gradient of norm {5}',
      side.model,
      numbers.number(carryingOf(side)),
      numbers.number(side.candidates),
      percent(shareOf(side), numbers),
      numbers.figure(lossOf(side), 2),
      numbers.figure(normOf(side), 1),
    ),
  );
  return joinSentences(
    l10n.t('Tokens that carry loss in a step: {0}.', joinList(figures)),
    ...learning.map((side) => lacking(side, numbers)),
    agreement(result, numbers),
    steps(result, learning, numbers),
  );
}

/** Words that a model has no token for are one and the same to it. */
function lacking({ model, unknown = 0, candidates }: SignalSide, numbers: Numbers): string {
  if (unknown === 0) return '';
  return l10n.t(
    'Tokens of {0} that stand for what its vocabulary lacks: {1} of {2}; what it learns at them is of no word.',
    model,
    numbers.number(unknown),
    numbers.number(candidates),
  );
}

/** How far the gradients of two draws point the same way, and whether that is the share's doing. */
function agreement(result: SignalResult, numbers: Numbers): string {
  const [masked, sparse] = [sideOf(result, 'masked'), sideOf(result, 'sparse')];
  const own = masked ? agreementOf(masked) : null;
  if (!masked) return '';
  if (own === null)
    return l10n.t('All tokens that {0} has are hidden, so that there is one draw of masks only.', masked.model);
  const told = l10n.t('The gradients of two draws of masks have a cosine of {0}.', cosineText(own, numbers));
  const few = sparse ? agreementOf(sparse) : null;
  if (!sparse || few === null) return told;
  const [one, other] = [cosineText(own, numbers), cosineText(few, numbers)];
  const compared =
    one === other
      ? l10n.t('It is the same in {0}, where as few of its tokens carry loss.', sparse.model)
      : l10n.t('In {0}, where as few of its tokens carry loss, it is {1}.', sparse.model, other);
  return joinSentences(told, compared, l10n.t('Where all do, there is nothing to draw.'));
}

function steps(result: SignalResult, learning: readonly SignalSide[], numbers: Numbers): string {
  const told = learning.map((side) => l10n.t('{0} from {1}', side.model, effectText(ownEffect(side), numbers)));
  const masked = sideOf(result, 'masked');
  const other = masked ? otherEffect(masked) : null;
  const worse = learning.filter((side) => isRisen(ownEffect(side)));
  return joinSentences(
    l10n.t(
      'A step of rate {0} takes the loss of what it learnt from, in nats a token: {1}.',
      rateText(result.rate, numbers),
      joinList(told),
    ),
    other ? l10n.t('At the other draws’ masks it goes from {0}.', effectText(other, numbers)) : '',
    other && isRisen(other) ? l10n.t('What the step learnt is of no use there.') : '',
    worse.length === 0
      ? ''
      : l10n.t('The step was too long, so that the loss rose: {0}.', joinList(worse.map(({ model }) => model))),
  );
}

const isRisen = ({ before, after }: StepEffect): boolean => after === null || after > before;

const effectText = ({ before, after }: StepEffect, numbers: Numbers): string =>
  l10n.t('{0} to {1}', numbers.figure(before, 2), after === null ? l10n.t('no number') : numbers.figure(after, 2));

/** A rate with all digits that it has. */
const rateText = (rate: number, numbers: Numbers): string =>
  numbers.decimal(rate, Math.max(0, -Math.floor(Math.log10(rate))));
