import * as vscode from 'vscode';
import { showWarningMessage } from './messages.js';
import {
  SECTION,
  settingTable,
  ANY_TEXT,
  FOLDER,
  FOLDERS,
  TEXT,
  TEXTS,
  type Rule,
  type SettingKey,
  type SettingValue,
} from './settingTable.js';

/** The extension's settings, checked: a value out of range is told once and its default serves. */
export interface Settings {
  get<K extends SettingKey>(key: K): SettingValue<K>;
  /** Fires after a change of any of the extension's settings. */
  readonly onDidChange: vscode.Event<void>;
}

/** Opens the editor's settings page on one setting. */
export async function openSetting(key: SettingKey): Promise<void> {
  await openSettingsPage(`@id:${SECTION}.${key}`);
}

/** Opens the editor's settings page on the extension's settings, or on those that a word finds. */
export async function openSettings(word = ''): Promise<void> {
  await openSettingsPage(`@ext:glassbox.glassbox ${word}`.trim());
}

async function openSettingsPage(query: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}

/** A range in the user's language; figures and a setting's words are the same in all of them. */
function describeRange(range: string): string {
  switch (range) {
    case TEXT:
      return vscode.l10n.t('a text that is not empty');
    case ANY_TEXT:
      return vscode.l10n.t('a text');
    case TEXTS:
      return vscode.l10n.t('a list of texts');
    case FOLDERS:
      return vscode.l10n.t('a list of absolute paths');
    case FOLDER:
      return vscode.l10n.t('an absolute path, or nothing');
    default:
      return range;
  }
}

/**
 * A value that is refused, as its message tells it: figures, flags and short words as they are, of others the kind. It may
 * come from a stranger's workspace, and its words would read as ours.
 */
function told(value: unknown): string {
  if (typeof value === 'string') {
    return /^[\p{L}\p{N}_ -]{0,30}$/u.test(value) ? JSON.stringify(value) : vscode.l10n.t('another text');
  }
  if (Array.isArray(value)) return vscode.l10n.t('a list of other values');
  return typeof value === 'object' && value !== null ? vscode.l10n.t('an object') : String(value);
}

async function warnOutOfRange(key: SettingKey, value: unknown, rule: Rule<unknown>): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  const { range, fallback, isWhole = false } = rule;
  const isBroken = isWhole && Number.isFinite(value) && !Number.isInteger(value);
  const values = [`${SECTION}.${key}`, told(value), describeRange(range), JSON.stringify(fallback)] as const;
  const message = isBroken
    ? vscode.l10n.t('The setting {0} is {1}, and must be a whole number ({2}). {3} is used instead.', ...values)
    : vscode.l10n.t('The setting {0} is {1}, which is out of range ({2}). {3} is used instead.', ...values);
  if ((await showWarningMessage(message, open)) === open) await openSetting(key);
}

export class EditorSettings implements Settings, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  /** keys with the bad value that was told of */
  readonly #told = new Map<SettingKey, string>();

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#listener = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SECTION)) this.#changed.fire();
    });
  }

  get<K extends SettingKey>(key: K): SettingValue<K> {
    const rule: Rule<unknown> = settingTable[key];
    const value = vscode.workspace.getConfiguration(SECTION).get<unknown>(key, rule.fallback);
    if (rule.accepts(value)) {
      this.#told.delete(key);
      return value as SettingValue<K>;
    }
    const written = JSON.stringify(value);
    if (this.#told.get(key) !== written) {
      this.#told.set(key, written);
      void warnOutOfRange(key, value, rule);
    }
    return rule.fallback as SettingValue<K>;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}
