import * as vscode from 'vscode';
import { readFile } from 'node:fs/promises';
import { commandIds } from '../../core/commandIds.js';
import { setStatusBarMessage, showInputBox, withProgress } from '../../core/messages.js';
import { PUBLIC_HUB } from '../../../hub/index.js';
import { connectionsText } from './connectionsText.js';
import type { Models } from './models.js';
import { entryOfRow, foundOf } from './rowSubjects.js';

const SAID_MS = 5000;

/** The page of a model on its hub, at its commit where that is known. */
export function modelPage({ id, endpoint, commit }: { id: string; endpoint: string | null; commit?: string | null }): string {
  const page = `${endpoint ?? PUBLIC_HUB}/${id.split('/').map(encodeURIComponent).join('/')}`;
  return commit ? `${page}/tree/${commit}` : page;
}

/** *Open Model Page*: in the browser; no connection is made from here. */
export async function openModelPage(models: Models, argument: unknown): Promise<void> {
  const found = foundOf(argument);
  const entry = entryOfRow(argument);
  const page = found ? modelPage(found) : entry && modelPage({ id: entry.id, endpoint: models.access.endpoint });
  if (page) await vscode.env.openExternal(vscode.Uri.parse(page));
}

/** *Set Hub Token*: for the hub that the settings mean; nothing typed removes it. */
export async function setHubToken({ access }: Models): Promise<void> {
  const { endpoint } = access;
  const { host } = new URL(endpoint);
  const token = await showInputBox({
    title: vscode.l10n.t('Token for {0}', host),
    prompt: vscode.l10n.t('It stays in the keychain of your system and goes to {0} only. Nothing typed: none.', host),
    password: true,
  });
  if (token === undefined) return;
  await access.setToken(endpoint, token.trim());
  const said =
    token.trim() === ''
      ? vscode.l10n.t('{0} is given no token from here.', host)
      : vscode.l10n.t('The token for {0} is kept.', host);
  setStatusBarMessage(said, SAID_MS, 'key');
}

/** *Ask the Hub for Sizes*: of a model of the catalogue; the view then has them. */
export async function askModelSizes(models: Models, argument: unknown): Promise<void> {
  const entry = entryOfRow(argument);
  if (!entry) return;
  const { access, overview, services } = models;
  try {
    await withProgress(vscode.l10n.t('Asking {0} for {1}', new URL(access.endpoint).host, entry.id), async (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      await overview.rememberListing(await access.hub().model(entry.id, undefined, controller.signal));
    });
  } catch (error) {
    services.report(error, () => void vscode.commands.executeCommand(commandIds.askModelSizes, argument));
  }
}

const SCHEME = 'glassbox-connections';

/** *Show Connections*: every connection that was ever made, as a document that cannot be changed. */
export class ConnectionsDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly #address = vscode.Uri.from({ scheme: SCHEME, path: `/${vscode.l10n.t('Connections')}.log` });

  readonly onDidChange = this.#changed.event;

  constructor(private readonly models: Models) {}

  async show(): Promise<void> {
    this.#changed.fire(this.#address);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(this.#address), { preview: true });
  }

  async provideTextDocumentContent(): Promise<string> {
    const { log } = this.models.access;
    await log.settled();
    const text = await readFile(log.file, 'utf8').catch(() => '');
    return connectionsText(text, log.file);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#registered.dispose();
  }
}
