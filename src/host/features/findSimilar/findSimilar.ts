import * as vscode from 'vscode';
import { SEARCH_MODES, toErrorValue } from '../../../protocol/engine/index.js';
import { clipEnd } from '../../../text/excerpt.js';
import { matchedWords } from '../../../text/matchedWords.js';
import { setStatusBarMessage, showQuickPick } from '../../core/messages.js';
import { escapeMarkdown } from '../../core/plainText.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { sayOtherLanguage } from '../../editor/languageCheck.js';
import { isReadable } from '../../editor/readText.js';
import { askQuestion, filesText, type Beginning, type Question, type ScopeTexts } from './askQuestion.js';
import { byFile, inOrder, ORDERS, SCOPES, type Order } from './found.js';
import { makeIndex, removeIndex, waysOn } from './indexCommands.js';
import { indexedFolders } from './indexedFolders.js';
import { IndexStatus } from './indexStatus.js';
import { indexRow, stateText, workText } from './indexTexts.js';
import { orderName, reasonText } from './reasons.js';
import { Reranker } from './reranker.js';
import { ResultPlaces } from './resultPlaces.js';
import { searchDocuments, searchIndex, type Answered } from './runSearch.js';
import { documentName, followed, openFiles, searchedDocuments } from './searchedDocuments.js';
import { SimilarMarks } from './similarMarks.js';
import { nodeOfResult, similarItem, similarNodes, type LeftOut, type Shown, type SimilarNode } from './similarTree.js';
import { askedFor, copyCommand, exportResults } from './takeResults.js';
import { WorkspaceIndex } from './workspaceIndex.js';

const SAID_MS = 5000;

/** How long changes are gathered before view and marks are drawn anew, in milliseconds. */
const DRAW_AFTER = 100;

/** As much of a question as the view's message has, in UTF-16 units. */
const TITLE = 60;

/** A row that is pressed again within so many milliseconds is gone to, as by a double click. */
const AGAIN = 500;

/** What is remembered for the workspace. */
const REMEMBERED = 'glassbox.findSimilar';

/** The view, as far as it is there from the activation on. */
export interface SimilarView {
  readonly tree: vscode.TreeView<SimilarNode>;
  /** all rows are asked for again */
  changed(): void;
}

/** What is shown: an answered question, where its results stand, and which open files were left out. */
interface Answer extends Answered {
  places: ResultPlaces;
  leftOut: readonly LeftOut[];
}

/** *Find Similar*: what was found last, in its view and in the texts, and the index of the workspace. */
export class FindSimilar implements vscode.Disposable {
  readonly index: WorkspaceIndex;
  readonly #marks = new SimilarMarks();
  readonly #status = new IndexStatus();
  readonly #reranker: Reranker;
  readonly #listeners: vscode.Disposable[];
  #answer: Answer | null = null;
  #order: Order = 'final';
  #nodes: SimilarNode[] = [];
  #timer: NodeJS.Timeout | null = null;
  /** counted up with each question: an answer that comes late is not shown */
  #asked = 0;
  #lastQuery = '';
  /** the result that was shown last, and when */
  #current = { index: -1, at: 0 };

  constructor(
    private readonly services: Services,
    private readonly context: Pick<vscode.ExtensionContext, 'workspaceState'>,
    indexFolder: vscode.Uri | undefined,
    private readonly view: SimilarView,
  ) {
    this.index = new WorkspaceIndex(services, indexFolder);
    this.#reranker = new Reranker(services);
    this.#listeners = [
      this.index,
      this.#marks,
      this.#status,
      this.#reranker,
      this.index.onDidChange(() => this.#soon()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#mark()),
    ];
  }

  /** Looks for an index on the disk, and says what there is. */
  async open(): Promise<void> {
    await this.index.look();
    this.#draw();
  }

  children(node?: SimilarNode): SimilarNode[] {
    return node ? node.children : this.#nodes;
  }

