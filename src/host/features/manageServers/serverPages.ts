import * as vscode from 'vscode';
import { hostBeyond, type AddedServer } from '../../../protocol/engine/index.js';
import { servedId } from '../../../servers/index.js';
import { abilityLines, exactnessText, labelled, whereText } from '../../../wording/index.js';
import { escapeMarkdown } from '../../core/plainText.js';
import type { ServersService } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';

const SCHEME = 'glassbox-server';

/** What is said where a page's server has been removed. */
const gone = () => vscode.l10n.t('This server has been removed.');

/** A server's page as Markdown: what it can do in plain words, then line by line. */
export function serverPage(server: AddedServer): string {
  const { address, abilities } = server;
  const number = userNumber();
  const rows = [
    { label: vscode.l10n.t('Address'), value: address },
    { label: vscode.l10n.t('Where texts go'), value: whereText(hostBeyond(address)) },
    ...abilityLines(abilities, number),
  ];
  // An own table's cells are escaped like everything else: what a server says is shown as text only.
  return [
    `# ${escapeMarkdown(servedId(server))}`,
    '',
    escapeMarkdown(exactnessText(abilities, number)),
    '',
    `| ${escapeMarkdown(vscode.l10n.t('What'))} | ${escapeMarkdown(abilities.model.id)} |`,
    '| --- | --- |',
    ...rows.map(({ label, value }) => `| ${escapeMarkdown(label)} | ${escapeMarkdown(value)} |`),
    '',
    escapeMarkdown(
      vscode.l10n.t(
        'Found out by asking: an effect that could not be told from the model’s answers is “not known”, and what is “ignored” a server takes in silence.',
      ),
    ),
    '',
  ].join('\n');
}

/** *Show Server…*: pages that follow what is found out anew. */
export class ServerPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #shown = new Map<string, vscode.Uri>();
  readonly #listeners: vscode.Disposable[];

  readonly onDidChange = this.#changed.event;

  constructor(private readonly servers: Pick<ServersService, 'find' | 'onDidChange'>) {
    this.#listeners = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      servers.onDidChange(() => this.#shown.forEach((uri) => this.#changed.fire(uri))),
    ];
  }

  async show(server: AddedServer): Promise<void> {
    const id = servedId(server);
    // The tab is named by the end of the path, which has no slash of the model's name in it.
    const path = `/${labelled(vscode.l10n.t('Server'), id.replaceAll('/', '∕'))}.md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: encodeURIComponent(id) });
    this.#shown.set(uri.toString(), uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  provideTextDocumentContent({ query }: vscode.Uri): string {
    const server = this.servers.find(decodeURIComponent(query));
    return server ? serverPage(server) : `${gone()}\n`;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }
}
