import path from 'node:path';
import * as vscode from 'vscode';
import {
  toErrorValue,
  type ManyProgress,
  type PlanManyValue,
  type Progress,
  type ScoreManyValue,
} from '../../../protocol/engine/index.js';
import { showInformationMessage, showModalMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { withWorkProgress, type WorkProgress } from '../../core/workProgress.js';
import { joinSentences } from '../../../wording/index.js';
import { servedNote } from '../../servers/servedWhere.js';
import { chooseColumn, chooseMany, type Chosen } from './chooseMany.js';
import { otherRunText, planText, progressText } from './manyTexts.js';

/**
 * *Score Many Texts…*: the texts of a file or a folder through one model, into a file. The engine reads and writes; what is
 * done when it is stopped is kept, and the same choice goes on with it.
 * @returns the command, which takes a file or folder where one is meant
 */
export const scoreManyCommand =
  (services: Services) =>
  async (given?: unknown): Promise<void> => {
    const chosen = await chooseMany(services, given instanceof vscode.Uri ? given : undefined);
    if (chosen !== null) await planned(services, chosen);
  };

/** Says how long it will take, and does it when that is wanted. */
async function planned(services: Services, chosen: Chosen): Promise<void> {
  try {
    const plan = await withWorkProgress(vscode.l10n.t('Counting texts'), (work) =>
      services.engine.call('planMany', chosen, { onProgress: follow(work) }, work.signal),
    );
    const where = servedNote(services.servers, plan.model);
    const answer = await confirmed(plan, joinSentences(planText(plan, chosen.output), ...where), chosen);
    if (answer === null) return;
    if (answer !== 'column') return await run(services, chosen, answer === 'anew');
    const column = await chooseColumn(plan.columns, plan.column);
    if (column !== null) await planned(services, { ...chosen, column });
  } catch (error) {
    services.report(error, () => void planned(services, chosen));
  }
}

/** Null where the user left. */
async function confirmed(
  plan: PlanManyValue,
  told: string,
  { output }: Chosen,
): Promise<'begin' | 'anew' | 'column' | null> {
  const anew = vscode.l10n.t('Begin Anew');
  if (plan.state === 'otherInput' || plan.state === 'otherSettings') {
    const answer = await showModalMessage(`${otherRunText(plan, output)} ${told}`, anew);
    return answer === anew ? 'anew' : null;
  }
  const isBegun = plan.state === 'begun';
  const begin = isBegun ? vscode.l10n.t('Go On') : vscode.l10n.t('Begin');
  const other = vscode.l10n.t('Other Column…');
  const more = [...(isBegun ? [anew] : []), ...(plan.columns.length > 1 ? [other] : [])];
  const answer = await showModalMessage(told, begin, ...more);
  if (answer === begin) return 'begin';
  return answer === anew ? 'anew' : answer === other ? 'column' : null;
}

async function run(services: Services, chosen: Chosen, restart: boolean): Promise<void> {
  const again = () => void run(services, chosen, false);
  let last: ManyProgress | null = null;
  const title = vscode.l10n.t('Scoring {0}', path.basename(chosen.input));
  try {
    const value = await withWorkProgress(title, (work) => {
      const onProgress = follow(work, (progress) => (last = progress));
      // The dialogue for the place has asked before a file is replaced.
      const params = { ...chosen, restart, overwrite: true };
      return services.engine.call('scoreMany', params, { priority: 'background', onProgress }, work.signal);
    });
    await tellEnd(value);
  } catch (error) {
    if (toErrorValue(error).code !== 'cancelled') return services.report(error, again);
    await tellStopped(last, again);
  }
}

/** Shows what a call tells. */
function follow(work: WorkProgress, also: (progress: ManyProgress) => void = () => {}): (report: Progress) => void {
  return (report) => {
    work.onProgress(report);
    if (report.kind !== 'many') return;
    const { progress } = report;
    also(progress);
    const { stage, done, total } = progress;
    work.done(stage === 'running' && total ? done / total : 0, progressText(progress));
  };
}

async function tellStopped(last: ManyProgress | null, again: () => void): Promise<void> {
  const goOn = vscode.l10n.t('Go On');
  const number = userNumber();
  const message =
    last?.stage === 'running' && last.total !== null
      ? vscode.l10n.t('Stopped at {0} of {1}. What is done is kept.', number(last.done), number(last.total))
      : vscode.l10n.t('Stopped. What is done is kept.');
  if ((await showInformationMessage(message, goOn)) === goOn) again();
}

async function tellEnd({ output, rows, errors }: ScoreManyValue): Promise<void> {
  const open = vscode.l10n.t('Open Result');
  const name = path.basename(output);
  const number = userNumber();
  const message =
    errors === 0
      ? vscode.l10n.t('{0} is written. Rows: {1}.', name, number(rows))
      : vscode.l10n.t(
          '{0} is written. Rows: {1}, of these with an error: {2}; the column “error” says why.',
          ...[name, number(rows), number(errors)],
        );
  if ((await showInformationMessage(message, open)) !== open) return;
  // The editor's own choice: a viewer of Parquet, where one is installed.
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(output));
}
