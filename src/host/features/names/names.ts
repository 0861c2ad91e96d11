import * as vscode from 'vscode';
import { formatOfLanguage } from '../../../documents/formatOfLanguage.js';
import { METHOD_TASKS, type Span } from '../../../protocol/engine/index.js';
import { clipAround, clipEnd } from '../../../text/excerpt.js';
import { formatPercent } from '../../core/probabilityBars.js';
import { askForLabels } from '../../core/askForLabels.js';
import { CallRecord } from '../../core/callRecord.js';
import { commandIds } from '../../core/commandIds.js';
import { toCsv } from '../../../text/csv.js';
import { modelFor } from '../../core/headModels.js';
import { setStatusBarMessage, showInformationMessage } from '../../core/messages.js';
import { escapeMarkdown } from '../../core/plainText.js';
import { saveFile } from '../../core/saveFile.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { isText, spanAround } from '../../editor/chooseSpan.js';
import { rememberReading } from '../../editor/explainRows.js';
import { modelForLanguage } from '../../editor/languageCheck.js';
import { copyText } from '../../editor/offerText.js';
import { isReadable } from '../../editor/readText.js';
import { editorOf, showTracked } from '../../editor/showSpan.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import { findNames, type NameSource } from './findNames.js';
import { labelNames, type NameInText } from './labelNames.js';
import { groupNames, type FoundName } from './nameGroups.js';
import { NameDecorations } from './nameDecorations.js';
import { kindName, marksOf } from './nameKinds.js';
import { nameRows, type PlacedName } from './namesCsv.js';
import { nameItem, nameNodes, nodeOfPlace, type NameNode } from './namesTree.js';

const VIEW = 'glassbox.names';
const SAID_MS = 5000;

/** How long changes are gathered before view and marks are drawn anew, in milliseconds; and in times of what that takes. */
const DRAW_AFTER = 150;
const DRAW_SHARE = 20;

/** As much of a line as a row shows around a name, in UTF-16 units. */
const SHOWN = 80;

/** As much of a sentence as is read around a name, on each side. */
const AROUND = 200;

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
  #isRunning = false;
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
      this.services.report(error, () => void vscode.commands.executeCommand(commandIds.findNames));
    } finally {
      spans.settle();
      if (this.#spans === spans) {
        this.#isRunning = false;
        this.#draw();
      }
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
  }

  /** Saves all names as a CSV file. */
  async export(): Promise<void> {
    const rows = this.#placed();
    if (this.#tellsOfNone(rows)) return;
    const saved = await saveFile(`${this.#fileName()}-names`, 'csv', toCsv(nameRows(rows)));
    if (saved !== null) setStatusBarMessage(vscode.l10n.t('Saved {0}', saved), SAID_MS, 'check');
  }

  /** *Sort Names into Labels of Your Own*: typed in a line, which left empty gives the model's own kinds back. */
  async label(): Promise<void> {
    const spans = this.#spans;
    if (spans === null || this.#tellsOfNone(this.#placed())) return;
    const title = vscode.l10n.t('Sort Names into Labels of Your Own');
    const prompt = vscode.l10n.t('Two labels or more, with commas between them: city, river, person. Empty: as found');
    const typed = await askForLabels(title, prompt, lastLabels);
    if (typed === null || this.#spans !== spans || this.#isRunning) return;
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
    const { document } = spans;
    const model = METHOD_TASKS.zeroShot?.defaultModel ?? '';
    const inText = this.#namesInText(names);
    const sentences = inText.map(({ sentence }) => sentence).join('\n');
    if ((await modelForLanguage(this.services, document, null, model, sentences)) === null) return;
    const record = new CallRecord(this.services.engine, 'names');
    const found = await withWorkProgress(vscode.l10n.t('Sorting names'), (progress) =>
      labelNames(record, labels, inText, progress),
    );
    if (this.#spans !== spans) return;
    rememberReading(this.services, record);
    const byName = new Map(inText.map(({ name }, at) => [name, found.labels[at]!]));
    this.#unsorted = { names, judge: found.model };
    this.#names = names.map((name) => ({ ...name, ...byName.get(name.text) }));
    this.#draw();
  }

  /** Each name once, with the sentence of its first place that stands. */
  #namesInText(names: readonly FoundName[]): NameInText[] {
    const found = new Map<string, string>();
    const document = this.#spans?.document;
    const text = document?.getText() ?? '';
    for (const [index, { text: name }] of names.entries()) {
      const place = this.#spans?.at(index);
      if (!place || found.has(name)) continue;
      const { start, end } = spanAround(text, place.start, 'sentence', document?.languageId) ?? place;
      const sentence = clipAround(text.slice(start, end), place.start - start, AROUND, AROUND);
      found.set(name, sentence.replace(/\s+/g, ' '));
    }
    return [...found].map(([name, sentence]) => ({ name, sentence }));
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
    this.#isRunning = true;
    this.#draw();
    return spans;
  }

  async #read(spans: TrackedSpans, model: string, source: NameSource): Promise<void> {
    const record = new CallRecord(this.services.engine, 'names');
    await this.#showView(true);
    try {
      await withWorkProgress(vscode.l10n.t('Finding names with {0}', model), async (progress) => {
        for await (const found of findNames(record, model, source, progress)) {
          // Another search has taken its place.
          if (this.#spans !== spans) return;
          spans.add(found);
          this.#names.push(...found);
          if (found.length > 0) this.#soon();
        }
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
    if (this.#isRunning && count === 0) return vscode.l10n.t('Looking for names …');
    const { lost } = this.#spans;
    return [
      vscode.l10n.t('Names found by {0}: {1}', this.#model, userNumber()(count)),
      ...(this.#unsorted ? [vscode.l10n.t('sorted into your labels by {0}', this.#unsorted.judge)] : []),
      ...(lost > 0 ? [vscode.l10n.t('changed in the text since: {0}', userNumber()(lost))] : []),
    ].join(' · ');
  }

  #marks() {
    return marksOf([...new Set(this.#names.map(({ label }) => label))]);
  }

  #mark(): void {
    const marks = this.#marks();
    const places = this.#places().map(({ name, start, end }) => {
      const { label, text, probability } = name;
      const told = [kindName(label), text, formatPercent(probability, vscode.env.language)].map(escapeMarkdown);
      return { start, end, mark: marks.get(label) ?? 'dottedBox', hover: new vscode.MarkdownString(told.join(' · ')) };
    });
    this.#decorations.show(this.#spans?.document ?? null, places);
  }

  /** The names that stand, in the text's order. */
  #places(): (Span & { index: number; name: FoundName })[] {
    const found = this.#names.flatMap((name, index) => {
      const span = this.#spans?.at(index);
      return span ? [{ ...span, index, name }] : [];
    });
    return found.sort((one, other) => one.start - other.start);
  }

  #placed(): PlacedName[] {
    const document = this.#spans?.document;
    if (!document) return [];
    return this.#places().map(({ name, start, end }) => {
      const { line, character } = document.positionAt(start);
      return { ...name, start, end, line: line + 1, column: character + 1 };
    });
  }

  #placeText(index: number): { label: string; description: string } {
    const span = this.#spans?.at(index);
    const document = this.#spans?.document;
    if (!span || !document) return { label: '', description: '' };
    const line = document.positionAt(span.start).line;
    const label = vscode.l10n.t('line {0}', String(line + 1));
    if (document.isClosed) return { label, description: '' };
    return { label, description: clipEnd(document.lineAt(line).text.trim(), SHOWN) };
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
