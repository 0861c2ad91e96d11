import * as vscode from 'vscode';
import type { Evaluation, TrainValue } from '../../../protocol/engine/index.js';
import { wilson } from '../../../maths/wilson.js';
import { clipEnd } from '../../../text/excerpt.js';
import { markdownTable } from '../../../text/markdownTable.js';
import { isolate } from '../../../text/isolate.js';
import { formatPercent } from '../../core/probabilityBars.js';
import { userNumber } from '../../core/userNumber.js';
import type { ResultHeading, ResultRow } from '../../editor/resultList.js';
import { calibrationFigures, judgedText, knownTexts } from './runTexts.js';

const SHOWN = 64;

const percent = (share: number) => formatPercent(share, vscode.env.language);
/** Few lines say little: the interval tells how little. */
function shareOf({ right, count }: Evaluation): string {
  const [low, high] = wilson(right, count).map(percent);
  const figures = [right, count].map(userNumber());
  return vscode.l10n.t(
    '{0} of {1} right ({2}; 95 % interval {3} to {4})',
    ...figures,
    percent(right / count),
    low!,
    high!,
  );
}

/** How well it tells the labels, beside the head alone and what chance comes to. */
export function figureRows(value: TrainValue): { what: string; figure: string }[] {
  const { classifier, head, control, layers } = value;
  return [
    ...(classifier ? [{ what: vscode.l10n.t('The classifier'), figure: shareOf(classifier) }] : []),
    ...(head && layers !== 'head'
      ? [{ what: vscode.l10n.t('A head on the model as it was'), figure: shareOf(head) }]
      : []),
    ...(control
      ? [
          {
            what: vscode.l10n.t('A head on shuffled labels: chance'),
            figure: vscode.l10n.t('{0} right, at most {1}', percent(control.mean), percent(control.most)),
          },
        ]
      : []),
  ];
}

/** That it tells no more lines than heads on shuffled labels did; nothing where it does, or nobody knows. */
export const chanceTexts = ({ classifier, control }: Pick<TrainValue, 'classifier' | 'control'>): string[] =>
  classifier && control && classifier.right / classifier.count <= control.most
    ? [
        vscode.l10n.t(
          'It tells these lines no better than chance may: give it more lines, or make it from a larger model.',
        ),
      ]
    : [];

/** Whether the layers learnt and nothing of it was kept: the classifier is the head on the model as it was. */
export const isUnlearnt = ({ judged, losses, bestStep }: Pick<TrainValue, 'judged' | 'losses' | 'bestStep'>) =>
  judged === 'heldOut' && losses.length > 0 && bestStep === 0;

/** Why a step with more lines told rightly may not be the one that is kept. */
export const unlearntText = () =>
  vscode.l10n.t(
    'Kept is the model as it was, with a head: whenever the lines held out were judged, their loss was no smaller than before the first step. A loss counts how sure each line is told, so that a share told rightly can rise and the loss with it.',
  );

/** Lines that are told wrongly, the surest first. @param first index of the first line's place; null: they have none */
export function wrongRows(
  value: TrainValue,
  examples: readonly { text: string }[],
  placeOf: (index: number) => Pick<ResultRow, 'places' | 'run'>,
): (ResultRow | ResultHeading)[] {
  if (value.wrong.length === 0) return [];
  return [
    { heading: vscode.l10n.t('Told Wrongly, the Surest First') },
    ...value.wrong.map(({ index, label, told, probability }): ResultRow => ({
      label: clipEnd((examples[index]?.text ?? '').replace(/\s+/g, ' '), SHOWN),
      description: vscode.l10n.t('{0}, told as {1} ({2})', ...[label, told].map(isolate), percent(probability)),
      ...placeOf(index),
    })),
  ];
}

/** All of it as Markdown: figures, which label was told as which, and the lines told wrongly. */
export function trainingReport(
  name: string,
  value: TrainValue,
  { examples, remarks }: { examples: readonly { text: string }[]; remarks: readonly string[] },
): string {
  const number = userNumber();
  const names = value.labels.map(({ label }) => label);
  const facts: string[][] = [
    [vscode.l10n.t('Made from'), value.model],
    [vscode.l10n.t('Labels'), value.labels.map(({ label, lines }) => `${label} (${number(lines)})`).join(', ')],
    [vscode.l10n.t('Numbers learnt, of all'), `${number(value.parameters.trained)} / ${number(value.parameters.all)}`],
    ...(value.losses.length > 0
      ? [[vscode.l10n.t('Step that is kept, of all'), `${number(value.bestStep)} / ${number(value.losses.length)}`]]
      : []),
    ...[...figureRows(value), ...calibrationFigures(value)].map(({ what, figure }) => [what, figure]),
    [vscode.l10n.t('Seconds'), value.seconds.toLocaleString(vscode.env.language, { maximumFractionDigits: 1 })],
  ];
  const { classifier, wrong } = value;
  const parts = [
    `# ${name}`,
    markdownTable([vscode.l10n.t('What'), { figures: vscode.l10n.t('Figure') }], facts),
    vscode.l10n.t('Figures are {0}.', judgedText(value)),
    ...chanceTexts(value),
    ...(isUnlearnt(value) ? [unlearntText()] : []),
    ...knownTexts(value),
    ...remarks,
  ];
  if (classifier) {
    const rows = classifier.confusion.map((counts, at) => [names[at] ?? '', ...counts.map(number)]);
    const head = [vscode.l10n.t('Label (row), told as (column)'), ...names.map((figures) => ({ figures }))];
    parts.push(`## ${vscode.l10n.t('What was told as what')}`, markdownTable(head, rows));
  }
  if (wrong.length > 0) {
    const head = [
      vscode.l10n.t('Text'),
      vscode.l10n.t('Label'),
      vscode.l10n.t('Told as'),
      vscode.l10n.t('Probability'),
    ];
    const rows = wrong.map(({ index, label, told, probability }) => [
      (examples[index]?.text ?? '').replace(/\s+/g, ' '),
      ...[label, told, percent(probability)],
    ]);
    parts.push(`## ${vscode.l10n.t('Told Wrongly, the Surest First')}`, markdownTable(head, rows));
  }
  return `${parts.join('\n\n')}\n`;
}
