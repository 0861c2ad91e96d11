import * as vscode from 'vscode';

/** The scheme of texts as documents would be; nothing else has it, and they cannot be edited. */
const SCHEME = 'glassbox-proposed';

/** Milliseconds from the last letter typed to the comparison's next state. */
const DELAY = 300;

/** Texts that only the editor's comparison shows: documents as they would be. */
class ProposedTexts implements vscode.TextDocumentContentProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #texts = new Map<string, () => string>();
  readonly onDidChange = this.#changed.event;
  #count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString())?.() ?? '';
  }

  /** @param of whose name and kind it has */
  add(of: vscode.TextDocument, text: () => string): vscode.Uri {
    // A cell is no notebook, for which its name would be taken. The query tells two reviews of one document apart.
    const path = of.uri.scheme === 'vscode-notebook-cell' ? `${of.uri.path}.cell` : of.uri.path;
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: String(this.#count++) });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  remove(uri: vscode.Uri): void {
    this.#texts.delete(uri.toString());
  }

  renew(uri: vscode.Uri): void {
    this.#changed.fire(uri);
  }
}

let texts: ProposedTexts | null = null;

/** The one provider, which is registered when it is first needed. */
function proposedTexts({ subscriptions }: Pick<vscode.ExtensionContext, 'subscriptions'>): ProposedTexts {
  if (texts === null) {
    texts = new ProposedTexts();
    subscriptions.push(vscode.workspace.registerTextDocumentContentProvider(SCHEME, texts));
  }
  return texts;
}

/** A document beside what would become of it, in the editor's own comparison. */
export class ProposedDiff implements vscode.Disposable {
  #uri: vscode.Uri | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listener: vscode.Disposable;

  /** @param text the document as it would be */
  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'subscriptions'>,
    private readonly document: vscode.TextDocument,
    private readonly text: () => string,
  ) {
    this.#listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) this.renew();
    });
  }

  async show(title: string): Promise<void> {
    const all = proposedTexts(this.context);
    const uri = (this.#uri ??= all.add(this.document, this.text));
    all.renew(uri);
    const proposed = await vscode.workspace.openTextDocument(uri);
    const { languageId } = this.document;
    if (proposed.languageId !== languageId) await vscode.languages.setTextDocumentLanguage(proposed, languageId);
    // Not over the review, which stands beside the text.
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === this.document);
    const options = { viewColumn: editor?.viewColumn ?? vscode.ViewColumn.One, preview: true };
    await vscode.commands.executeCommand('vscode.diff', this.document.uri, uri, title, options);
  }

  /** The text is another by now: what is shown follows, a little later. */
  renew(): void {
    const uri = this.#uri;
    if (uri === null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => texts?.renew(uri), DELAY);
  }

  /** Closes what is shown of it. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#listener.dispose();
    const uri = this.#uri?.toString();
    if (this.#uri === null) return;
    const shown = ({ input }: vscode.Tab) =>
      input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri;
    void vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(shown)));
    texts?.remove(this.#uri);
  }
}
