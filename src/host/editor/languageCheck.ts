import * as vscode from 'vscode';
import type { MethodName } from '../../protocol/engine/index.js';
import { joinList, languageName } from '../../wording/index.js';
import { commandIds } from '../core/commandIds.js';
import { showInformationMessage, showQuickPick, showWarningMessage } from '../core/messages.js';
import type { Services } from '../core/services.js';
import { openSetting } from '../core/settings.js';
import { SECTION } from '../core/settingTable.js';
import { updateSetting } from '../core/updateSetting.js';
import { servedWhere } from '../servers/servedWhere.js';

/** As much of a text as is looked at, in UTF-16 units. */
export const LOOKED_AT = 4000;

/** The model's setting, and what the model is to do. */
const METHODS = {
  'fillMask.model': 'fillMask',
  'continueText.model': 'generate',
  'findNames.model': 'entities',
  'classify.model': 'classify',
  'ask.model': 'answer',
  'summarize.model': 'summarize',
  'findSimilar.model': 'search',
  'surprise.model': 'score',
  'surprise.otherModel': 'score',
  'compareSentences.model': 'embed',
} as const satisfies Record<string, MethodName>;

export type ModelSetting = keyof typeof METHODS;

/** A text in a language that the model of a setting does not know. */
export interface OtherLanguage {
  /** subtag of what the text looks like */
  language: string;
  model: string;
  /** that names the model; null: no setting does, and no other can be chosen */
  setting: ModelSetting | null;
  /** subtags of what the model knows */
  known: readonly string[];
}

/** What was gone on with, in this window: documents, each with a language and a model. */
const agreed = new WeakMap<Services, Set<string>>();

function agreements(services: Services): Set<string> {
  const found = agreed.get(services) ?? new Set<string>();
  agreed.set(services, found);
  return found;
}

/** A document that is asked about; null: what was typed, or is in files, which is of none. */
type Asked = Pick<vscode.TextDocument, 'uri'> | null;

const keyOf = (document: Asked, ...more: string[]) => JSON.stringify([String(document?.uri ?? ''), ...more]);

/** Whether the user has gone on with a document although something was said of its language. */
export const wasAgreed = (services: Services, document: Asked, ...what: string[]): boolean =>
  agreements(services).has(keyOf(document, ...what));

/** Remembers it as long as the window is open. */
export function rememberAgreement(services: Services, document: Asked, ...what: string[]): void {
  agreements(services).add(keyOf(document, ...what));
}

const nameOf = (language: string) => languageName(language, vscode.env.language);

/** What a text looks like, null where it is too short to tell. */
export async function languageOf(
  { engine }: Pick<Services, 'engine'>,
  text: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const { language } = await engine.call('identify', { text: text.slice(0, LOOKED_AT) }, {}, signal);
  return language;
}

/**
 * Finds out whether a text is in a language that a command's model does not know. Where nobody can tell the text's
 * language or the model's there is nothing to say, nor where the user has gone on before.
 * @param texts the text and its surroundings, the narrowest first: the first whose language is clear counts
 */