  item(node: SimilarNode): vscode.TreeItem {
    const { reranker = null, wordWeight = null } = this.#answer?.value ?? {};
    return similarItem(node, this.#answer?.found.length ?? 0, { reranker, wordWeight });
  }

  /** *Find Similar*: asks what to look for, and where. */
  async find(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    await this.index.look();
    const question = await askQuestion(editor, this.#scopeTexts(editor), this.#beginning());
    if (!question) return;
    const { scope, mode, query } = question;
    this.#lastQuery = query;
    await this.context.workspaceState.update(REMEMBERED, { scope, mode });
    this.#checkLanguage(question);
    await this.#search(question, editor?.document);
  }

  /** *Index Workspace for Find Similar* */
  async makeIndex(): Promise<void> {
    await makeIndex(this.services, this.index, () => this.index.make());
  }

  /** *Rebuild Index* */
  async remakeIndex(): Promise<void> {
    await makeIndex(this.services, this.index, () => this.index.remake());
  }

  async removeIndex(): Promise<void> {
    await removeIndex(this.index);
  }

  stopIndexing(): Promise<void> {
    this.index.stop();
    return Promise.resolve();
  }

  /** Shows the next result of the view, or the one before it; from the last one on to the first. */
  async step(by: 1 | -1): Promise<void> {
    const listed = this.#listed();
    if (listed.length === 0) return tellOfNone();
    const at = listed.findIndex(({ index }) => index === this.#current.index);
    const next = at < 0 ? (by === 1 ? 0 : listed.length - 1) : (at + by + listed.length) % listed.length;
    await this.#show(listed[next]!.index, false);
  }

  /** A row was pressed: its place is shown, and the keyboard stays in the view; pressed again at once, it is gone to. */
  async pressed(index: unknown): Promise<void> {
    if (typeof index !== 'number') return;
    const isAgain = this.#current.index === index && Date.now() - this.#current.at < AGAIN;
    await this.#show(index, !isAgain);
  }

  /** Enter in the view: a result is gone to, anything else is opened or closed. */
  async entered(): Promise<void> {
    await vscode.commands.executeCommand('list.select');
    const [node] = this.view.tree.selection;
    if (node?.kind === 'result') await this.#show(node.found.index, false);
  }

  /** *Order Results By…*: all that is known, or what one stage of the search says. */
  async chooseOrder(): Promise<void> {
    if (this.#answer === null) return tellOfNone();
    const { mode } = this.#answer.question;
    const isReranked = this.#answer.value.reranker !== null;
    const orders = ORDERS.filter((order) => {
      if (order === 'together') return mode === 'both' && isReranked;
      return order === 'final' || mode === 'both' || mode === order;
    });
    const rows = orders.map((order) => ({
      label: orderName(order),
      ...(order === this.#order && { description: vscode.l10n.t('now') }),
      order,
    }));
    const title = vscode.l10n.t('Order Results By');
    const chosen = await showQuickPick(rows, {
      title,
      placeHolder: vscode.l10n.t('What is to put the results in order?'),
    });
    if (!chosen) return;
    this.#order = chosen.order;
    this.#draw();
  }

  /** *Turn Reranking On or Off*; what is shown is searched again. */
  async toggleRerank(): Promise<void> {
    const now = await this.#reranker.toggle();
    if (now === null) return;
    const said = now.isOn
      ? vscode.l10n.t('{0} puts the results in order.', now.model)
      : vscode.l10n.t('Results stay in the order of words and meaning.');
    setStatusBarMessage(said, SAID_MS, 'check');
    if (this.#answer) await this.#search(this.#answer.question, this.#documentOf(this.#answer));
  }

  /** Saves the results as a file. */
  async export(): Promise<void> {
    if (this.#answer === null) return tellOfNone();
    const { question, value, found } = this.#answer;
    const { query, scope, mode } = question;
    const { model, reranker, passages, wordWeight } = value;
    await exportResults(
      { query, scope, mode, model, reranker, passages, wordWeight },
      this.#told(this.#answer),
      inOrder(found, this.#order),
    );
  }

  /** Copies the console's command that searches again. */
  async copyCommand(): Promise<void> {
    if (this.#answer === null) return tellOfNone();
    await copyCommand(this.#answer.params);
  }

  /** Takes the results and their marks away. */
  clear(): Promise<void> {
    this.#asked += 1;
    this.#set(null);
    return Promise.resolve();
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#answer?.places.dispose();
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  /** Where the model for meaning does not know the question's language, that is said beside the results. */
  #checkLanguage({ mode, query }: Question): void {
    if (mode === 'words') return;
    // What goes wrong with the engine is told by the search.
    sayOtherLanguage(this.services, 'findSimilar.model', query).catch((error: unknown) =>
      this.services.log.warn(`languages: ${toErrorValue(error).message}`),
    );
  }

  /** What the places that can be searched have to say of themselves. */
  #scopeTexts(editor: vscode.TextEditor | undefined): ScopeTexts {
    const open = openFiles().length;
    const indexed = indexedFolders().kind;
    return {
      ...(editor && { file: documentName(editor.document.uri) }),
      ...(open > 0 && { open: filesText(open) }),
      ...(indexed !== 'none' && { workspace: this.#workspaceText(indexed === 'virtual') }),
    };
  }

  #workspaceText(isVirtual: boolean): string {
    if (isVirtual) return vscode.l10n.t('not for files that are on no disk of this machine');
    const { work } = this.index.known;
    if (work) return vscode.l10n.t('its index is being made: {0}', workText(work));
    if (!this.index.isThere) return vscode.l10n.t('there is no index yet: it is made first');
    return vscode.l10n.t('index: {0}', stateText(this.index.known));
  }

  #beginning(): Beginning {
    const { scope, mode } = this.context.workspaceState.get<Record<string, unknown>>(REMEMBERED, {});
    return {
      scope: SCOPES.find((one) => one === scope) ?? 'file',
      mode: SEARCH_MODES.find((one) => one === mode) ?? 'both',
      query: this.#lastQuery,
    };
  }

  /** @param document the one that *this file* means */
  async #search(question: Question, document: vscode.TextDocument | undefined): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const answer = await this.#answerTo(question, document);
      if (answer === null) return;
      const places = new ResultPlaces(answer.found, answer.read);
      // Another question was asked meanwhile.
      if (asked !== this.#asked) return places.dispose();
      places.onDidChange(() => this.#soon());
      const { params, value, milliseconds } = answer;
      this.services.results.set({ kind: 'search', params: askedFor(params), value, milliseconds, taken: null });
      this.#set({ ...answer, places });
      await vscode.commands.executeCommand('glassbox.similar.focus', { preserveFocus: true });
      // What has changed since is not found until the index knows it.
      if (value.outdated > 0) this.index.fileChanged();
    } catch (error) {
      const again = () => void this.#search(question, document);
      this.services.report(error, again, ...waysOn(error, this.services.settings.get('findSimilar.reranker')));
    }
  }

  /** @returns null where there is nothing to search, which was said */
  async #answerTo(
    question: Question,
    document: vscode.TextDocument | undefined,
  ): Promise<Omit<Answer, 'places'> | null> {
    const reranker = await this.#reranker.inUse();
    const asking = { services: this.services, question, reranker };
    switch (question.scope) {
      case 'file': {
        if (document === undefined) return null;
        const text = document.getText();
        if (!(await isReadable(text, { start: 0, end: text.length }))) return null;
        return { ...(await searchDocuments(asking, followed([document]))), leftOut: [] };
      }
      case 'open': {
        const { documents, leftOut } = await searchedDocuments(openFiles());
        return { ...(await searchDocuments(asking, documents)), leftOut };
      }
      case 'workspace': {
        const { index } = this;
        if (!index.isThere && !(await makeIndex(this.services, index, () => index.make()))) return null;
        return index.folder ? { ...(await searchIndex(asking, index.folder)), leftOut: [] } : null;
      }
    }
  }

  /** The document that was searched as *this file*, where it is still open. */
  #documentOf({ question, params }: Answer): vscode.TextDocument | undefined {
    if (question.scope !== 'file') return undefined;
    const name = params.documents?.[0]?.name;
    return vscode.workspace.textDocuments.find(({ uri }) => documentName(uri) === name);
  }

  async #show(index: number, preserveFocus: boolean): Promise<void> {
    const { places } = this.#answer ?? {};
    if (!places) return;
    this.#current = { index, at: Date.now() };
    try {
      await places.show(index, { preserveFocus });
    } catch (error) {
      this.services.report(error);
      return;
    }
    const node = nodeOfResult(this.#nodes, index);
    if (node && this.view.tree.visible) await this.view.tree.reveal(node, { select: true, focus: false });
  }

  #set(answer: Answer | null): void {
    this.#answer?.places.dispose();
    this.#answer = answer;
    this.#order = 'final';
    this.#current = { index: -1, at: 0 };
    void vscode.commands.executeCommand('setContext', 'glassbox.hasSimilar', answer !== null);
    this.#draw();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#draw(), DRAW_AFTER);
  }

  #draw(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const { known } = this.index;
    const { made, work, state } = known;
    const indexFiles = (made?.skipped ?? []).map(({ folder, name, reason }) => ({
      ...{ name, reason, uri: vscode.Uri.joinPath(vscode.Uri.file(folder), name).toString() },
    }));
    this.#nodes = similarNodes({
      index: indexRow(known),
      indexLeftOut: { files: indexFiles, count: work ? 0 : (made?.skippedCount ?? 0) },
      groups: byFile(this.#standing()),
      leftOut: this.#answer?.leftOut ?? [],
    });
    this.view.changed();
    this.view.tree.message = this.#answer ? this.#told(this.#answer) : '';
    this.#status.show(work);
    void vscode.commands.executeCommand('setContext', 'glassbox.similarIndexing', work !== null);
    void vscode.commands.executeCommand('setContext', 'glassbox.similarIndex', state !== null && work === null);
    this.#mark();
  }

  /** Results whose words still stand, as far as that is known, in the order that was chosen. */
  #standing(): Shown[] {
    if (this.#answer === null) return [];
    const { found, places } = this.#answer;
    const all = found.map((one, index): Shown => ({ ...one, index }));
    return inOrder(all, this.#order).filter(({ index }) => places.at(index) !== null);
  }

  /** The same as the view lists them. */
  #listed(): Shown[] {
    return byFile(this.#standing()).flatMap(({ found }) => found);
  }

  /** What was searched and what came of it, in a line. */
  #told({ question, value, found, places }: Answer): string {
    const number = userNumber();
    const lost = found.filter((_, index) => places.at(index) === null).length;
    return [
      `“${clipEnd(question.query, TITLE)}”`,
      found.length === 0
        ? vscode.l10n.t('nothing found in {0} passages', number(value.passages))
        : vscode.l10n.t('{0} of {1} passages', number(found.length - lost), number(value.passages)),
      ...(question.mode === 'words' ? [] : [value.model]),
      ...(value.reranker === null ? [] : [vscode.l10n.t('reranked by {0}', value.reranker)]),
      ...(this.#order === 'final' ? [] : [vscode.l10n.t('in the order of: {0}', orderName(this.#order))]),
      ...(lost > 0 ? [vscode.l10n.t('changed in the text since: {0}', number(lost))] : []),
      ...(value.outdated > 0
        ? [vscode.l10n.t('files changed since they were indexed: {0}', number(value.outdated))]
        : []),
    ].join(' · ');
  }

  #mark(): void {
    const marked = this.#standing().flatMap((one) => {
      const at = this.#answer?.places.at(one.index);
      if (!at) return [];
      const { start, end } = at.span;
      const hover = new vscode.MarkdownString(escapeMarkdown(reasonText(one)));
      const words = matchedWords(one.text, one.words?.terms ?? []);
      const placed = words.map((word) => ({ start: start + word.start, end: start + word.end }));
      return [{ document: at.document, start, end, words: placed, hover }];
    });
    this.#marks.show(marked);
  }
}

function tellOfNone(): void {
  setStatusBarMessage(vscode.l10n.t('Nothing was looked for yet. Use Find Similar first.'), SAID_MS, 'info');
}
