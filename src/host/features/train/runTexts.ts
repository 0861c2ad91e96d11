/* What is told of a run of training, whatever it trains: while it goes, when it was stopped, and what went wrong. */
import * as vscode from 'vscode';
import type { Calibration, JudgedBy, RunOutcome, TrainingProgress } from '../../../protocol/engine/index.js';
import { decimalFormat, formatFigure } from '../../../text/numbers.js';
import { formatPercent } from '../../core/probabilityBars.js';
import { userNumber } from '../../core/userNumber.js';
import type { ResultRow } from '../../editor/resultList.js';

/** What is told of a model whose training was stopped before its first step. */
export const stoppedHead = (name: string): string =>
  vscode.l10n.t('The training of {0} was stopped. The best so far is a head on the model as it was.', name);

/** How far training is, for `runLearning`. */
export const progressOf = (progress: TrainingProgress) => ({
  ...progress,
  isLearning: progress.stage === 'learning',
  message: progressText(progress),
});

/** How far it is: “step 3 of 75 · loss 0.412 · 75 % of the lines held out right”. */
function progressText({ stage, done, count, loss, accuracy }: TrainingProgress): string {
  const figures = [done, count].map(userNumber());
  if (stage === 'reading') return vscode.l10n.t('line {0} of {1}', ...figures);
  const { language } = vscode.env;
  return [
    vscode.l10n.t('step {0} of {1}', ...figures),
    ...(loss === undefined ? [] : [vscode.l10n.t('loss {0}', formatFigure(loss, 3, decimalFormat(language)))]),
    ...(accuracy === undefined
      ? []
      : [vscode.l10n.t('{0} of the lines held out right', formatPercent(accuracy, language))]),
  ].join(' · ');
}

/** What the figures of a model are of. */
export function judgedText({ judged }: { judged: JudgedBy }): string {
  switch (judged) {
    case 'heldOut':
      return vscode.l10n.t('of lines held out');
    case 'folds':
      return vscode.l10n.t('each line by a model that had not seen it');
    case 'none':
      return vscode.l10n.t('no lines were held out');
  }
}

/** Whether its probabilities can be taken at their word; nothing where none was judged. */
export const calibrationFigures = ({ calibration }: { calibration: Calibration | null }) =>
  calibration === null
    ? []
    : [
        {
          what: vscode.l10n.t('Expected calibration error of its probabilities'),
          figure: formatPercent(calibration.error, vscode.env.language),
        },
      ];

/** That lines judge nothing, since the model before had learnt them; nothing where there are none such. */
export const knownTexts = ({ known, model }: { known?: number; model: string }): string[] =>
  known === undefined
    ? []
    : [vscode.l10n.t('Lines left out of the figures, which {0} had learnt already: {1}', model, userNumber()(known))];

/** What did not go as it should. @param remarks on the lines, as they were told before they were learnt */
export function faultRows(
  { resumedAt, failedStep, cut }: Pick<RunOutcome, 'resumedAt' | 'failedStep'> & { cut: readonly number[] },
  remarks: readonly string[] = [],
) {
  const row = (label: string): ResultRow => ({ label, icon: 'warning', run: () => {} });
  return [
    ...remarks.map(row),
    ...(resumedAt === undefined
      ? []
      : [row(vscode.l10n.t('It was broken off, and gone on with from step {0}.', userNumber()(resumedAt)))]),
    ...(failedStep === undefined
      ? []
      : [
          row(
            vscode.l10n.t(
              'At step {0} the loss was no number any more; what was before is kept.',
              userNumber()(failedStep),
            ),
          ),
        ]),
    ...(cut.length === 0
      ? []
      : [row(vscode.l10n.t('Lines that were cut to what the model reads: {0}', userNumber()(cut.length)))]),
  ];
}
