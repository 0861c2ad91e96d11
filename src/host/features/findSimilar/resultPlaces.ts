import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { setStatusBarMessage } from '../../core/messages.js';
import { showTracked } from '../../editor/showSpan.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import type { Found } from './found.js';
import { passagePlace } from './passagePlace.js';

const SAID_MS = 5000;

/** The results in a document, by their numbers, each with its number among the document's stretches. */
interface InDocument {
  spans: TrackedSpans;
  places: ReadonlyMap<number, number>;
}

/**
 * Where results stand: in documents that were searched from the moment at which they were read, in files of an index from
 * the moment at which they are opened.
 */
export class ResultPlaces implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #documents = new Map<string, InDocument>();
  readonly #opened: vscode.Disposable;

  /** Fires when a result has gone, or its file was opened. */
  readonly onDidChange = this.#changed.event;

  /** @param read the documents that were searched, by their addresses; what was read is followed since then */
  constructor(
    private readonly found: readonly Found[],
    read: ReadonlyMap<string, TrackedSpans>,
  ) {
    for (const [uri, spans] of read) this.#place(uri, spans, ({ start, end }) => ({ start, end }));
    for (const document of vscode.workspace.textDocuments) this.#open(document);
    this.#opened = vscode.workspace.onDidOpenTextDocument((document) => {
      if (this.#open(document)) this.#changed.fire();
    });
  }

  /** Where a result stands now: null where its words were changed, undefined while its file is not open. */
  at(index: number): { document: vscode.TextDocument; span: Span } | null | undefined {
    const inDocument = this.#documents.get(this.found[index]?.uri ?? '');
    if (!inDocument) return undefined;
    const { spans, places } = inDocument;
    const span = spans.at(places.get(index) ?? -1);
    return span && { document: spans.document, span };
  }

  /** Selects a result in its file, which is opened where it is not; says so where its words were changed. */
  async show(index: number, options: { preserveFocus: boolean }): Promise<void> {
    const uri = this.found[index]?.uri;
    if (uri === undefined) return;
    if (!this.#documents.has(uri)) this.#open(await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true)));
    const inDocument = this.#documents.get(uri);
    const place = inDocument?.places.get(index);
    if (inDocument && place !== undefined) return showTracked(inDocument.spans, place, options);
    setStatusBarMessage(vscode.l10n.t('The text was changed there.'), SAID_MS, 'warning');
  }

  dispose(): void {
    this.#opened.dispose();
    this.#changed.dispose();
    for (const { spans } of this.#documents.values()) spans.dispose();
  }

  /** @returns whether it holds results that were not followed so far */
  #open(document: vscode.TextDocument): boolean {
    const uri = document.uri.toString();
    if (document.isClosed || this.#documents.has(uri) || !this.found.some((one) => one.uri === uri)) return false;
    const text = document.getText();
    this.#place(uri, new TrackedSpans(document, text), (one) => passagePlace(text, one.text, one.start));
    return true;
  }

  #place(uri: string, spans: TrackedSpans, placeOf: (one: Found) => Span | null): void {
    const places = new Map<number, number>();
    this.found.forEach((one, index) => {
      const place = one.uri === uri ? placeOf(one) : null;
      if (place) places.set(index, spans.add([place]));
    });
    spans.settle();
    spans.onDidLose(() => this.#changed.fire());
    this.#documents.set(uri, { spans, places });
  }
}
