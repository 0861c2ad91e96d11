import * as vscode from 'vscode';
import type { IdentifyValue, LanguagePair, ModelInfo } from '../../../protocol/engine/index.js';
import { createQuickPick } from '../../core/messages.js';
import { openSetting } from '../../core/settings.js';
import { languageName } from '../../../wording/index.js';
import { arrangePairs, type Direction, directionsOf, likeliestSource, nameAmong, rememberPair } from './languages.js';

const RECENT_KEY = 'translate.recentLanguages';

type Item = vscode.QuickPickItem & { pair?: Direction; settings?: true };

/** A model, and what the text looks like. */
export interface ModelAndText {
  model: Pick<ModelInfo, 'id' | 'languages'>;
  looksLike: IdentifyValue;
}

const nameOf = (language: string) => languageName(language, vscode.env.language);

/** The languages of a direction, one after another. */
export const wayOf = ({ from, through, to }: Direction): string =>
  [from, ...(through === undefined ? [] : [through]), to].map(nameOf).join(' → ');

function pairItem(pair: Direction): Item {
  return { label: nameOf(pair.to), description: wayOf(pair), pair };
}

function heading(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function items(known: readonly Direction[], remembered: readonly LanguagePair[], source: Source): Item[] {
  const { recent, from, pairs, others } = arrangePairs(known, remembered, source.name);
  const group = (label: string, members: readonly Direction[]) =>
    members.length === 0 ? [] : [heading(label), ...members.map(pairItem)];
  return [
    ...group(vscode.l10n.t('Last used'), recent),
    ...group(source.isClear ? vscode.l10n.t('The text looks like {0}', nameOf(from)) : nameOf(from), pairs),
    ...group(vscode.l10n.t('Other directions'), others),
  ];
}

/** The row for a typed language that is not in the list: refused, or tried when the model does not say what it knows. */
function typedItem(typed: string, model: string, known: boolean): Item {
  if (known) {
    return {
      label: vscode.l10n.t('{0} does not know “{1}”', model, typed),
      iconPath: new vscode.ThemeIcon('info'),
      detail: vscode.l10n.t('Choose another language, or another model in the settings.'),
      alwaysShow: true,
      settings: true,
    };
  }
  const language = typed.charAt(0).toUpperCase() + typed.slice(1);
  return { ...pairItem({ from: 'English', to: language }), label: language, alwaysShow: true };
}

/**
 * Asks into which language to translate; the list remembers, and begins with what suits the text.
 * @param found looked up while the list is already there; the model's `languages` absent when it does not say
 * @returns undefined when the user left
 * @throws what `found` throws
 */
export async function chooseLanguages(
  memory: vscode.Memento,
  found: Promise<ModelAndText>,
): Promise<Direction | undefined> {
  const pick = createQuickPick<Item>();
  const recent = memory.get<LanguagePair[]>(RECENT_KEY, []);
  pick.title = vscode.l10n.t('Translate');
  pick.placeholder = vscode.l10n.t('Into which language?');
  pick.busy = true;
  try {
    const pair = await new Promise<Direction | undefined>((resolve, reject) => {
      pick.onDidHide(() => resolve(undefined));
      pick.onDidAccept(() => {
        const [active] = pick.activeItems;
        if (active?.settings) void openSetting('translate.model');
        if (active !== undefined) resolve(active.pair);
      });
      pick.show();
      found.then((known) => fill(pick, known, recent), reject);
    });
    if (pair !== undefined) {
      await memory.update(RECENT_KEY, rememberPair(recent, { from: pair.from, to: pair.to }));
    }
    return pair;
  } finally {
    pick.dispose();
  }
}

/** The language of the text among the model's. */
interface Source {
  /** null where it is none of them */
  name: string | null;
  /** whether nothing else is likely */
  isClear: boolean;
}

function sourceAmong(pairs: readonly LanguagePair[], { language, candidates }: IdentifyValue): Source {
  if (language !== null) return { name: likeliestSource(pairs, [language]), isClear: true };
  // Of a few words the likeliest of the model's languages is a better beginning than English.
  const codes = candidates.map((one) => one.language);
  return { name: likeliestSource(pairs, codes), isClear: false };
}

function placeholderFor(id: string, pairs: readonly LanguagePair[] | undefined, { language }: IdentifyValue): string {
  if (pairs === undefined) {
    return vscode.l10n.t('Into which language? {0} does not say which it knows: type one, in English', id);
  }
  const names = pairs.map(({ from }) => from);
  if (language === null || nameAmong(names, language) !== null) return vscode.l10n.t('Into which language?');
  return vscode.l10n.t('The text looks like {0}, from which {1} does not translate.', nameOf(language), id);
}

function fill(
  pick: vscode.QuickPick<Item>,
  { model: { id, languages }, looksLike }: ModelAndText,
  recent: readonly LanguagePair[],
): void {
  const pairs = languages === undefined ? recent : directionsOf(languages);
  pick.busy = false;
  pick.title = vscode.l10n.t('Translate with {0}', id);
  pick.placeholder = placeholderFor(id, languages, looksLike);
  const rows = items(pairs, recent, sourceAmong(pairs, looksLike));
  pick.items = rows;
  pick.onDidChangeValue((value) => {
    const typed = value.trim();
    const match = rows.some(({ label, description = '' }) =>
      `${label} ${description}`.toLowerCase().includes(typed.toLowerCase()),
    );
    pick.items = typed === '' || match ? rows : [...rows, typedItem(typed, id, languages !== undefined)];
  });
}
