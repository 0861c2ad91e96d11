import path from 'node:path';
import * as vscode from 'vscode';
import type { ManyFormat, ManyProgress, ManyTask, PlanManyValue } from '../../../protocol/engine/index.js';
import { differingText } from '../../../wording/index.js';
import { userNumber } from '../../core/userNumber.js';
import { timeLeft } from '../../core/workFigures.js';

/** What is found out of a text, as a row says it. @param own by labels that are typed */
export function taskText(task: ManyTask, own: boolean): { label: string; description: string } {
  switch (task) {
    case 'perplexity':
      return {
        label: vscode.l10n.t('Perplexity'),
        description: vscode.l10n.t('how well a model expects it, with bits per byte'),
      };
    case 'labels':
      return own
        ? { label: vscode.l10n.t('Labels of Your Own…'), description: vscode.l10n.t('which of them fits, by meaning') }
        : { label: vscode.l10n.t('Labels'), description: vscode.l10n.t('the classes of a classifier') };
    case 'embeddings':
      return { label: vscode.l10n.t('Embeddings'), description: vscode.l10n.t('its meaning as a vector') };
    case 'continuations':
      return { label: vscode.l10n.t('Continuations'), description: vscode.l10n.t('how a model goes on with it') };
  }
}

export function formatText(format: ManyFormat): { label: string; description: string } {
  switch (format) {
    case 'csv':
      return { label: 'CSV', description: vscode.l10n.t('for spreadsheets and most programs') };
    case 'jsonl':
      return { label: 'JSON Lines', description: vscode.l10n.t('an object a line') };
    case 'parquet':
      return { label: 'Parquet', description: vscode.l10n.t('small and typed, for pandas, DuckDB or Spark') };
  }
}

/** About how long something takes; of what takes longer the less exact. */
export function aboutText(seconds: number): string {
  const number = userNumber();
  if (seconds < 60) return vscode.l10n.t('about {0} s', number(Math.max(1, Math.round(seconds))));
  if (seconds < 5400) return vscode.l10n.t('about {0} min', number(Math.round(seconds / 60)));
  return vscode.l10n.t('about {0} h', number(Math.round(seconds / 360) / 10));
}

/** What is to be known before it begins: “1,000 texts of the column text with gpt2-mini: about 3 min.” */
export function planText(plan: PlanManyValue, output: string): string {
  const number = userNumber();
  const { texts, unread, column, columns, model, seconds, state, done } = plan;
  const count =
    columns.length > 1 && column !== null
      ? vscode.l10n.t('Texts in the column “{0}”: {1}, for {2}.', column, number(texts), model)
      : vscode.l10n.t('Texts: {0}, for {1}.', number(texts), model);
  const lines = [
    count,
    ...(unread > 0 ? [vscode.l10n.t('Rows without a text, which will have an error: {0}.', number(unread))] : []),
    ...(state === 'begun' ? [vscode.l10n.t('Done already in a run before: {0}.', number(done))] : []),
    ...(seconds === null ? [] : [vscode.l10n.t('This takes {0}.', aboutText(seconds))]),
    vscode.l10n.t('The result goes to {0}.', path.basename(output)),
  ];
  return lines.join(' ');
}

/** Why another run stands in the way. */
export function otherRunText({ state, differing }: PlanManyValue, output: string): string {
  const name = path.basename(output);
  return state === 'otherInput'
    ? vscode.l10n.t('A run with other texts was begun at {0}, and is not done.', name)
    : vscode.l10n.t(
        'A run with other settings was begun at {0}, and is not done: {1}.',
        name,
        differingText(differing),
      );
}

/** How far it is: “120 of 1,000 · errors: 2 · 3 min left”. */
export function progressText({ stage, done, total, errors, secondsLeft, waitsFor }: ManyProgress): string {
  const number = userNumber();
  switch (stage) {
    case 'reading':
      return vscode.l10n.t('rows counted: {0}', number(done));
    case 'measuring':
      return vscode.l10n.t('a few texts are tried, to tell how long it takes');
    case 'writing':
      return vscode.l10n.t('the result is written');
    case 'running':
      return [
        vscode.l10n.t('{0} of {1}', number(done), number(total ?? done)),
        ...(errors > 0 ? [vscode.l10n.t('errors: {0}', number(errors))] : []),
        ...(waitsFor === undefined
          ? []
          : [vscode.l10n.t('waiting for the server, which is asked again in {0} s', number(Math.ceil(waitsFor)))]),
        ...(secondsLeft === null ? [] : [timeLeft(secondsLeft)]),
      ].join(' · ');
  }
}
