import * as vscode from 'vscode';
import { setImmediate } from 'node:timers/promises';
import { formatOfLanguage } from '../../../documents/formatOfLanguage.js';
import { toErrorValue } from '../../../protocol/engine/index.js';
import type { TextSpan } from '../../../text/index.js';
import { toEditorRange } from '../../editor/trackedText.js';
import { LONGEST_WHOLE, ProseOfDocument, type Passage } from './proseOfDocument.js';
import { reachOf, type Reader, type Readers, type Which } from './readers.js';
import { ScoredProse, type DocumentTotals, type PlacedWord } from './scoredProse.js';
import { stepOf } from './steps.js';
import { NO_MARKS, type MarkedRanges } from './surpriseMarks.js';
import { NOTHING, tokensIn } from './totals.js';

/** After so long without a change the text is scored again, in milliseconds. */
const REST = 250;

/** What a document is read with. */
export type Mode = Which | 'both';

const whichOf = (mode: Mode): readonly Which[] => (mode === 'both' ? ['first', 'second'] : [mode]);

/** What the document says to whoever shows it. */
export interface SurpriseEvents {
  /** there is more to show, or other words */
  changed(): void;
  /** each token takes a request: about so many for what is in sight; told before the first */
  costly(requests: number): void;
  failed(error: unknown, retry: () => void): void;
  /** nothing in the text is prose */
  empty(): void;
  tooLong(): void;
}

/**
 * The surprise of one document: what is in sight is scored first, then what follows, then what stands before. From both
 * sides only what has been in sight is, since that takes a hundred times as long, and so where each token takes a request
 * to a server. A change is waited out, and only what it touches is scored again.
 */
export class SurpriseDocument implements vscode.Disposable {
  #scored: ScoredProse | null = null;
  #version = -1;
  #readers: Partial<Record<Which, Reader>> = {};
  #abort = new AbortController();
  /** what is scored at the moment was in sight when it was asked for, or nothing is */
  #isSeen = false;
  #isRunning = false;
  #timer: NodeJS.Timeout | undefined;
  #deaths = 0;
  /** it was told of, and comes again only when the user wants it */
  #hasFailed = false;
  /** models whose requests were told */
  readonly #told = new Set<string>();

  constructor(
    readonly document: vscode.TextDocument,
    private readonly answers: Readers,
    private readonly events: SurpriseEvents,
    private readonly mode: () => Mode,
  ) {}

