import * as l10n from '@vscode/l10n';
import { errorText, joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import type { TuningResult } from './run.js';
import { bestWay, intervalOf, judgedWays, majorityOf, overlaps, wayName, type JudgedWay } from './tuned.js';

/** A share to a tenth of a percent. */
export const sharePercent = (share: number, numbers: Numbers): string =>
  numbers.percent(Math.round(share * 1000) / 1000);

/** What was seen, made from the numbers. */
export function tuningSentence(result: TuningResult, numbers: Numbers): string {
  const judged = judgedWays(result);
  const best = bestWay(judged);
  const running = learning(result, numbers);
  const refused = refusals(result, numbers);
  if (!best) return joinSentences(running, refused) || l10n.t('Nothing was measured.');
  const { told } = best.outcome;
  const figures = judged.map((way) => {
    const { layers, outcome } = way;
    const [low, high] = intervalOf(way).map((share) => sharePercent(share, numbers));
    return l10n.t('{0} {1} ({2} to {3})', wayName(layers), numbers.number(outcome.right), low!, high!);
  });
  return joinSentences(
    l10n.t(
      'Of lines told when they were not learnt from ({0}) {1} tells rightly, with 95 % intervals: {2}.',
      numbers.number(told),
      result.model,
      joinList(figures),
    ),
    comparison(judged, best, numbers),
    course(judged, numbers),
    guessing(best, numbers),
    failures(result, numbers),
    refused,
    running,
  );
}

/** Which way is ahead, by how much, and whether chance would do that. */
function comparison(judged: readonly JudgedWay[], best: JudgedWay, numbers: Numbers): string {
  if (judged.length < 2) return '';
  const others = judged.filter((way) => way !== best);
  const equal = others.filter(({ outcome }) => outcome.right === best.outcome.right);
  const behind = others.filter((way) => !equal.includes(way));
  const named = (ways: readonly JudgedWay[]) => joinList(ways.map(({ layers }) => wayName(layers)));
  const first =
    equal.length > 0
      ? l10n.t('As many: {0}.', named([best, ...equal]))
      : l10n.t(
          'Most: {0}, {1} more than the next.',
          wayName(best.layers),
          numbers.number(best.outcome.right - Math.max(...others.map(({ outcome }) => outcome.right))),
        );
  const unsure = behind.filter((way) => overlaps(way, best));
  const beyond = behind.filter((way) => !overlaps(way, best));
  return joinSentences(
    first,
    unsure.length === 0
      ? ''
      : l10n.t('Intervals that overlap that of the best, so that they show no difference: {0}.', named(unsure)),
    beyond.length === 0 ? '' : l10n.t('Intervals wholly below that of the best: {0}.', named(beyond)),
  );
}

/** Whether it is as it is told: the more learns, the better. */
function course(judged: readonly JudgedWay[], numbers: Numbers): string {
  const head = judged.find(({ layers }) => layers === 'head');
  const others = judged.filter((way) => way !== head).map(({ outcome }) => outcome.right);
  if (!head || others.length === 0) return '';
  const rights = [head.outcome.right, ...others];
  if (new Set(rights).size === 1) return '';
  if (rights.length > 2 && rights.every((right, at) => at === 0 || right > rights[at - 1]!))
    return l10n.t('The more of it learnt, the more lines it told.');
  const gain = Math.max(...others) - head.outcome.right;
  return gain > 0
    ? l10n.t('That layers learnt, too, told {0} more at best than the head alone.', numbers.number(gain))
    : l10n.t('That layers learnt, too, did not help here.');
}

function guessing(best: JudgedWay, numbers: Numbers): string {
  const majority = majorityOf(best);
  const [low, high] = intervalOf(best);
  const told = l10n.t('Always the most frequent label of them: {0}.', sharePercent(majority, numbers));
  if (low <= majority && majority <= high)
    return joinSentences(told, l10n.t('That is within the interval of the best, too.'));
  return told;
}

function failures({ ways, parts }: TuningResult, numbers: Numbers): string {
  return joinSentences(
    ...ways.flatMap(({ layers, failed }) =>
      failed === 0
        ? []
        : l10n.t(
            'In {0} of {1} parts the loss of {2} was no number any more; the best before that was judged.',
            numbers.number(failed),
            numbers.number(parts),
            wayName(layers),
          ),
    ),
  );
}

function refusals({ ways }: TuningResult, numbers: Numbers): string {
  return joinSentences(
    ...ways.flatMap(({ layers, refusal }) =>
      refusal ? l10n.t('Not measured: {0}. {1}', wayName(layers), errorText(refusal, numbers.number)) : [],
    ),
  );
}

/** How far the way is that is being learnt. */
function learning({ ways, parts }: TuningResult, numbers: Numbers): string {
  const way = ways.at(-1);
  if (!way || way.outcome || way.refusal || way.loss === null) return '';
  return l10n.t(
    'Learning {0}, part {1} of {2}: step {3} of {4}, loss {5} nats a line.',
    wayName(way.layers),
    numbers.number(way.part),
    numbers.number(parts),
    numbers.number(way.done),
    numbers.number(way.steps),
    numbers.figure(way.loss, 3),
  );
}
