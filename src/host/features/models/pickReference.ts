import * as vscode from 'vscode';
import { isHubId } from '../../../hub/index.js';
import { createQuickPick } from '../../core/messages.js';
import { CATALOGUE, CATALOGUE_GROUPS, entryOf, groupName } from './catalogue.js';
import { catalogueSize } from './catalogueRows.js';
import type { ModelOverview } from './modelOverview.js';
import { parseReference, type Reference } from './reference.js';

/** What was chosen to be installed, or to be looked for. */
export type Wish = Exclude<Reference, { kind: 'words' }> | { kind: 'search'; words: string } | { kind: 'chooseFolder' };

type Row = vscode.QuickPickItem & { wish?: Wish };

const icon = (name: string) => ({ iconPath: new vscode.ThemeIcon(name) });

const heading = (label: string): Row => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** What is typed, as a row: a model, a folder, or nothing that can be taken as it is. */
function typedRow(reference: Reference, hub: string): Row[] {
  switch (reference.kind) {
    case 'words':
      return [];
    case 'folder':
      return [
        {
          label: vscode.l10n.t('Install from {0}', reference.folder),
          ...icon('folder'),
          alwaysShow: true,
          wish: reference,
        },
      ];
    case 'hub': {
      const { id, revision, endpoint } = reference;
      // It is in the list already.
      if (revision === undefined && endpoint === undefined && entryOf(id)) return [];
      const host = endpoint === undefined ? hub : new URL(endpoint).host;
      const description = revision === undefined ? host : vscode.l10n.t('{0} on {1}', revision, host);
      return [
        { label: vscode.l10n.t('Install {0}', id), description, ...icon('cloud-download'), alwaysShow: true, wish: reference },
      ];
    }
  }
}

/** The ways to a model that is named by words: looking for them, or taking them for the name of one of the first models. */
function wordRows(reference: Reference, hub: string): Row[] {
  if (reference.kind === 'folder') return [];
  const words = reference.kind === 'words' ? reference.words : reference.id;
  if (words === '') return [];
  const search: Row = {
    label: vscode.l10n.t('Search {0} for “{1}”', hub, words),
    ...icon('search'),
    alwaysShow: true,
    wish: { kind: 'search', words },
  };
  return [search, ...(reference.kind === 'words' && isHubId(words) ? typedRow({ kind: 'hub', id: words }, hub) : [])];
}

const folderRow = (): Row => ({
  label: vscode.l10n.t('Choose a Folder…'),
  detail: vscode.l10n.t('a model on a stick, a fine-tuned one, or a cache of the hub'),
  ...icon('folder-opened'),
  alwaysShow: true,
  wish: { kind: 'chooseFolder' },
});

/** The models that are good to have and are not here yet. */
function catalogueRows(overview: Pick<ModelOverview, 'found' | 'listing'>): Row[] {
  const here = new Set(overview.found.map(({ id }) => id));
  return CATALOGUE_GROUPS.flatMap((group) => {
    const rows = CATALOGUE.filter((entry) => entry.group === group && !here.has(entry.id)).map(
      (entry): Row => ({
        label: entry.id,
        description: catalogueSize(entry, overview.listing(entry.id)),
        detail: entry.goodFor(),
        wish: { kind: 'hub', id: entry.id },
      }),
    );
    return rows.length > 0 ? [heading(groupName(group)), ...rows] : [];
  });
}

/**
 * The rows for what is typed: first what it names, then the catalogue, then the ways to others.
 * @param hub the host that is meant where none is named; null where no connection is made
 */
export function referenceRows(
  typed: string,
  overview: Pick<ModelOverview, 'found' | 'listing'>,
  hub: string | null,
): Row[] {
  const reference = parseReference(typed);
  const isReachable = hub !== null || reference.kind === 'folder';
  return [
    ...(isReachable ? typedRow(reference, hub ?? '') : []),
    ...(hub === null ? [] : catalogueRows(overview)),
    heading(vscode.l10n.t('Others')),
    folderRow(),
    ...(hub === null ? [] : wordRows(reference, hub)),
  ];
}

/** Whether the editor's list may show a row for what is typed: its letters are in the row, in this order. */
function mayFit({ label, description = '', detail = '', alwaysShow = false }: Row, typed: string): boolean {
  if (alwaysShow) return true;
  const text = `${label} ${description} ${detail}`.toLowerCase();
  let at = 0;
  for (const sign of typed.toLowerCase().replace(/\s+/g, '')) {
    at = text.indexOf(sign, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/**
 * What Enter takes: the row that the list is at. Where somebody types fast that may still be one of what was typed before,
 * and then it is the first that fits.
 */
export function takenWish(rows: readonly Row[], typed: string, active: Row | undefined): Wish | undefined {
  const fitting = rows.filter((row) => row.wish !== undefined && mayFit(row, typed));
  const same = fitting.find(({ label }) => label === active?.label);
  // A row that is made of what is typed has another label by now.
  const made = fitting.find(({ alwaysShow, wish }) => alwaysShow && wish?.kind === active?.wish?.kind);
  return (same ?? made ?? fitting[0])?.wish;
}

/**
 * Asks which model is to be installed. Nothing of what is typed leaves this machine before a row is taken.
 * @returns undefined where the user left
 */
export async function pickReference(
  overview: Pick<ModelOverview, 'found' | 'listing'>,
  hub: string | null,
): Promise<Wish | undefined> {
  const list = createQuickPick<Row>();
  list.title = vscode.l10n.t('Install a Model');
  list.placeholder =
    hub === null
      ? vscode.l10n.t('Glassbox is offline: a folder’s path')
      : vscode.l10n.t('ORGANISATION/NAME, a model page’s address, a folder’s path, or words to look for');
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  try {
    return await new Promise<Wish | undefined>((resolve) => {
      list.onDidHide(() => resolve(undefined));
      list.onDidChangeValue((typed) => (list.items = referenceRows(typed, overview, hub)));
      list.onDidAccept(() => {
        const rows = referenceRows(list.value, overview, hub);
        const wish = takenWish(rows, list.value, list.activeItems[0]);
        if (wish) resolve(wish);
      });
      list.items = referenceRows('', overview, hub);
      list.show();
    });
  } finally {
    list.dispose();
  }
}
