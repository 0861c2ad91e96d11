import * as l10n from '@vscode/l10n';
import type { EncoderPositions, LearnerName } from '../../../../src/protocol/engine/index.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { bestLook, courseOf, leftFrequencies, writtenBy, type Course, type NothingResult } from './course.js';

/** Above its least, as a share of it and in bits, at which a learner's loss counts as risen again: next to 0 all shares are large. */
const RISEN = 1.05;
const RISEN_BITS = 0.05;

export const learnerName = (learner: LearnerName): string =>
  learner === 'decoder' ? l10n.t('the GPT') : l10n.t('the BERT');

const POSITIONS: Readonly<Record<EncoderPositions, () => string>> = {
  relative: () => l10n.t('distances'),
  learned: () => l10n.t('learnt table'),
  sinusoidal: () => l10n.t('table of sines'),
};
/** How a BERT knows places, in words. */
export const positionsName = (positions: EncoderPositions): string => POSITIONS[positions]();

/** The share of characters read that carried loss; null before the first step. */
export function carriedShare({ looks }: Course): number | null {
  const last = looks.at(-1);
  return last && last.read > 0 ? last.carried / last.read : null;
}

/** What was seen, made from the numbers. */
export function courseSentence(result: NothingResult, numbers: Numbers): string {
  const { text, frequencyBits, courses, done, steps } = result;
  if (text === null || frequencyBits === null || courses.every(({ looks }) => looks.length === 0)) {
    return l10n.t('Nothing was measured.');
  }
  const bits = (value: number) => numbers.figure(value, 2);
  const ends = courses.flatMap((course) => {
    const [first, best] = [course.looks[0], bestLook(course)];
    return first && best
      ? [l10n.t('{0} from {1} to {2}', learnerName(course.learner), bits(first.bits), bits(best.bits))]
      : [];
  });
  return joinSentences(
    done < steps
      ? l10n.t(
          'After {0} of {1} steps on {2} characters, bits a predicted character of text held out have gone, at best: {3}; letter frequencies alone need {4}.',
          numbers.number(done),
          numbers.number(steps),
          numbers.number(text.learnt),
          joinList(ends),
          bits(frequencyBits),
        )
      : l10n.t(
          'In {0} steps on {1} characters, bits a predicted character of text held out go, at best: {2}; letter frequencies alone need {3}.',
          numbers.number(steps),
          numbers.number(text.learnt),
          joinList(ends),
          bits(frequencyBits),
        ),
    leaving(result, frequencyBits, numbers),
    rising(courses, numbers),
    shares(courses, numbers),
    words(result, numbers),
  );
}

function leaving({ courses, done }: NothingResult, frequencyBits: number, numbers: Numbers): string {
  if (done === 0) return '';
  const told = courses.map((course) => {
    const left = leftFrequencies(course, frequencyBits);
    return left
      ? l10n.t('{0} by step {1}', learnerName(course.learner), numbers.number(left.step))
      : l10n.t('{0} not yet', learnerName(course.learner));
  });
  return l10n.t('More than a quarter below that: {0}.', joinList(told));
}

function rising(courses: readonly Course[], numbers: Numbers): string {
  const risen = courses.flatMap((course) => {
    const [best, last] = [bestLook(course), course.looks.at(-1)];
    if (!best || !last || last.bits <= Math.max(RISEN * best.bits, best.bits + RISEN_BITS)) return [];
    return [
      l10n.t(
        '{0}, to {1} bits from {2} at step {3}',
        learnerName(course.learner),
        numbers.figure(last.bits, 2),
        numbers.figure(best.bits, 2),
        numbers.number(best.step),
      ),
    ];
  });
  return risen.length === 0
    ? ''
    : l10n.t('On text held out it rises again, as where a text is learnt by heart: {0}.', joinList(risen));
}

function shares(courses: readonly Course[], numbers: Numbers): string {
  const told = courses.flatMap((course) => {
    const share = carriedShare(course);
    return share === null ? [] : [`${learnerName(course.learner)} ${wholePercent(share, numbers)}`];
  });
  return told.length === 0 ? '' : l10n.t('Of the characters that they read carry loss: {0}.', joinList(told));
}

function words(result: NothingResult, numbers: Numbers): string {
  const all = result.courses.flatMap(({ learner }) => writtenBy(courseOf(result, learner)) ?? []);
  const told = all
    .filter((written) => written.words > 0)
    .map(({ learner, known, words: count }) =>
      l10n.t('{0} {1} of {2}', learnerName(learner), numbers.number(known), numbers.number(count)),
    );
  const wordless = all.filter((written) => written.words === 0).map(({ learner }) => learnerName(learner));
  return joinSentences(
    told.length === 0 ? '' : l10n.t('Asked to go on, they write words of which the text has: {0}.', joinList(told)),
    wordless.length === 0 ? '' : l10n.t('No whole word is in what was written by: {0}.', joinList(wordless)),
  );
}

/** In tenths of a percent. */
export const wholePercent = (share: number, numbers: Numbers): string =>
  numbers.percent(Math.round(share * 1000) / 1000);
