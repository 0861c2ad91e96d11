import * as vscode from 'vscode';
import type { MethodName } from '../../../protocol/engine/index.js';
import type { ModelSetting } from './modelSettings.js';

/** What a model does, in the order in which it is told; the others follow from these. */
const TOLD = [
  'fillMask',
  'translate',
  'summarize',
  'generate',
  'classify',
  'entities',
  'answer',
  'nextSentence',
  'replaced',
  'rank',
  'embed',
  'attention',
] as const satisfies readonly MethodName[];
type ToldTask = (typeof TOLD)[number];

function taskName(task: ToldTask): string {
  switch (task) {
    case 'fillMask':
      return vscode.l10n.t('fills masks');
    case 'translate':
      return vscode.l10n.t('translates');
    case 'summarize':
      return vscode.l10n.t('sums texts up');
    case 'generate':
      return vscode.l10n.t('continues texts');
    case 'classify':
      return vscode.l10n.t('judges texts');
    case 'entities':
      return vscode.l10n.t('finds names');
    case 'answer':
      return vscode.l10n.t('finds answers');
    case 'nextSentence':
      return vscode.l10n.t('tells what follows');
    case 'replaced':
      return vscode.l10n.t('finds replaced words');
    case 'rank':
      return vscode.l10n.t('sorts texts');
    case 'embed':
      return vscode.l10n.t('compares texts');
    case 'attention':
      return vscode.l10n.t('shows attention');
  }
}

/** What a model's row says that it does: the one or two tasks that say most. */
export function mainTasks(tasks: readonly MethodName[]): string[] {
  const heads = TOLD.filter((task) => tasks.includes(task));
  // Nearly every model has attention, and every encoder can compare and sort.
  const telling = heads.filter((task) => !['attention', 'embed', 'rank'].includes(task));
  return (telling.length > 0 ? telling : heads).slice(0, 2).map(taskName);
}

/** All that a model does, for its facts. */
export const allTasks = (tasks: readonly MethodName[]): string[] =>
  TOLD.filter((task) => tasks.includes(task)).map(taskName);

/** The command that a setting's model works for. */
export function settingTask(setting: ModelSetting): string {
  switch (setting) {
    case 'fillMask.model':
      return vscode.l10n.t('Fill Mask');
    case 'continueText.model':
      return vscode.l10n.t('Continue Text');
    case 'translate.model':
      return vscode.l10n.t('Translate');
    case 'findNames.model':
      return vscode.l10n.t('Find Names');
    case 'classify.model':
      return vscode.l10n.t('Classify');
    case 'ask.model':
      return vscode.l10n.t('Ask About This Text');
    case 'summarize.model':
      return vscode.l10n.t('Summarize');
    case 'findSimilar.model':
      return vscode.l10n.t('Find Similar');
    case 'findSimilar.reranker':
      return vscode.l10n.t('Find Similar, the order of results');
    case 'attention.model':
      return vscode.l10n.t('Attention');
    case 'surprise.model':
      return vscode.l10n.t('Surprise');
    case 'surprise.otherModel':
      return vscode.l10n.t('Surprise, the other model');
    case 'compareSentences.model':
      return vscode.l10n.t('Compare Sentences');
  }
}
