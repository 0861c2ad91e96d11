import path from 'node:path';
import * as vscode from 'vscode';
import {
  MANY_FORMATS,
  METHOD_TASKS,
  type ManyFormat,
  type ManyTask,
  type Params,
} from '../../../protocol/engine/index.js';
import { askForLabels } from '../../core/askForLabels.js';
import { HEAD_MODELS, installSuggested } from '../../core/headModels.js';
import { showQuickPick, showWarningMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { servedWhere } from '../../servers/servedWhere.js';
import { formatText, taskText } from './manyTexts.js';

/** What was chosen: all that the engine's method is asked with, but whether it begins anew. */
export type Chosen = Omit<Params<'planMany'>, 'samples'>;

/** What is asked of each text, before a model is chosen for it. */
interface Asked {
  method: 'score' | 'classify' | 'zeroShot' | 'embed' | 'generate';
  task: Pick<Chosen, 'task' | 'labels'>;
}

const EXTENSIONS: Record<ManyFormat, string> = { csv: 'csv', jsonl: 'jsonl', parquet: 'parquet' };
const TABLES = ['csv', 'tsv', 'tab', 'jsonl', 'ndjson', 'txt', 'md'];

/** What was typed last, in this window. */
let lastLabels = '';

/**
 * Asks for texts, what to find out, a model, and a place for the result.
 * @param given the file or folder, where it is known
 * @returns null where the user left
 */
export async function chooseMany(services: Services, given?: vscode.Uri): Promise<Chosen | null> {
  const input = given ?? (await chooseInput());
  if (!input || !isOnDisk(input)) return null;
  const asked = await chooseTask(path.basename(input.fsPath));
  if (!asked) return null;
  const model = await chooseModel(services, asked);
  if (model === null) return null;
  const output = await chooseOutput(input, asked.task.task);
  return output && { ...asked.task, model, input: input.fsPath, ...output };
}

/** The engine reads and writes files of the machine that it runs on, and says so of others. */
function isOnDisk({ scheme }: vscode.Uri): boolean {
  if (scheme === 'file') return true;
  void showWarningMessage(vscode.l10n.t('Choose a place on the disk: what lies elsewhere the engine cannot reach.'));
  return false;
}

const title = () => vscode.l10n.t('Score Many Texts');

/** The open editor's file, another one, or a folder. */
async function chooseInput(): Promise<vscode.Uri | null> {
  const document = vscode.window.activeTextEditor?.document;
  const open = document?.uri.scheme === 'file' ? document : null;
  const file = {
    label: vscode.l10n.t('File…'),
    description: vscode.l10n.t('CSV, TSV, JSON lines, or a text whose lines are texts'),
    iconPath: new vscode.ThemeIcon('file'),
    choose: () => fromDialog(true),
  };
  const folder = {
    label: vscode.l10n.t('Folder…'),
    description: vscode.l10n.t('each of its text files is one text'),
    iconPath: new vscode.ThemeIcon('folder'),
    choose: () => fromDialog(false),
  };
  const here = open && {
    label: path.basename(open.uri.fsPath),
    description: open.isDirty ? vscode.l10n.t('the open file; it is saved first') : vscode.l10n.t('the open file'),
    iconPath: new vscode.ThemeIcon('go-to-file'),
    choose: async () => ((await open.save()) ? open.uri : null),
  };
  const rows = [...(here ? [here] : []), file, folder];
  const chosen = await showQuickPick(rows, { title: title(), placeHolder: vscode.l10n.t('Which texts?') });
  return chosen ? chosen.choose() : null;
}

async function fromDialog(isFile: boolean): Promise<vscode.Uri | null> {
  const found = await vscode.window.showOpenDialog({
    canSelectFiles: isFile,
    canSelectFolders: !isFile,
    ...(isFile && { filters: { [vscode.l10n.t('Texts')]: TABLES, [vscode.l10n.t('All Files')]: ['*'] } }),
    openLabel: vscode.l10n.t('Take These Texts'),
  });
  return found?.[0] ?? null;
}

async function chooseTask(name: string): Promise<Asked | null> {
  const row = (task: ManyTask, method: Asked['method'], icon: string, labels = false) => ({
    ...taskText(task, labels),
    iconPath: new vscode.ThemeIcon(icon),
    asked: { task: { task }, method },
    labels,
  });
  const rows = [
    row('perplexity', 'score', 'pulse'),
    row('labels', 'classify', 'tag'),
    row('labels', 'zeroShot', 'symbol-keyword', true),
    row('embeddings', 'embed', 'symbol-array'),
    row('continuations', 'generate', 'edit'),
  ];
  const chosen = await showQuickPick(rows, {
    title: `${title()} · ${name}`,
    placeHolder: vscode.l10n.t('What of each text?'),
  });
  if (!chosen) return null;
  if (!chosen.labels) return chosen.asked;
  const prompt = vscode.l10n.t('Two labels or more, with commas between them: sport, politics, cooking');
  const typed = await askForLabels(vscode.l10n.t('Labels of Your Own'), prompt, lastLabels);
  if (typed === null || typed.labels.length === 0) return null;
  lastLabels = typed.line;
  return { ...chosen.asked, task: { ...chosen.asked.task, labels: typed.labels } };
}

/** The model that the setting names for such work stands first. */
function preferred({ settings }: Services, { method }: Asked): string {
  switch (method) {
    case 'score':
      return settings.get('surprise.model');
    case 'classify':
      return settings.get('classify.model');
    case 'generate':
      return settings.get('continueText.model');
    case 'zeroShot':
    case 'embed':
      return METHOD_TASKS[method]?.defaultModel ?? '';
  }
}

/** Null where the user left, also for the installation of a model. */
async function chooseModel(services: Services, asked: Asked): Promise<string | null> {
  const first = preferred(services, asked);
  const models = (await services.engine.call('models', {})).filter(
    // An encoder-decoder's score is of a second text, and a cross-encoder's class is a score.
    ({ tasks, architecture, crossEncoder }) =>
      tasks.includes(asked.method) &&
      !(asked.method === 'score' && architecture === 'encoder-decoder') &&
      !(asked.method === 'classify' && crossEncoder),
  );
  const isFirst = (one: { id: string; folder: string }) => one.id === first || one.folder === first;
  const sorted = [...models.filter(isFirst), ...models.filter((one) => !isFirst(one))];
  const rows: (vscode.QuickPickItem & { model: string | null })[] = sorted.map((listed) => ({
    label: listed.id,
    description: [listed.architecture, listed.type, ...servedWhere(listed)].join(' · '),
    iconPath: new vscode.ThemeIcon(listed.source === 'server' ? 'server' : 'package'),
    model: listed.id,
  }));
  if (rows.length === 0) {
    rows.push({
      label: vscode.l10n.t('Install Model…'),
      description: HEAD_MODELS['classify.model'].suggested,
      iconPath: new vscode.ThemeIcon('cloud-download'),
      model: null,
    });
  }
  const placeHolder =
    models.length === 0 ? vscode.l10n.t('No model here does this.') : vscode.l10n.t('With which model?');
  const chosen = await showQuickPick(rows, { title: title(), placeHolder });
  if (chosen?.model === null) await installSuggested('classify.model');
  return chosen?.model ?? null;
}

/** Beside the texts, unless the user has it elsewhere; the dialogue asks before a file is replaced. */
async function chooseOutput(input: vscode.Uri, task: ManyTask): Promise<Pick<Chosen, 'output' | 'format'> | null> {
  const rows = MANY_FORMATS.map((format) => ({ ...formatText(format), format }));
  const placeHolder = vscode.l10n.t('What is the result to be written as?');
  const chosen = await showQuickPick(rows, { title: title(), placeHolder });
  if (!chosen) return null;
  const extension = EXTENSIONS[chosen.format];
  const name = `${path.parse(input.fsPath).name}.${task}.${extension}`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(path.dirname(input.fsPath), name)),
    filters: { [chosen.label]: [extension] },
    title: vscode.l10n.t('Result'),
  });
  return target && isOnDisk(target) ? { output: target.fsPath, format: chosen.format } : null;
}

/** Asks for the column whose values are the texts; null where the user left. */
export async function chooseColumn(columns: readonly string[], column: string | null): Promise<string | null> {
  const rows = columns.map((name) => ({
    label: name,
    ...(name === column && { description: vscode.l10n.t('now') }),
    iconPath: new vscode.ThemeIcon('symbol-field'),
    name,
  }));
  const placeHolder = vscode.l10n.t('Which column has the texts?');
  return (await showQuickPick(rows, { title: title(), placeHolder }))?.name ?? null;
}
