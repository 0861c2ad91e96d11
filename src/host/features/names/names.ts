import * as vscode from 'vscode';
import { formatOfLanguage } from '../../../documents/formatOfLanguage.js';
import { toErrorValue } from '../../../protocol/engine/index.js';
import { askForLabels } from '../../core/askForLabels.js';
import { CallRecord } from '../../core/callRecord.js';
import { commandIds } from '../../core/commandIds.js';
import { toCsv } from '../../../text/csv.js';
import { modelFor } from '../../core/headModels.js';
import { setStatusBarMessage, showInformationMessage, showWarningMessage } from '../../core/messages.js';
import { saveFile } from '../../core/saveFile.js';
import type { Services } from '../../core/services.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { isText } from '../../editor/chooseSpan.js';
import { rememberReading } from '../../editor/explainRows.js';
import { modelForLanguage } from '../../editor/languageCheck.js';
import { copyText } from '../../editor/offerText.js';
import { isReadable } from '../../editor/readText.js';
import { editorOf, showTracked } from '../../editor/showSpan.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import { findNames, type NameSource } from './findNames.js';
import { groupNames, type FoundName } from './nameGroups.js';
import { NameDecorations } from './nameDecorations.js';
import { marksOf } from './nameKinds.js';
import { markedNames, placedNames, placeText, standingNames, type NamePlace } from './namePlaces.js';
import { nameRows, type PlacedName } from './namesCsv.js';
import { nameItem, nameNodes, nodeOfPlace, type NameNode } from './namesTree.js';
import { namesText, partText, type SearchState } from './searchState.js';
import { sortNames } from './sortNames.js';

const VIEW = 'glassbox.names';
const SAID_MS = 5000;

/** How long changes are gathered before view and marks are drawn anew, in milliseconds; and in times of what that takes. */
const DRAW_AFTER = 150;
const DRAW_SHARE = 20;

/** What was typed last, in this window. */
let lastLabels = '';

/** The names of one document: marked in it, listed in their view, and followed through its changes. */
export class Names implements vscode.Disposable {
  readonly #decorations = new NameDecorations();
  readonly #rows = new vscode.EventEmitter<undefined>();
  readonly #tree: vscode.TreeView<NameNode>;
  readonly #listeners: vscode.Disposable[];
  #spans: TrackedSpans | null = null;
  #names: FoundName[] = [];
  #nodes: NameNode[] = [];
  #model = '';
  /** what the model said, while the user’s own labels are shown, and what those were judged by */
  #unsorted: { names: FoundName[]; judge: string } | null = null;
  #search: SearchState = { is: 'whole', share: 0 };
  #timer: NodeJS.Timeout | null = null;
  /** how long drawing took, in milliseconds */
  #drawing = 0;

  constructor(private readonly services: Services) {
    this.#tree = vscode.window.createTreeView<NameNode>(VIEW, {
      showCollapseAll: true,
      treeDataProvider: {
        onDidChangeTreeData: this.#rows.event,
        getChildren: (node) => (node ? node.children : this.#nodes),
        getParent: (node) => (node.kind === 'kind' ? undefined : node.parent),
        getTreeItem: (node) => nameItem(node, (index) => this.#placeText(index)),
      },
    });
    this.#listeners = [
      this.#tree,
      this.#rows,
      this.#decorations,
      vscode.window.onDidChangeVisibleTextEditors(() => this.#mark()),
    ];
  }