export const findOtherLanguage = (
  services: Services,
  document: vscode.TextDocument,
  setting: ModelSetting,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<OtherLanguage | null> =>
  otherLanguageFor(services, document, { setting, model: services.settings.get(setting) }, texts, signal);

async function otherLanguageFor(
  services: Services,
  document: Asked,
  { setting, model }: Pick<OtherLanguage, 'setting' | 'model'>,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<OtherLanguage | null> {
  const [models, ...languages] = await Promise.all([
    services.engine.call('models', {}, {}, signal),
    ...texts.map((text) => languageOf(services, text, signal)),
  ]);
  const known = models.find(({ id, hubId, folder }) => [id, hubId, folder].includes(model))?.knownLanguages;
  const language = languages.find((one) => one !== null) ?? null;
  if (known === undefined || language === null || known.includes(language)) return null;
  return wasAgreed(services, document, language, model) ? null : { language, model, setting, known };
}

/**
 * The model that a command goes on with in a text's language: the one that it has, or the one that the user has chosen
 * instead, because it does not know the language.
 * @param setting that names the model, empty for the first that there is; null where none does
 * @returns null where the user does not go on
 */
export async function modelForLanguage(
  services: Services,
  document: Asked,
  setting: ModelSetting | null,
  model: string,
  text: string,
): Promise<string | null> {
  const other = await otherLanguageFor(services, document, { setting, model }, [text]);
  if (other === null) return model;
  if (!(await agreesToLanguage(services, document, other))) return null;
  const named = setting === null ? '' : services.settings.get(setting);
  return named === '' ? model : named;
}

/**
 * Says that a model does not know a text's language, and asks whether to go on. Nothing waits for the answer but the
 * command.
 * @returns whether to go on: the text may be another by then
 */
export async function agreesToLanguage(services: Services, document: Asked, other: OtherLanguage): Promise<boolean> {
  const { language, model, setting, known } = other;
  const [goOn, choose, cancel] = [
    vscode.l10n.t('Go On'),
    vscode.l10n.t('Choose a Model'),
    vscode.l10n.t('Cancel'),
  ] as const;
  const names = joinList(known.map(nameOf));
  const question = vscode.l10n.t('The text looks like {0}. {1} knows {2} only.', nameOf(language), model, names);
  const ways = setting === null ? [goOn, cancel] : [goOn, choose, cancel];
  const answer = await showWarningMessage(question, ...ways);
  if (answer === choose && setting !== null) return chooseModel(services, { ...other, setting });
  if (answer !== goOn) return false;
  rememberAgreement(services, document, language, model);
  return true;
}

/** What was read in a language that the model does not know, and what that makes of the results. */
export type OtherLanguageOf = 'question' | 'sentences' | 'surprise';

function saidOf(what: OtherLanguageOf, language: string, model: string, known: string): string {
  switch (what) {
    case 'question':
      return vscode.l10n.t(
        'The question looks like {0}. {1} knows {2} only: what it takes for near in meaning may be chance.',
        ...[language, model, known],
      );
    case 'sentences':
      return vscode.l10n.t(
        'The text looks like {0}. {1} knows {2} only: what it takes for near in meaning may be chance.',
        ...[language, model, known],
      );
    case 'surprise':
      return vscode.l10n.t(
        'The text looks like {0}. {1} knows {2} only: its bits tell little of how surprising a word is.',
        ...[language, model, known],
      );
  }
}

/**
 * Says beside results, once for a document, a language and a model, that the model of a setting does not know the language
 * of what it read.
 * @param document null: what was typed
 * @param texts the first whose language is clear counts
 * @returns whether the command has another model now
 */
export async function sayOtherLanguage(
  services: Services,
  setting: ModelSetting,
  what: OtherLanguageOf,
  document: Asked,
  texts: readonly string[],
): Promise<boolean> {
  const model = services.settings.get(setting);
  const other = await otherLanguageFor(services, document, { setting, model }, texts);
  // To have been told is not to have gone on: a command that asks still does.
  const told = ['told', other?.language ?? '', model] as const;
  if (other === null || wasAgreed(services, document, ...told)) return false;
  rememberAgreement(services, document, ...told);
  const choose = vscode.l10n.t('Choose a Model');
  const message = saidOf(what, nameOf(other.language), model, joinList(other.known.map(nameOf)));
  return (await showWarningMessage(message, choose)) === choose && chooseModel(services, { ...other, setting });
}

/** Lets the user choose among the models that know a language, or do not say. */
async function chooseModel(
  services: Services,
  { language, model, setting }: OtherLanguage & { setting: ModelSetting },
): Promise<boolean> {
  const models = await services.engine.call('models', {});
  const rows = models
    .filter(({ id, tasks }) => id !== model && tasks.includes(METHODS[setting]))
    .filter(({ knownLanguages }) => knownLanguages?.includes(language) ?? true)
    .map((listed) => ({
      label: listed.id,
      description: joinList([...(listed.knownLanguages ?? []).map(nameOf), ...servedWhere(listed)]),
      isServed: listed.source === 'server',
    }));
  const others = () => otherModels(setting, language);
  if (rows.length === 0) return explainFolders(language, others);
  const title = vscode.l10n.t('Models for {0}', nameOf(language));
  const more = {
    label: vscode.l10n.t('Other Models…'),
    description: vscode.l10n.t('to be installed'),
    isServed: false,
  };
  const placeHolder = vscode.l10n.t('It becomes the command’s model.');
  const chosen = await showQuickPick([...rows, more], { title, placeHolder });
  if (chosen === undefined) return false;
  if (chosen.label === more.label) return others();
  if (chosen.isServed) services.servers.choose(chosen.label);
  await updateSetting(setting, chosen.label);
  return true;
}

/** Shows what else can be installed for a language. @returns whether the command has another model now */
async function otherModels(setting: ModelSetting, language: string): Promise<boolean> {
  return (await vscode.commands.executeCommand(commandIds.chooseModel, setting, language)) === true;
}

async function explainFolders(language: string, others: () => Promise<boolean>): Promise<boolean> {
  const more = vscode.l10n.t('Other Models…');
  const open = vscode.l10n.t('Open Settings');
  const message = vscode.l10n.t(
    'No model here knows {0}. Install one, or put the folder that holds one into the setting {1}.',
    nameOf(language),
    `${SECTION}.models.folders`,
  );
  const answer = await showInformationMessage(message, more, open);
  if (answer === open) await openSetting('models.folders');
  return answer === more ? others() : false;
}
