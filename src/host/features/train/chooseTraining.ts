import * as vscode from 'vscode';
import type { ModelInfo, TrainedLayers } from '../../../protocol/engine/index.js';
import { showQuickPick } from '../../core/messages.js';
import { askModelName } from '../../core/newModelName.js';
import type { Services } from '../../core/services.js';
import { modelForLanguage } from '../../editor/languageCheck.js';
import { isLongEnough } from './adaptLength.js';

/** What is trained, how, and what it will be called. */
export interface Training<Layers = TrainedLayers> {
  model: string;
  layers: Layers;
  name: string;
}

/** The models that learn best among those that come along. */
const DEFAULTS = { train: 'bert-mini', trainNames: 'bert-mini', adapt: 'gpt2-mini' } as const;
type Learning = keyof typeof DEFAULTS;

/** What is learnt from. */
export interface Subject {
  title: string;
  /** what the new model's name is made from */
  from: string;
  /** where it stands; null: in files */
  document: vscode.TextDocument | null;
  text: string;
}

/** Asks for the model, layers and name of a classifier; null where the user left. */
export const chooseTraining = (services: Services, subject: Subject): Promise<Training | null> =>
  choose(services, 'train', subject, () => chooseLayers(subject.title));

/** The same for a model that finds names. */
export const chooseNameTraining = (services: Services, subject: Subject): Promise<Training | null> =>
  choose(services, 'trainNames', subject, () => chooseLayers(subject.title));

/** The same for a model that goes on with texts, which must be long enough for it: it has no head to learn alone. */
export const chooseAdapting = (services: Services, subject: Subject): Promise<Training<'all' | 'upper'> | null> =>
  choose(services, 'adapt', subject, async (model) =>
    (await isLongEnough(services, model, subject.text)) ? 'all' : null,
  );

async function choose<Layers>(
  services: Services,
  method: Learning,
  { title, from, document, text }: Subject,
  layersOf: (model: ModelInfo) => Promise<Layers | null>,
): Promise<Training<Layers> | null> {
  const models = await services.engine.call('models', {});
  const model = await chooseModel(models, method, title);
  if (model === null) return null;
  // No setting names it: whoever wants another one is asked for it again.
  if ((await modelForLanguage(services, document, null, model.id, text)) === null) return null;
  const layers = await layersOf(model);
  if (layers === null) return null;
  const prompt = vscode.l10n.t('What is the new model called? It will be among the installed ones.');
  const name = await askModelName(models, { title, prompt, from });
  return name === null ? null : { model: model.id, layers, name };
}

async function chooseModel(models: readonly ModelInfo[], method: Learning, title: string): Promise<ModelInfo | null> {
  const first = DEFAULTS[method];
  const order = (id: string) => (id === first ? 0 : 1);
  const rows = models
    .filter(({ tasks }) => tasks.includes(method))
    .sort((one, other) => order(one.id) - order(other.id))
    .map((model) => ({
      label: model.id,
      description: vscode.l10n.t(
        '{0} MB',
        Math.max(1, Math.round(model.bytes / 1e6)).toLocaleString(vscode.env.language),
      ),
      model,
    }));
  if (rows.length < 2) return rows[0]?.model ?? null;
  const placeHolder = vscode.l10n.t('Which model is it made from?');
  return (await showQuickPick(rows, { title, placeHolder }))?.model ?? null;
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
      detail: vscode.l10n.t('logistic regression on what the model makes of it'),
      layers: 'head',
    },
  ];
  const placeHolder = vscode.l10n.t('What learns?');
  return (await showQuickPick(rows, { title, placeHolder }))?.layers ?? null;
}
