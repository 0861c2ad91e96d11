import * as vscode from 'vscode';
import type { LanguagePair, ModelInfo } from '../../../protocol/engine/index.js';
import { createQuickPick } from '../../core/messages.js';
import { openSetting } from '../../core/settings.js';
import { detectLanguage } from './detectLanguage.js';
import { languageName } from '../../../wording/index.js';
import { arrangePairs, rememberPair } from './languages.js';

const RECENT_KEY = 'translate.recentLanguages';

type Item = vscode.QuickPickItem & { pair?: LanguagePair; settings?: true };

const nameOf = (language: string) => languageName(language, vscode.env.language);

function pairItem(pair: LanguagePair): Item {
  return { label: nameOf(pair.to), description: `${nameOf(pair.from)} → ${nameOf(pair.to)}`, pair };
}

function heading(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function items(known: readonly LanguagePair[], remembered: readonly LanguagePair[], source: string | null): Item[] {
  const { recent, from, pairs, others } = arrangePairs(known, remembered, source);
  const group = (label: string, members: readonly LanguagePair[]) =>
    members.length === 0 ? [] : [heading(label), ...members.map(pairItem)];
  return [
    ...group(vscode.l10n.t('Last used'), recent),
    ...group(source === null ? nameOf(from) : vscode.l10n.t('The text looks like {0}', nameOf(from)), pairs),
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
 * @param model looked up while the list is already there; `languages` absent when the model does not say
 * @returns undefined when the user left
 * @throws what `model` throws
 */
export async function chooseLanguages(
  memory: vscode.Memento,
  text: string,
  model: Promise<Pick<ModelInfo, 'id' | 'languages'>>,
): Promise<LanguagePair | undefined> {
  const pick = createQuickPick<Item>();
  const recent = memory.get<LanguagePair[]>(RECENT_KEY, []);
  pick.title = vscode.l10n.t('Translate');
  pick.placeholder = vscode.l10n.t('Into which language?');
  pick.busy = true;
  try {
    const pair = await new Promise<LanguagePair | undefined>((resolve, reject) => {
      pick.onDidHide(() => resolve(undefined));
      pick.onDidAccept(() => {
        const [active] = pick.activeItems;
        if (active?.settings) void openSetting('translate.model');
        if (active !== undefined) resolve(active.pair);
      });
      pick.show();
      model.then((known) => fill(pick, known, recent, text), reject);
    });
    if (pair !== undefined) await memory.update(RECENT_KEY, rememberPair(recent, pair));
    return pair;
  } finally {
    pick.dispose();
  }
}

function fill(
  pick: vscode.QuickPick<Item>,
  { id, languages }: Pick<ModelInfo, 'id' | 'languages'>,
  recent: readonly LanguagePair[],
  text: string,
): void {
  const pairs = languages ?? recent;
  const source = detectLanguage(text, [...new Set(pairs.map(({ from }) => from))]);
  pick.busy = false;
  pick.title = vscode.l10n.t('Translate with {0}', id);
  if (languages === undefined) {
    pick.placeholder = vscode.l10n.t('Into which language? {0} does not say which it knows: type one, in English', id);
  }
  const rows = items(pairs, recent, source);
  pick.items = rows;
  pick.onDidChangeValue((value) => {
    const typed = value.trim();
    const match = rows.some(({ label, description = '' }) =>
      `${label} ${description}`.toLowerCase().includes(typed.toLowerCase()),
    );
    pick.items = typed === '' || match ? rows : [...rows, typedItem(typed, id, languages !== undefined)];
  });
}
