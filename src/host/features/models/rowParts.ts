import * as vscode from 'vscode';
import { joinList, labelled, languageName } from '../../../wording/index.js';
import { userNumber } from '../../core/userNumber.js';
import type { CatalogueEntry } from './catalogue.js';
import type { FoundModel } from './foundModels.js';
import type { ModelWork } from './modelInstalls.js';
import type { ServedModel } from './servedModels.js';

/** What a row of the view stands for. */
export type RowSubject =
  | { kind: 'work'; work: ModelWork }
  | { kind: 'found'; model: FoundModel }
  /** `name`: by which the commands for servers know it */
  | { kind: 'served'; name: string; model: ServedModel }
  | { kind: 'catalogue'; entry: CatalogueEntry };

/** A row of the view, before the editor draws it. */
export interface ModelRow {
  /** stays the same as long as the row means the same */
  key: string;
  label: string;
  description?: string;
  /** a name of VS Code's icons, and a colour's */
  icon?: string;
  color?: string;
  /** words by which menus know it */
  context: string;
  /** lines of plain text */
  tooltip?: readonly string[];
  /** what a screen reader says; the label and the description where it is left out */
  spoken?: string;
  subject?: RowSubject;
  children?: readonly ModelRow[];
  isOpen?: boolean;
}

/** A model's name without its organisation, for which a side bar has no room: what is said of the row has the whole. */
export const briefName = (id: string) => id.slice(id.lastIndexOf('/') + 1);

/** A group of models with their number. @param count of the models in it */
export function group(key: string, label: string, children: readonly ModelRow[], count = children.length): ModelRow {
  const models = userNumber()(count);
  return {
    key,
    label,
    description: models,
    context: 'group',
    children,
    isOpen: true,
    spoken: labelled(label, models),
  };
}

/** What is said of a model: a name that stays, what it is called, and what it is. */
export interface Fact {
  name: string;
  label: string;
  value: string;
  context?: string;
  icon?: string;
}

/** A fact below a model. @param key the model's */
export const factRow = (key: string, { name, label, value, context = 'fact' }: Fact): ModelRow => ({
  key: `${key}:${name}`,
  label,
  description: value,
  context,
  tooltip: [labelled(label, value)],
  spoken: labelled(label, value),
});

/** A fact as a line of a tooltip. */
export const factLine = ({ label, description = '' }: ModelRow) => labelled(label, description);

const nameOf = (language: string) => languageName(language, vscode.env.language);

/** Languages by the names that the user knows them by. */
export const languagesText = (languages: readonly string[]) => joinList(languages.map(nameOf));

/** A commit, with the hub that it is of where that is known. */
export function fromHub(commit: string, endpoint: string | null): string {
  return endpoint === null ? commit : vscode.l10n.t('{0} on {1}', commit, new URL(endpoint).host);
}

/** How many tokens a model reads at most. @param maxLength null: as many as there are */
export const lengthFact = (maxLength: number | null): Fact => ({
  name: 'length',
  label: vscode.l10n.t('Longest text'),
  value:
    maxLength === null ? vscode.l10n.t('no limit of its own') : vscode.l10n.t('{0} tokens', userNumber()(maxLength)),
});

/** With the organisation, which the row's name leaves out. */
export const idFact = (id: string): Fact => ({ name: 'id', label: vscode.l10n.t('Name'), value: id });

/** What the catalogue says that a model is good for. */
export const goodFor = (entry: CatalogueEntry): Fact => ({
  name: 'goodFor',
  label: vscode.l10n.t('Good for'),
  value: entry.goodFor(),
});
