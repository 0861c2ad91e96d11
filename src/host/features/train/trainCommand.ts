import * as vscode from 'vscode';
import type { Params, TrainValue } from '../../../protocol/engine/index.js';
import { consoleCommand, shellOf } from '../../../protocol/engine/shell.js';
import { commandIds } from '../../core/commandIds.js';
import type { Services } from '../../core/services.js';
import { copyText } from '../../editor/offerText.js';
import { type ResultRow } from '../../editor/resultList.js';
import { chooseLines } from './chooseLines.js';
import { chooseTraining, type Training } from './chooseTraining.js';
import { countsText, fewerHeads, type TrainingLines } from './lines.js';
import { wantsStopped } from './keepStopped.js';
import { keepTrying } from './keepTrying.js';
import { runLearning } from './runLearning.js';
import { faultRows, judgedText, knownTexts, progressOf, stoppedHead } from './runTexts.js';
import { chanceTexts, figureRows, isUnlearnt, trainingReport, unlearntText, wrongRows } from './trainingRows.js';
import { figuresUnder, showLearnt } from './showLearnt.js';

/** A command line of Windows takes 32,767 characters. */
const MOST_COMMAND = 24_000;

/** *Train Classifier…*: makes a classifier of labelled lines, which *Classify* then uses. */
export const trainCommand = (services: Services, context: vscode.ExtensionContext) => async (): Promise<void> => {
  const lines = await chooseLines(vscode.window.activeTextEditor);
  if (lines === null) return;
  const title = vscode.l10n.t('Train Classifier · {0}', countsText(lines.examples));
  const document = lines.spans?.document ?? null;
  const text = lines.examples.map((example) => example.text).join('\n');
  let training: Training | null = null;
  const work = async () => {
    training ??= await chooseTraining(services, { title, from: lines.name, document, text });
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
  const params: Asked = { model, layers, examples: lines.examples, ...fewerHeads(lines.examples) };
  const { numbers } = lines;
  const made = await runLearning(services, context, { method: 'train', name, params, numbers }, (report) =>
    report.kind === 'training' ? progressOf(report.progress) : null,
  );
  const { value } = made;
  if (value.stopped && !(await wantsStopped(name, value.bestStep, stoppedHead(name)))) return made.discard();
  const id = await made.install();
  if (id === null) return;
  void vscode.commands.executeCommand(commandIds.refreshModels);
  await showMade(lines, value, params, id);
}

/** What the engine was asked, without its places. */
type Asked = Pick<Params<'train'>, 'model' | 'layers' | 'examples' | 'shuffles' | 'curvePoints'>;

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
      ...figuresUnder(judgedText(value), figureRows(value)),
      ...unlearntRows(value),
      ...faultRows(value, [...chanceTexts(value), ...knownTexts(value), ...lines.remarks]),
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

/** Row that copies what trains the same in the console; none where a command line would not take the lines. */
function commandRow(params: Asked, name: string): ResultRow[] {
  const asked = [{ method: 'train' as const, params: { ...params, name } }];
  const command = consoleCommand(asked, shellOf(vscode.env.shell));
  if (command.length > MOST_COMMAND) return [];
  return [{ label: vscode.l10n.t('Copy Console Command'), icon: 'terminal', run: () => copyText(command) }];
}