  /** *Find Names*: in the selection, or in the whole document. */
  async find(): Promise<void> {
    const editor = activeTextEditor();
    if (editor === undefined) return;
    const { document, selection } = editor;
    const { version } = document;
    const text = document.getText();
    const chosen = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    const within = isText(text, chosen) ? chosen : { start: 0, end: text.length };
    if (!(await isReadable(text, within))) return;
    const found = await modelFor(this.services, 'findNames.model');
    if (found === null) return;
    const looked = text.slice(within.start, within.end);
    const model = await modelForLanguage(this.services, document, 'findNames.model', found, looked);
    if (model === null) return;
    // The question may have stood for a while.
    if (document.version !== version) return this.find();
    const spans = this.#start(document, text, model);
    try {
      const format = formatOfLanguage(document.languageId, document.fileName);
      await this.#read(spans, model, { text, format, within });
    } catch (error) {
      const isCancelled = toErrorValue(error).code === 'cancelled';
      // What is cancelled at the last moment has read all.
      if (this.#spans === spans && this.#search.is === 'running') this.#search.is = isCancelled ? 'stopped' : 'failed';
      this.services.report(error, () => void vscode.commands.executeCommand(commandIds.findNames));
    } finally {
      spans.settle();
      if (this.#spans === spans) this.#draw();
    }
  }

  /** Selects the next name behind the cursor, or the one before it; from the last one on to the first. */
  async step(by: 1 | -1): Promise<void> {
    const spans = this.#spans;
    const places = this.#places();
    if (spans === null || places.length === 0) {
      return setStatusBarMessage(vscode.l10n.t('No names are marked. Use Find Names first.'), SAID_MS, 'info');
    }
    const editor = editorOf(spans.document);
    const offset = (place: vscode.Position | undefined) => (place ? spans.document.offsetAt(place) : 0);
    const [start, end] = [offset(editor?.selection.start), offset(editor?.selection.end)];
    const next = by === 1 ? places.find((place) => place.start >= end) : places.findLast((place) => place.end <= start);
    await this.show((next ?? places.at(by === 1 ? 0 : -1)!).index);
  }

  /** Selects a place of a name, in the text and in the view. */
  async show(index: unknown): Promise<void> {
    const spans = this.#spans;
    if (spans === null || typeof index !== 'number') return;
    await showTracked(spans, index);
    const node = nodeOfPlace(this.#nodes, index);
    if (node && this.#tree.visible) await this.#tree.reveal(node, { select: true, focus: false });
  }

  /** Copies all names as CSV. */
  async copy(): Promise<void> {
    const rows = this.#placed();
    if (this.#tellsOfNone(rows)) return;
    await copyText(toCsv(nameRows(rows)));
    this.#tellOfPart();
  }

  /** Saves all names as a CSV file. */
  async export(): Promise<void> {
    const rows = this.#placed();
    if (this.#tellsOfNone(rows)) return;
    const name = this.#search.is === 'whole' ? 'names' : 'names-partial';
    const saved = await saveFile(`${this.#fileName()}-${name}`, 'csv', toCsv(nameRows(rows)));
    if (saved === null) return;
    setStatusBarMessage(vscode.l10n.t('Saved {0}', saved), SAID_MS, 'check');
    this.#tellOfPart();
  }

  /** A table has no place to say that it is not all. */
  #tellOfPart(): void {
    const part = partText(this.#search);
    if (part === null) return;
    void showWarningMessage(vscode.l10n.t('These are not all names of the text: {0}.', part));
  }

  /** *Sort Names into Labels of Your Own*: typed in a line, which left empty gives the model's own kinds back. */
  async label(): Promise<void> {
    const spans = this.#spans;
    if (spans === null || this.#tellsOfNone(this.#placed())) return;
    const title = vscode.l10n.t('Sort Names into Labels of Your Own');
    const prompt = vscode.l10n.t('Two labels or more, with commas between them: city, river, person. Empty: as found');
    const typed = await askForLabels(title, prompt, lastLabels);
    if (typed === null || this.#spans !== spans || this.#search.is === 'running') return;
    try {
      await this.#sort(spans, typed.labels);
      if (typed.labels.length > 0) lastLabels = typed.line;
    } catch (error) {
      this.services.report(error, () => void vscode.commands.executeCommand(commandIds.labelNames));
    }
  }

  async #sort(spans: TrackedSpans, labels: readonly string[]): Promise<void> {
    const names = this.#unsorted?.names ?? this.#names;
    if (labels.length === 0) {
      this.#names = names;
      this.#unsorted = null;
      return this.#draw();
    }
    const sorted = await sortNames(this.services, spans, names, labels, () => this.#spans === spans);
    if (sorted === null) return;
    this.#unsorted = { names, judge: sorted.judge };
    this.#names = sorted.names;
    this.#draw();
  }

  /** Takes all marks away and closes the view. */
  async clear(): Promise<void> {
    this.#spans?.dispose();
    this.#spans = null;
    this.#names = [];
    this.#unsorted = null;
    this.#draw();
    await this.#showView(false);
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#spans?.dispose();
    vscode.Disposable.from(...this.#listeners).dispose();
  }

  #start(document: vscode.TextDocument, text: string, model: string): TrackedSpans {
    this.#spans?.dispose();
    const spans = new TrackedSpans(document, text);
    spans.onDidLose(() => this.#soon());
    this.#spans = spans;
    this.#names = [];
    this.#unsorted = null;
    this.#model = model;
    this.#search = { is: 'running', share: 0 };
    this.#draw();
    return spans;
  }

  async #read(spans: TrackedSpans, model: string, source: NameSource): Promise<void> {
    const record = new CallRecord(this.services.engine, 'names');
    await this.#showView(true);
    try {
      await withWorkProgress(vscode.l10n.t('Finding names with {0}', model), async (progress) => {
        const done = (share: number) => {
          if (this.#spans === spans) this.#search.share = Math.max(this.#search.share, share);
          progress.done(share);
        };
        for await (const found of findNames(record, model, source, { ...progress, done })) {
          // Another search has taken its place.
          if (this.#spans !== spans) return;
          spans.add(found);
          this.#names.push(...found);
          this.#soon();
        }
        if (this.#spans === spans) this.#search.is = 'whole';
      });
    } finally {
      // What was found before it was cancelled is marked, too.
      if (this.#spans === spans) rememberReading(this.services, record);
    }
    if (this.#spans !== spans || this.#names.length > 0) return;
    void showInformationMessage(vscode.l10n.t('{0} has found no names here.', model));
  }

  async #showView(isShown: boolean): Promise<void> {
    await vscode.commands.executeCommand('setContext', 'glassbox.hasNames', isShown);
    if (isShown) await vscode.commands.executeCommand(`${VIEW}.focus`, { preserveFocus: true });
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#draw(), Math.max(DRAW_AFTER, DRAW_SHARE * this.#drawing));
  }

  #draw(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const began = performance.now();
    const standing = this.#names.map((name, index) => (this.#spans?.at(index) ? name : null));
    const kinds = groupNames(standing, vscode.env.language);
    this.#nodes = nameNodes(kinds, this.#marks());
    this.#rows.fire(undefined);
    this.#tree.description = this.#spans === null ? '' : this.#fileName();
    this.#tree.message = this.#message(standing.filter((name) => name !== null).length);
    this.#mark();
    this.#drawing = performance.now() - began;
  }

  #message(count: number): string {
    if (this.#spans === null) return '';
    const { lost } = this.#spans;
    return namesText({
      ...{ model: this.#model, search: this.#search, count, lost },
      judge: this.#unsorted?.judge ?? null,
    });
  }

  #marks() {
    return marksOf([...new Set(this.#names.map(({ label }) => label))]);
  }

  #mark(): void {
    this.#decorations.show(this.#spans?.document ?? null, markedNames(this.#places(), this.#marks()));
  }

  #places(): NamePlace[] {
    return this.#spans ? standingNames(this.#names, this.#spans) : [];
  }

  #placed(): PlacedName[] {
    const document = this.#spans?.document;
    return document ? placedNames(this.#places(), document) : [];
  }

  #placeText(index: number): { label: string; description: string } {
    const span = this.#spans?.at(index);
    const document = this.#spans?.document;
    return span && document ? placeText(document, span.start) : { label: '', description: '' };
  }

  #fileName(): string {
    return this.#spans?.document.uri.path.split('/').at(-1) ?? '';
  }

  #tellsOfNone(rows: readonly PlacedName[]): boolean {
    if (rows.length > 0) return false;
    setStatusBarMessage(vscode.l10n.t('No names are marked. Use Find Names first.'), SAID_MS, 'info');
    return true;
  }
}
