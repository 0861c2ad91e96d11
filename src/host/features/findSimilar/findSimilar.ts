import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import { joinSentences } from '../../../wording/index.js';
import { setStatusBarMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { sayOtherLanguage } from '../../editor/languageCheck.js';
import { servedNote } from '../../servers/servedWhere.js';
import { answerQuestion, type Answer } from './answerQuestion.js';
import { askQuestion, type Question } from './askQuestion.js';
import { chooseOrder } from './chooseOrder.js';
import type { Order } from './found.js';
import { IndexCommands, waysOn } from './indexCommands.js';
import { IndexStatus } from './indexStatus.js';
import { remember, remembered } from './remembered.js';
import { Reranker } from './reranker.js';
import { ResultPlaces } from './resultPlaces.js';
import { scopeTexts } from './scopeTexts.js';
import { activeFile } from './searchedDocuments.js';
import { listed, marksOf, rowsOf, toldOf } from './shownAnswer.js';
import { SimilarMarks } from './similarMarks.js';
import { nodeOfResult, similarItem, similarNodes, type SimilarNode } from './similarTree.js';
import { askedFor, copyCommand, exportResults } from './takeResults.js';
import { WorkspaceIndex } from './workspaceIndex.js';

const SAID_MS = 5000;

/** How long changes are gathered before view and marks are drawn anew, in milliseconds. */
const DRAW_AFTER = 100;

/** A row that is pressed again within so many milliseconds is gone to, as by a double click. */
const AGAIN = 500;

/** The view, as far as it is there from the activation on. */
export interface SimilarView {
  readonly tree: vscode.TreeView<SimilarNode>;
  /** all rows are asked for again */
  changed(): void;
}

/** *Find Similar*: what was found last, in its view and in the texts, and the index of the workspace. */
export class FindSimilar implements vscode.Disposable {
  readonly index: WorkspaceIndex;
  readonly indexing: IndexCommands;
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
    this.indexing = new IndexCommands(services, this.index);
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
    const file = activeFile(editor);
    await this.index.look();
    const { workspaceState } = this.context;
    const beginning = { ...remembered(workspaceState), query: this.#lastQuery };
    const question = await askQuestion(editor, scopeTexts(file?.name ?? null, this.index), beginning);
    if (!question) return;
    this.#lastQuery = question.query;
    await remember(workspaceState, question);
    this.#checkLanguage(question);
    await this.#search(question, file?.documents ?? [], false);
  }

  /** Shows the next result of the view, or the one before it; from the last one on to the first. */
  async step(by: 1 | -1): Promise<void> {
    const rows = this.#answer ? listed(this.#answer, this.#order) : [];
    if (rows.length === 0) return tellOfNone();
    const at = rows.findIndex(({ index }) => index === this.#current.index);
    const next = at < 0 ? (by === 1 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length;
    await this.#show(rows[next]!.index, false);
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
    const chosen = await chooseOrder(this.#answer, this.#order);
    if (chosen === undefined) return;
    this.#order = chosen;
    this.#draw();
  }

  /** *Turn Reranking On or Off*; what is shown is searched again. */
  async toggleRerank(): Promise<void> {
    const now = await this.#reranker.toggle();
    if (now === null) return;
    const said = now.isOn
      ? vscode.l10n.t('{0} puts the results in order.', now.model)
      : vscode.l10n.t('Results stay in the order of words and meaning.');
    await this.#searchAgain(this.#answer?.all ?? false);
    // Why it does not is said already.
    if (!now.isOn || this.#reranker.fault === null) setStatusBarMessage(said, SAID_MS, 'check');
  }

  /** The row that stands for the rest was pressed: of a short text as many results as of a long one. */
  more(): Promise<void> {
    return this.#searchAgain(true);
  }

  async #searchAgain(all: boolean): Promise<void> {
    if (this.#answer === null) return;
    const { question, documents } = this.#answer;
    const open = documents.filter(({ isClosed }) => !isClosed);
    await this.#search(question, open, all);
  }

  /** Saves the results as a file. */
  async export(): Promise<void> {
    if (this.#answer === null) return tellOfNone();
    await exportResults(this.#answer, this.#order);
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
    sayOtherLanguage(this.services, 'findSimilar.model', 'question', null, [query]).catch((error: unknown) =>
      this.services.log.warn(`languages: ${toErrorValue(error).message}`),
    );
  }

  /** @param documents what *this file* means */
  async #search(question: Question, documents: readonly vscode.TextDocument[], all: boolean): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const { services, index } = this;
      const answer = await this.#reranker.withOrWithout((reranker) =>
        answerQuestion({ services, index, question, reranker, all }, documents),
      );
      if (answer === null) return;
      const places = new ResultPlaces(answer.found, answer.read);
      // Another question was asked meanwhile.
      if (asked !== this.#asked) return places.dispose();
      places.onDidChange(() => this.#soon());
      const { params, value, milliseconds } = answer;
      this.services.results.set({ kind: 'search', params: askedFor(params), value, milliseconds, taken: null });
      this.#set({ ...answer, places, all, unranked: this.#reranker.fault?.model ?? null });
      await vscode.commands.executeCommand('glassbox.similar.focus', { preserveFocus: true });
      // What has changed since is not found until the index knows it.
      if (value.outdated > 0) this.index.fileChanged();
    } catch (error) {
      const again = () => void this.#search(question, documents, all);
      this.services.report(error, again, ...waysOn(error));
    }
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
    this.#nodes = similarNodes(rowsOf(known, this.#answer, this.#order));
    this.view.changed();
    const { servers, settings } = this.services;
    const told = this.#answer ? toldOf(this.#answer, this.#order) : '';
    this.view.tree.message = joinSentences(...servedNote(servers, settings.get('findSimilar.model')), told);
    const { work, state } = known;
    this.#status.show(work);
    void vscode.commands.executeCommand('setContext', 'glassbox.similarIndexing', work !== null);
    void vscode.commands.executeCommand('setContext', 'glassbox.similarIndex', state !== null && work === null);
    this.#mark();
  }

  #mark(): void {
    this.#marks.show(this.#answer ? marksOf(this.#answer, this.#order) : []);
  }
}

function tellOfNone(): void {
  setStatusBarMessage(vscode.l10n.t('Nothing was looked for yet. Use Find Similar first.'), SAID_MS, 'info');
}
