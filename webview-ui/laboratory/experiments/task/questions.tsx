import * as l10n from '@vscode/l10n';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { Chips, type Chip } from '../../drawing/chips.js';
import { durationText } from '../../model/duration.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { CAUSAL, READER, TEXT_TO_TEXT } from '../../model/roles.js';
import {
  byPrompt,
  bySource,
  bySpan,
  marksNothing,
  WAYS,
  type QuestionFinding,
  type QuestionWay,
} from './questionWays.js';

export interface QuestionsResult {
  found: QuestionFinding[];
  /** of models that write: those whose config names other tasks and not this one */
  untrained: string[];
}

async function* measure(bench: Bench, { text, other, models }: LabInput): AsyncGenerator<QuestionsResult> {
  const found: QuestionFinding[] = [];
  const { prefixes = [] } = models.textToText ?? {};
  const isTrained = prefixes.length === 0 || prefixes.some((prefix) => prefix.startsWith('question'));
  const untrained = isTrained ? [] : [models.textToText!.id];
  const ask = { span: bySpan, prompt: byPrompt, textToText: bySource };
  const roles = { span: models.reader, prompt: models.causal, textToText: models.textToText };
  const ways = WAYS.filter((way) => roles[way]);
  for (const way of ways) {
    found.push(await ask[way](bench, roles[way]!, text, other));
    bench.progress(found.length, ways.length);
    yield { found: [...found], untrained };
  }
}

export function wayName(way: QuestionWay): string {
  switch (way) {
    case 'span':
      return l10n.t('marked in the text');
    case 'prompt':
      return l10n.t('written behind text and question');
    case 'textToText':
      return l10n.t('written from question and text');
  }
}

function seen({ found, untrained }: QuestionsResult, numbers: Numbers): string {
  const told = found.flatMap((finding) => {
    const { model, answers } = finding;
    const [first] = answers;
    if (!first || marksNothing(finding)) return [];
    const figure = numbers.percent(first.probability);
    return first.isInText
      ? [l10n.t('{0}: “{1}” ({2}), which stands in the text', model, first.text, figure)]
      : [l10n.t('{0}: “{1}” ({2}), which does not stand in the text', model, first.text, figure)];
  });
  const unmarked = found.filter((finding) => finding.way === 'span' && marksNothing(finding));
  const silent = found.filter(({ way, answers }) => way !== 'span' && answers.length === 0).map(({ model }) => model);
  const times = found.map(({ model, milliseconds }) => l10n.t('{0}: {1}', model, durationText(milliseconds, numbers)));
  return joinSentences(
    told.length > 0 ? l10n.t('Answers: {0}.', joinList(told)) : '',
    untrained.length > 0 ? l10n.t('{0} was trained on other tasks only.', joinList(untrained)) : '',
    ...unmarked.map(({ model }) => l10n.t('{0} marks nothing: the text does not say it.', model)),
    silent.length > 0 ? l10n.t('{0} writes nothing.', joinList(silent)) : '',
    times.length > 0 ? l10n.t('Loaded, they took: {0}.', joinList(times)) : '',
    found.some(({ way }) => way === 'span')
      ? ''
      : l10n.t('No model here marks answers in a text: those that write are not held to it.'),
  );
}

/** What a way answers, and before it that it marks nothing, where that is more probable. */
function chipsOf(finding: QuestionFinding, numbers: Numbers): Chip[] {
  const { answers, noAnswer } = finding;
  const found = answers.map(({ text, isInText, probability }): Chip => ({
    text,
    look: isInText ? 'right' : 'wrong',
    below: numbers.percent(probability),
  }));
  if (!marksNothing(finding)) return found;
  const below = noAnswer === undefined ? {} : { below: numbers.percent(noAnswer) };
  return [{ text: l10n.t('nothing'), look: 'special', ...below }, ...found];
}

export const questions: Part<QuestionsResult> = {
  id: 'questions',
  title: () => l10n.t('Questions'),
  question: () => l10n.t('Is an answer marked in the text, or made up?'),
  otherText: () => l10n.t('Question'),
  roles: [READER, CAUSAL, TEXT_TO_TEXT],
  textRows: 5,
  examples: [
    {
      language: 'en',
      text: 'Anna lives in a small house by the river with her two cats. Every morning she walks to the market and buys bread.',
      other: 'Where does Anna live?',
      point: () => l10n.t('The answer stands in the text, word by word'),
    },
    {
      language: 'en',
      text: 'Anna lives in a small house by the river with her two cats. Every morning she walks to the market and buys bread.',
      other: 'What does her brother do?',
      point: () => l10n.t('The text does not say it: who answers all the same?'),
    },
    {
      language: 'zh',
      text: '小明住在北京，他每天早上坐地铁去上班。',
      other: '小明住在哪里？',
      point: () => l10n.t('A question in Chinese'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'That an answer stands in the text does not make it right, and a right one can be said in other words. The probabilities do not compare: one is of a place among the places of this text, the others of words among all that could be written.',
    ),
  picture: (result: QuestionsResult, drawing: Drawing) =>
    Chips({
      ...drawing,
      lines: result.found.map((finding) => ({
        heading: `${finding.model}: ${wayName(finding.way)} · ${durationText(finding.milliseconds, drawing.numbers)}`,
        chips: chipsOf(finding, drawing.numbers),
      })),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    { mark: 'chip-right', text: l10n.t('stands in the text') },
    { mark: 'chip-wrong', text: l10n.t('does not stand in the text') },
  ],
  table: ({ found }) => ({
    header: [
      l10n.t('way'),
      l10n.t('model'),
      l10n.t('place'),
      l10n.t('answer'),
      l10n.t('probability'),
      l10n.t('stands in the text'),
      l10n.t('probability that the text does not say it'),
      l10n.t('time, ms'),
    ],
    rows: found.flatMap(({ way, model, answers, noAnswer, milliseconds }) =>
      answers.length === 0
        ? [[wayName(way), model, null, null, null, null, noAnswer ?? null, milliseconds]]
        : answers.map((answer, at) => [
            wayName(way),
            model,
            at + 1,
            answer.text,
            answer.probability,
            answer.isInText ? l10n.t('yes') : l10n.t('no'),
            at === 0 ? (noAnswer ?? null) : null,
            at === 0 ? milliseconds : null,
          ]),
    ),
  }),
};