  /** The models of the present mode, once they are known. */
  reader(which: Which): Reader | null {
    return whichOf(this.mode()).includes(which) ? (this.#readers[which] ?? null) : null;
  }

  /** The text has changed: waits for a rest. */
  edited(): void {
    this.#abort.abort();
    clearTimeout(this.#timer);
    if (!this.#hasFailed) this.#timer = setTimeout(() => this.restart(), REST);
  }

  /** Other lines are in sight. */
  scrolled(): void {
    if (this.#scored === null || this.#isSeen || this.#hasFailed || !this.isFresh) return;
    if (this.#isRunning) this.#abort.abort();
    void this.#run();
  }

  /** Reads the text anew, by the models of the settings; what was scored before is known. */
  restart(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#hasFailed = false;
    const format = formatOfLanguage(this.document.languageId, this.document.fileName);
    const text = this.document.getText();
    if (text.length > LONGEST_WHOLE && format !== 'plain' && format !== 'markdown') return this.events.tooLong();
    this.#scored = new ScoredProse(new ProseOfDocument(text, format, this.#scored?.prose ?? null), this.answers);
    this.#version = this.document.version;
    this.#readers = {};
    void this.#run();
  }

  /** The text of the document is the one that was read: places of words hold. */
  get isFresh(): boolean {
    return this.#scored !== null && this.#version === this.document.version;
  }

  /** The words of a stretch of the document that are known by now, in order. */
  words(which: Which, span?: TextSpan): PlacedWord[] {
    const reader = this.reader(which);
    return reader === null || !this.isFresh ? [] : this.#scored!.words(reader, span);
  }

  /** What is known of the whole document. */
  totals(which: Which): DocumentTotals {
    const reader = this.reader(which);
    if (this.#scored === null || reader === null) return { totals: NOTHING, done: 0, isWhole: false };
    return this.#scored.totals(which, reader);
  }

  /** About how many requests the rest of the document takes; null where a token takes none of its own. */
  requestsLeft(): number | null {
    const costly = whichOf(this.mode()).filter((which) => this.#readers[which]?.byTokens);
    if (costly.length === 0) return null;
    const bytes = Buffer.byteLength(this.#scored?.prose.text ?? '');
    return costly.reduce((sum, which) => {
      const { totals, isWhole } = this.totals(which);
      return isWhole ? sum : sum + tokensIn(Math.max(0, bytes - totals.bytes), totals);
    }, 0);
  }

  /** Marked ranges in sight. */
  marks(which: Which, editor: vscode.TextEditor): MarkedRanges {
    if (!this.isFresh || this.reader(which) === null) return NO_MARKS;
    const marks: Record<0 | 1 | 2, vscode.Range[]> = { 0: [], 1: [], 2: [] };
    for (const span of this.#inSight(editor)) {
      for (const { bits, place } of this.words(which, span)) {
        const step = stepOf(bits);
        if (step !== null) marks[step].push(toEditorRange(this.document, place));
      }
    }
    return marks;
  }

  /** The word at a place, and what each model says of it. */
  at(place: number): Partial<Record<Which, PlacedWord>> {
    const found: Partial<Record<Which, PlacedWord>> = {};
    for (const which of whichOf(this.mode())) {
      const word = this.words(which, { start: place, end: place + 1 })[0];
      if (word !== undefined) found[which] = word;
    }
    return found;
  }

  /** The prose in sight that was read by now, at least so many UTF-16 units of it where there is so much. */
  sample(most: number): string {
    const prose = this.#scored?.prose;
    if (prose === undefined) return '';
    let text = '';
    for (const index of new Set(this.#seen().flatMap((span) => prose.touched(span)))) {
      if (text.length < most && prose.isRead(index)) text += `${prose.part(index).text}\n`;
    }
    return text;
  }

  /**
   * Scores all of the document by each model of the mode.
   * @throws GlassboxError the engine's, `cancelled`
   */
  async readAll(progress: (share: number) => void, signal: AbortSignal): Promise<void> {
    const scored = this.#scored;
    if (scored === null) return;
    const { prose } = scored;
    const models = whichOf(this.mode());
    for (const [turn, which] of models.entries()) {
      const reader = (this.#readers[which] ??= await this.answers.of(which));
      for (const index of prose.parts.keys()) {
        const passages = prose.passages(index, reachOf(reader));
        const tell = (share: number) => progress((turn + (index + share) / prose.parts.length) / models.length);
        for (const [at, passage] of passages.entries()) {
          await this.answers.read(reader, passage, 'visible', signal);
          tell((at + 1) / passages.length);
        }
        if (scored !== this.#scored) return;
        scored.finish(which, index);
        tell(1);
      }
    }
    this.events.changed();
  }

  #inSight(editor: vscode.TextEditor): TextSpan[] {
    const { document } = this;
    return editor.visibleRanges.map(({ start, end }) => ({
      start: document.offsetAt(start),
      // The line at the edge may be seen to its end.
      end: document.offsetAt(document.lineAt(end.line).range.end),
    }));
  }

  /** What is in sight of any editor. */
  #seen(): TextSpan[] {
    return vscode.window.visibleTextEditors
      .filter(({ document }) => document === this.document)
      .flatMap((editor) => this.#inSight(editor));
  }

  async #run(): Promise<void> {
    const abort = (this.#abort = new AbortController());
    const { signal } = abort;
    this.#isRunning = true;
    try {
      const readers = Promise.all(
        whichOf(this.mode()).map(async (which) => (this.#readers[which] ??= await this.answers.of(which))),
      );
      // What is in sight is read while the engine starts; what it says is asked for behind that.
      readers.catch(() => undefined);
      // The rest of what the editor does at once goes first.
      await setImmediate();
      if (!signal.aborted) this.#readFirst();
      await readers;
      if (!signal.aborted) this.#tellCost();
      while (!signal.aborted && (await this.#step(signal)));
      // Where all was known from before, nobody has been told of it yet.
      if (!signal.aborted) this.events.changed();
      this.#deaths = 0;
      if (!signal.aborted && this.#isEmpty()) this.events.empty();
    } catch (error) {
      if (signal.aborted) return;
      // A process that died is started again by the next call; one that dies each time is told of.
      if (toErrorValue(error).code === 'engine-died' && this.#deaths++ === 0) return void this.#run();
      this.#deaths = 0;
      this.#hasFailed = true;
      this.events.failed(error, () => this.restart());
    } finally {
      if (this.#abort === abort) {
        this.#isRunning = false;
        this.#isSeen = false;
      }
    }
  }

  #tellCost(): void {
    for (const which of whichOf(this.mode())) {
      const reader = this.#readers[which];
      if (!reader?.byTokens || this.#told.has(reader.model)) continue;
      this.#told.add(reader.model);
      const bytes = this.#seen().reduce((sum, { start, end }) => {
        return sum + Buffer.byteLength(this.document.getText().slice(start, end));
      }, 0);
      this.events.costly(tokensIn(bytes, NOTHING));
    }
  }

  /** Reads the first part in sight: that of which something is scored first. */
  #readFirst(): void {
    const prose = this.#scored?.prose;
    const [first] = this.#seen().flatMap((span) => prose?.touched(span) ?? []);
    if (first !== undefined) prose?.part(first);
  }

  /** Scores the passage that matters most. @returns false when there is none left */
  async #step(signal: AbortSignal): Promise<boolean> {
    const scored = this.#scored;
    if (scored === null) return false;
    const { prose } = scored;
    const missing = (which: Which, parts: readonly number[], span: readonly TextSpan[] | null) => {
      const reader = this.#readers[which];
      return reader === undefined ? null : scored.missing(which, reader, parts, span);
    };
    const seen = this.#seen();
    const near = [...new Set(seen.flatMap((span) => prose.touched(span)))];
    for (const which of whichOf(this.mode())) {
      const next = missing(which, near, seen);
      if (next !== null) return this.#score(next, true, signal);
    }
    const from = near[0] ?? 0;
    const order = prose.parts.map((_, at) => (from + at) % prose.parts.length);
    for (const which of whichOf(this.mode())) {
      const reader = this.#readers[which];
      if (reader?.method === 'pseudo' || reader?.byTokens) continue;
      for (const index of order) {
        if (scored.isDone(which, index)) continue;
        const next = missing(which, [index], null);
        // Reading a part takes a while; the rest of the editor's work goes between.
        if (next === null) await setImmediate();
        else return this.#score(next, false, signal);
        if (signal.aborted) return false;
      }
    }
    return false;
  }

  async #score(
    { reader, passage }: { reader: Reader; passage: Passage },
    isSeen: boolean,
    signal: AbortSignal,
  ): Promise<true> {
    this.#isSeen = isSeen;
    try {
      await this.answers.read(reader, passage, isSeen ? 'visible' : 'background', signal);
    } finally {
      if (!signal.aborted) this.#isSeen = false;
    }
    this.#deaths = 0;
    this.events.changed();
    return true;
  }

  #isEmpty(): boolean {
    const prose = this.#scored?.prose;
    return prose !== undefined && prose.parts.every((_, index) => prose.part(index).text === '');
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }
}
