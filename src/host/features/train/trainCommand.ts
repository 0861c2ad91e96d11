import * as vscode from 'vscode';
import type { Params, TrainingProgress, TrainValue } from '../../../protocol/engine/index.js';
import { consoleCommand, shellOf } from '../../../protocol/engine/shell.js';
import { commandIds } from '../../core/commandIds.js';
import { formatPercent } from '../../core/probabilityBars.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { copyText } from '../../editor/offerText.js';
import { type ResultRow } from '../../editor/resultList.js';
import { chooseLines } from './chooseLines.js';
import { chooseTraining, type Training } from './chooseTraining.js';
import { countsText, type TrainingLines } from './lines.js';
import { wantsStopped } from './keepStopped.js';
import { keepTrying } from './keepTrying.js';
import { runLearning } from './runLearning.js';
import { figureRows, isUnlearnt, judgedText, trainingReport, unlearntText, wrongRows } from './trainingRows.js';
import { figureRow, showLearnt } from './showLearnt.js';

/** A command line of Windows takes 32,767 characters. */
const MOST_COMMAND = 24_000;

/** *Train Classifier…*: makes a classifier of labelled lines, which *Classify* then uses. */
export const trainCommand = (services: Services, context: vscode.ExtensionContext) => async (): Promise<void> => {
  const lines = await chooseLines(vscode.window.activeTextEditor);
  if (lines === null) return;
  const title = vscode.l10n.t('Train Classifier · {0}', countsText(lines.examples));
  let training: Training | null = null;
  const work = async () => {
    training ??= await chooseTraining(services, title, lines.name);
    if (training !== null) await train(services, context, lines, training);
  };
  await keepTrying(services, work, () => lines.spans?.dispose());
};

async function train(
  services: Services,
  context: vscode.ExtensionContext,
  lines: TrainingLines,
  { model, layers, name }: Training,
): Promise<void> {
  const params: Asked = { model, layers, examples: lines.examples };
  const made = await runLearning(services, context, { method: 'train', name, params }, (report) =>
    report.kind === 'training' ? progressOf(report.progress) : null,
  );
  const { value } = made;
  if (value.stopped && !(await wantsStopped(name, value.bestStep, stoppedHead(name)))) return made.discard();
  const id = await made.install();
  if (id === null) return;
  void vscode.commands.executeCommand(commandIds.refreshModels);
  await showMade(lines, value, params, id);
}

/** What is told of a model whose training was stopped before its first step. */
export const stoppedHead = (name: string): string =>
  vscode.l10n.t('The training of {0} was stopped. The best so far is a head on the model as it was.', name);

/** What the engine was asked, without its places. */
type Asked = Pick<Params<'train'>, 'model' | 'layers' | 'examples'>;

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
    ...(loss === undefined
      ? []
      : [vscode.l10n.t('loss {0}', loss.toLocaleString(language, { maximumFractionDigits: 3 }))]),
    ...(accuracy === undefined
      ? []
      : [vscode.l10n.t('{0} of the lines held out right', formatPercent(accuracy, language))]),
  ].join(' · ');
}

async function showMade(lines: TrainingLines, value: TrainValue, params: Asked, id: string): Promise<void> {
  const { examples, spans, files } = lines;
  const placeOf = (index: number): Pick<ResultRow, 'places' | 'run'> => {
    const file = files[index];
    return file ? { run: () => vscode.window.showTextDocument(file) } : { places: [index] };
  };
  const learnt = {
    id,
    seconds: value.seconds,
    setting: 'classify.model',
    use: vscode.l10n.t('Use It for Classify'),
    used: vscode.l10n.t('Classify works with {0} now.', id),
    what: vscode.l10n.t('How well it tells lines that it has not seen'),
    report: () => trainingReport(id, value, lines),
    rows: [
      ...commandRow(params, id),
      { heading: judgedText(value) },
      ...figureRows(value).map(figureRow),
      ...unlearntRows(value),
      ...faultRows(value, lines.remarks),
      ...wrongRows(value, examples, placeOf),
    ],
  } as const;
  await showLearnt(learnt, spans);
}

/** That nothing of what the layers learnt is in the classifier. */
const unlearntRows = (value: TrainValue): ResultRow[] =>
  isUnlearnt(value)
    ? [
        {
          label: vscode.l10n.t('Kept: the model as it was, with a head'),
          detail: unlearntText(),
          icon: 'info',
          run: () => {},
        },
      ]
    : [];

/** What did not go as it should. @param remarks on the lines, as they were told before they were learnt */
export function faultRows(
  { resumedAt, failedStep, cut }: Pick<TrainValue, 'resumedAt' | 'failedStep' | 'cut'>,
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

/** Row that copies what trains the same in the console; none where a command line would not take the lines. */
function commandRow(params: Asked, name: string): ResultRow[] {
  const asked = [{ method: 'train' as const, params: { ...params, name } }];
  const command = consoleCommand(asked, shellOf(vscode.env.shell));
  if (command.length > MOST_COMMAND) return [];
  return [{ label: vscode.l10n.t('Copy Console Command'), icon: 'terminal', run: () => copyText(command) }];
}
