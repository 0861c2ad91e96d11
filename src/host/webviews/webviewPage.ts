import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './html.js';

/** The one folder that pages may load from. */
const folderOf = (extensionUri: vscode.Uri) => vscode.Uri.joinPath(extensionUri, 'dist', 'webview');

/** What every page of the extension may do: run its script, and load from the bundles' folder. */
export const pageOptions = (extensionUri: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  localResourceRoots: [folderOf(extensionUri)],
});

/**
 * Puts a view's bundle into a webview.
 * @param name of the bundle, which is also the id of the element that it draws into
 * @param pictures whether the page draws pictures of its own making
 */
export function fillPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { name, title, pictures = false }: { name: string; title: string; pictures?: boolean },
): void {
  const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(folderOf(extensionUri), file)).toString();
  webview.html = pageHtml({
    title,
    language: vscode.env.language,
    texts: vscode.l10n.bundle,
    root: name,
    script: address(`${name}.js`),
    style: address(`${name}.css`),
    nonce: randomBytes(16).toString('base64'),
    pictures,
  });
}

/** The extension's mark on a panel's tab. */
export function panelIcon(extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  const icon = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
  return { light: icon('icon-light.svg'), dark: icon('icon-dark.svg') };
}
