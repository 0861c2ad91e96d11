import * as vscode from 'vscode';
import { isFolderName, isHubId } from '../../../hub/index.js';
import type { Engine, ModelInfo, TrainedLayers } from '../../../protocol/engine/index.js';
import { showInputBox, showQuickPick } from '../../core/messages.js';
import type { Services } from '../../core/services.js';

/** What is trained, how, and what it will be called. */
export interface Training<Layers = TrainedLayers> {
  model: string;
  layers: Layers;
  name: string;
}

/** The models that learn best among those that come along. */
const DEFAULTS = { train: 'bert-mini', adapt: 'gpt2-mini' } as const;
type Learning = keyof typeof DEFAULTS;
/** A name that the store gives no other one, and under which the model can be uploaded. */
const isModelName = (name: string): boolean =>
  isHubId(name) && isFolderName(name) && !name.includes('/') && !name.startsWith('models--');

/** Asks for the model, layers and name of a classifier; null where the user left. */
export const chooseTraining = ({ engine }: Services, title: string, from: string): Promise<Training | null> =>
  choose(engine, 'train', title, from, () => chooseLayers(title));

/** The same for a model that goes on with texts: it has no head to learn alone. */
export const chooseAdapting = (
  { engine }: Services,
  title: string,
  from: string,
): Promise<Training<'all' | 'upper'> | null> =>
  choose(engine, 'adapt', title, from, () => Promise.resolve('all' as const));

async function choose<Layers>(
  engine: Engine,
  method: Learning,
  title: string,
  from: string,
  layersOf: () => Promise<Layers | null>,
): Promise<Training<Layers> | null> {
  const models = await engine.call('models', {});
  const model = await chooseModel(models, method, title);
  if (model === null) return null;
  const layers = await layersOf();
  if (layers === null) return null;
  const taken = new Set(models.map(({ id }) => id.toLowerCase()));
  const name = await askName(title, freeName(from, taken), taken);
  return name === null ? null : { model, layers, name };
}

async function chooseModel(models: readonly ModelInfo[], method: Learning, title: string): Promise<string | null> {
  const first = DEFAULTS[method];
  const order = (id: string) => (id === first ? 0 : 1);
  const rows = models
    .filter(({ tasks }) => tasks.includes(method))
    .sort((one, other) => order(one.id) - order(other.id))
    .map(({ id, bytes }) => ({
      label: id,
      description: vscode.l10n.t('{0} MB', Math.max(1, Math.round(bytes / 1e6)).toLocaleString(vscode.env.language)),
    }));
  if (rows.length < 2) return rows[0]?.label ?? first;
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
  const plain = from.replace(/[^\w.-]+|[._-]{2,}/g, '-').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const base = isModelName(plain) ? plain : 'mine';
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

async function askName(title: string, value: string, taken: ReadonlySet<string>): Promise<string | null> {
  const fault = (name: string): string | null => {
    if (!isModelName(name)) return vscode.l10n.t('Take letters from A to Z, digits, and single . - _ between them.');
    return taken.has(name.toLowerCase()) ? vscode.l10n.t('There is a model of this name.') : null;
  };
  const prompt = vscode.l10n.t('What is the new model called? It will be among the installed ones.');
  const name = await showInputBox({ title, prompt, value, validateInput: fault });
  return name === undefined || fault(name) !== null ? null : name;
}
