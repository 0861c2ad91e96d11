import * as vscode from 'vscode';
import { showQuickPick } from '../../core/messages.js';
import type { CatalogueEntry } from './catalogue.js';
import { sizeOf } from './figures.js';
import type { FoundModel } from './foundModels.js';
import type { ModelWork } from './modelInstalls.js';
import type { RowSubject } from './rowParts.js';
import type { Models } from './models.js';
import type { ServedModel } from './servedModels.js';

/** What a command was called on: a row of the view, whose command gets it as its first argument. */
function subjectOf(argument: unknown): RowSubject | null {
  if (typeof argument !== 'object' || argument === null || !('row' in argument)) return null;
  return (argument as { row: { subject?: RowSubject } }).row.subject ?? null;
}

/** The model of a row, null where it is another row. */
export function foundOf(argument: unknown): FoundModel | null {
  const subject = subjectOf(argument);
  return subject?.kind === 'found' ? subject.model : null;
}

/** The served model of a row, or of an id. */
export function servedOf({ overview }: Models, argument: unknown): ServedModel | null {
  if (typeof argument === 'string') return overview.served.find(({ name }) => name === argument) ?? null;
  const subject = subjectOf(argument);
  return subject?.kind === 'served' ? subject.model : null;
}

export function entryOfRow(argument: unknown): CatalogueEntry | null {
  const subject = subjectOf(argument);
  return subject?.kind === 'catalogue' ? subject.entry : null;
}

/** The installed model that a command is for: that of its row, else the one that is chosen. */
export async function storeModel(models: Models, argument: unknown, title: string): Promise<FoundModel | null> {
  const given = foundOf(argument);
  if (given) return given;
  await models.overview.refresh();
  const installed = models.overview.found.filter(({ place }) => place === 'store');
  const rows = installed.map((model) => ({ label: model.id, description: sizeOf(model.bytes), model }));
  const none = { label: vscode.l10n.t('No model has been installed yet.'), description: '', model: null };
  const placeHolder = vscode.l10n.t('Which model?');
  return (await showQuickPick<(typeof rows)[number] | typeof none>(rows.length > 0 ? rows : [none], { title, placeHolder }))?.model ?? null;
}

/** The install that a command is for, among those that `fits`: that of its row, the only one, or the one that is chosen. */
export async function workOf(
  models: Models,
  argument: unknown,
  title: string,
  fits: (work: ModelWork) => boolean,
): Promise<ModelWork | null> {
  const subject = subjectOf(argument);
  if (subject?.kind === 'work') return subject.work;
  const works = models.installs.all().filter(fits);
  const [only] = works;
  if (!only || works.length === 1) return only ?? null;
  const rows = works.map((work) => ({ label: work.id, work }));
  return (await showQuickPick(rows, { title, placeHolder: vscode.l10n.t('Which model?') }))?.work ?? null;
}
