import * as vscode from 'vscode';
import { plainLine, plainText } from './plainText.js';

/*
 * Everything that the editor itself says for the extension. It reads links and icons in these texts, and what they are made
 * of may be a stranger's, so each is made plain here as a whole; ESLint keeps the rest of the host from saying it beside.
 * Icons of rows are their `iconPath`.
 */

type Show = (message: string, ...buttons: string[]) => Thenable<string | undefined>;

export const showInformationMessage: Show = (message, ...buttons) =>
  vscode.window.showInformationMessage(plainText(message), ...buttons);

export const showWarningMessage: Show = (message, ...buttons) =>
  vscode.window.showWarningMessage(plainText(message), ...buttons);

export const showErrorMessage: Show = (message, ...buttons) =>
  vscode.window.showErrorMessage(plainText(message), ...buttons);

/** A question that waits for its answer before anything else is done. */
export const showModalMessage: Show = (message, ...buttons) =>
  vscode.window.showWarningMessage(plainText(message), { modal: true }, ...buttons);

/** Says something in the status bar for some milliseconds, behind an icon of VS Code's. */
export function setStatusBarMessage(text: string, milliseconds: number, icon?: string): void {
  vscode.window.setStatusBarMessage(`${icon === undefined ? '' : `$(${icon}) `}${plainText(text)}`, milliseconds);
}

type Report = Parameters<vscode.Progress<{ message?: string; increment?: number }>['report']>[0];

/** Shows a notification that can be cancelled while `task` goes on. */
export function withProgress<R>(
  title: string,
  task: (progress: vscode.Progress<Report>, token: vscode.CancellationToken) => Thenable<R>,
): Thenable<R> {
  const options = { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const report = ({ message, ...rest }: Report) =>
      progress.report({ ...rest, ...(message !== undefined && { message: plainText(message) }) });
    return task({ report }, token);
  });
}

function plainRows<T extends vscode.QuickPickItem>(rows: readonly T[]): T[] {
  return rows.map((row) => ({
    ...row,
    label: plainLine(row.label),
    ...(row.description !== undefined && { description: plainLine(row.description) }),
    ...(row.detail !== undefined && { detail: plainLine(row.detail) }),
  }));
}

/** Asks for one of these rows; undefined where the user left. */
export async function showQuickPick<T extends vscode.QuickPickItem>(
  rows: readonly T[],
  options: { title: string; placeHolder: string },
): Promise<T | undefined> {
  const shown = plainRows(rows);
  const chosen = await vscode.window.showQuickPick(shown, options);
  // The caller knows its rows by what they are, not by what they look like.
  return chosen && rows[shown.indexOf(chosen)];
}

/** Asks for a line of text; undefined where the user left. */
export const showInputBox = (options: {
  title: string;
  prompt: string;
  password?: boolean;
  value?: string;
  /** says what is wrong with a line; null: nothing */
  validateInput?: (value: string) => string | null;
}): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    ...options,
    title: plainText(options.title),
    prompt: plainText(options.prompt),
    ...(options.validateInput && {
      validateInput: (value) => {
        const wrong = options.validateInput?.(value) ?? null;
        return wrong === null ? null : plainText(wrong);
      },
    }),
    ignoreFocusOut: true,
  });

/** The editor's list; rows and texts that are set are made plain, and its rows are copies of those that were set. */
export function createQuickPick<T extends vscode.QuickPickItem>(): vscode.QuickPick<T> {
  const list = vscode.window.createQuickPick<T>();
  const made: { [K in keyof vscode.QuickPick<T>]?: (value: vscode.QuickPick<T>[K]) => unknown } = {
    title: (title) => title && plainText(title),
    placeholder: (text) => text && plainText(text),
    items: plainRows,
  };
  return new Proxy(list, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set(target, key, value) {
      const make = Object.hasOwn(made, key)
        ? (made[key as keyof typeof made] as (value: unknown) => unknown)
        : undefined;
      return Reflect.set(target, key, make ? make(value) : value);
    },
  });
}
