import * as vscode from 'vscode';
import type { ModelInfo, TrainedLayers } from '../../../protocol/engine/index.js';
import { showInputBox, showQuickPick } from '../../core/messages.js';
import type { Services } from '../../core/services.js';

/** What is trained, how, and what it will be called. */
export interface Training {
  model: string;
  layers: TrainedLayers;
  name: string;
}

const DEFAULT = 'bert-mini';
/** Like those of folders that the hub has, so that it can be uploaded. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;

/** Asks for model, layers and name; null where the user left. */
export async function chooseTraining({ engine }: Services, title: string, from: string): Promise<Training | null> {
  const models = await engine.call('models', {});
  const model = await chooseModel(models, title);
  if (model === null) return null;
  const layers = await chooseLayers(title);
  if (layers === null) return null;
  const taken = new Set(models.map(({ id }) => id.toLowerCase()));
  const name = await askName(title, freeName(from, taken), taken);
  return name === null ? null : { model, layers, name };
}

async function chooseModel(models: readonly ModelInfo[], title: string): Promise<string | null> {
  const able = models.filter(({ tasks }) => tasks.includes('train'));
  const order = (id: string) => (id === DEFAULT ? 0 : 1);
  const rows = able
    .sort((one, other) => order(one.id) - order(other.id))
    .map(({ id, bytes }) => ({
      label: id,
      description: vscode.l10n.t('{0} MB', Math.max(1, Math.round(bytes / 1e6)).toLocaleString(vscode.env.language)),
    }));
  if (rows.length < 2) return rows[0]?.label ?? DEFAULT;
  const placeHolder = vscode.l10n.t('Which model is it made from?');
  return (await showQuickPick(rows, { title, placeHolder }))?.label ?? null;
}

async function chooseLayers(title: string): Promise<TrainedLayers | null> {
  const rows: (vscode.QuickPickItem & { layers: TrainedLayers })[] = [
    {
      label: vscode.l10n.t('All Layers'),
      description: vscode.l10n.t('some seconds for 40 lines, longer for large models'),
      detail: vscode.l10n.t('the whole model learns'),
      layers: 'all',
    },
    {
      label: vscode.l10n.t('The Upper Two Layers'),
      detail: vscode.l10n.t('what lies below stays as it is'),
      layers: 'upper',
    },
    {
      label: vscode.l10n.t('The Head Alone'),
      description: vscode.l10n.t('at once'),
      detail: vscode.l10n.t('logistic regression on what the model makes of each text'),
      layers: 'head',
    },
  ];
  const placeHolder = vscode.l10n.t('What learns?');
  return (await showQuickPick(rows, { title, placeHolder }))?.layers ?? null;
}

/** A name made from that of the lines, which no model has. */
export function freeName(from: string, taken: ReadonlySet<string>): string {
  const base = from.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[^\p{L}\p{N}]+|-+$/gu, '') || 'classifier';
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

async function askName(title: string, value: string, taken: ReadonlySet<string>): Promise<string | null> {
  const fault = (name: string): string | null => {
    if (!NAME.test(name)) return vscode.l10n.t('Take letters, digits, and . - _ between them.');
    return taken.has(name.toLowerCase()) ? vscode.l10n.t('There is a model of this name.') : null;
  };
  const prompt = vscode.l10n.t('What is the classifier called? It will be among the installed models.');
  const name = await showInputBox({ title, prompt, value, validateInput: fault });
  return name === undefined || fault(name) !== null ? null : name;
}
