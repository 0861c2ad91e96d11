import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import type { CallOf } from '../../../protocol/webviews/index.js';
import { commandIds, keyCommandIds } from '../../core/commandIds.js';
import { setStatusBarMessage, showWarningMessage } from '../../core/messages.js';
import { escapeMarkdown, plainText } from '../../core/plainText.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { explainReading } from '../../editor/explainRows.js';
import { LOOKED_AT, sayOtherLanguage } from '../../editor/languageCheck.js';
import { servedNote } from '../../servers/servedWhere.js';
import { explainPassage } from './explainPassage.js';
import { surpriseActions } from './surpriseActions.js';
import { showFigures } from './figures.js';
import { Readers } from './readers.js';
import { legendLines } from './steps.js';
import { SurpriseDocument, type Mode } from './surpriseDocument.js';
import { SurpriseHover } from './surpriseHover.js';
import { NO_MARKS, SurpriseMarks } from './surpriseMarks.js';
import { byTokensText, readerName, shortTotals, totalsText } from './surpriseTexts.js';

/** Said in `when` clauses while any text is marked. */
const SHOWN = 'glassbox.surpriseShown';

/** The status bar is written no more often than this, in milliseconds. */
const STATUS_PAUSE = 300;

/** How long it is said what a text costs, in milliseconds. */
const COST_MS = 10_000;

/** *Show Surprise* in the editors: which texts are marked, by which models, and what is said of them. */
export class SurpriseView implements vscode.Disposable {
  readonly #readers: Readers;
  readonly #marks = new SurpriseMarks();
  readonly #documents = new Map<vscode.TextDocument, SurpriseDocument>();
  readonly #hover: SurpriseHover;
  readonly #status = vscode.window.createStatusBarItem('glassbox.surprise', vscode.StatusBarAlignment.Right, 90);
  readonly #listeners: vscode.Disposable[];
  #hovering: vscode.Disposable | null = null;
  /** texts that could not be read the last time */
  readonly #failed = new WeakSet<vscode.TextDocument>();
  #mode: Mode = 'first';
  #pause: NodeJS.Timeout | undefined;

  constructor(private readonly services: Services) {
    this.#readers = new Readers(services);
    this.#hover = new SurpriseHover(services, (document) => this.#documents.get(document));
    this.#status.name = vscode.l10n.t('Surprise');
    this.#status.command = commandIds.surpriseFigures;
    const { window, workspace } = vscode;
    this.#listeners = [
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#documents.get(document)?.edited();
      }),
      workspace.onDidCloseTextDocument((document) => this.#end(document)),
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        this.#draw(textEditor.document);
        this.#documents.get(textEditor.document)?.scrolled();
      }),
      window.onDidChangeVisibleTextEditors((editors) => {
        for (const document of new Set(editors.map((editor) => editor.document))) {
          this.#draw(document);
          this.#documents.get(document)?.scrolled();
        }
      }),
      window.onDidChangeActiveTextEditor(() => this.#tell()),
      window.onDidChangeTextEditorSelection(() => this.#tellSoon()),
      services.settings.onDidChange(() => this.#restart()),
      // What a model said that was removed, or is another by now, is not shown on.
      services.servers.onDidChange(() => {
        this.#readers.forget();
        this.#restart();
      }),
      vscode.commands.registerCommand(keyCommandIds.takeExpected, (argument: unknown) =>
        this.#hover.take(argument).catch((error: unknown) => services.report(error)),
      ),
      vscode.commands.registerCommand(keyCommandIds.explainSurprise, (place: unknown) =>
        this.#explain(place).catch((error: unknown) => services.report(error)),
      ),
    ];
  }

  /** Marks the text of the active editor, or takes its marks away. */
  toggle(): void {
    const editor = activeTextEditor();
    if (editor === undefined) return;
    const { document } = editor;
    if (this.#documents.has(document)) return this.#end(document);
    const made = new SurpriseDocument(document, this.#readers, this.#eventsOf(document), () => this.#mode);
    this.#documents.set(document, made);
    this.#hovering ??= vscode.Disposable.from(
      vscode.languages.registerHoverProvider('*', this.#hover),
      surpriseActions(this.services.engine, (text) => this.#documents.get(text)),
    );
    void vscode.commands.executeCommand('setContext', SHOWN, true);
    this.#tell();
    made.restart();
  }

  /** The list of all figures; marks the text first where it is not. */
  async showFigures(): Promise<void> {
    const editor = activeTextEditor();
    if (editor === undefined) return;
    if (!this.#documents.has(editor.document)) this.toggle();
    const surprise = this.#documents.get(editor.document);
    if (surprise === undefined) return;
    await showFigures(editor, surprise, {
      mode: this.#mode,
      models: {
        first: this.services.settings.get('surprise.model'),
        second: this.services.settings.get('surprise.otherModel'),
      },
      setMode: (mode) => {
        this.#mode = mode;
        this.#restart();
      },
      turnOff: () => this.#end(editor.document),
    });
  }

  /** Explains the figures around a place of the active text. */
  async #explain(place: unknown): Promise<void> {
    const document = activeTextEditor()?.document;
    const surprise = document && this.#documents.get(document);
    if (surprise === undefined || typeof place !== 'number') return;
    const result = await explainPassage(this.services.engine, surprise, place);
    if (result !== null) await explainReading(this.services, result);
  }

  /** The first passage that was read for the command is its result. */
  #remember(last: CallOf<'score'>, begun: number): void {
    const { model } = last.value;
    const milliseconds = performance.now() - begun;
    this.services.results.set({ kind: 'reading', feature: 'surprise', model, calls: [last], count: 1, milliseconds });
  }

  /** What the models say of a language that they do not know is marked, and that is said beside it. */
  #checkLanguage(document: vscode.TextDocument, checked: Set<string>): void {
    const { settings, log } = this.services;
    const surprise = this.#documents.get(document);
    for (const which of ['first', 'second'] as const) {
      const setting = which === 'first' ? 'surprise.model' : 'surprise.otherModel';
      if (!surprise?.reader(which) || checked.has(settings.get(setting))) continue;
      checked.add(settings.get(setting));
      sayOtherLanguage(this.services, setting, 'surprise', document, [surprise.sample(LOOKED_AT)]).catch(
        (error: unknown) => log.warn(`languages: ${toErrorValue(error).message}`),
      );
    }
  }

  #eventsOf(document: vscode.TextDocument) {
    const checked = new Set<string>();
    const begun = performance.now();
    const before = this.#readers.last;
    let isTold = false;
    return {
      changed: () => {
        const { last } = this.#readers;
        if (!isTold && last !== null && last !== before) {
          isTold = true;
          this.#remember(last, begun);
        }
        this.#failed.delete(document);
        this.#checkLanguage(document, checked);
        this.#draw(document);
        this.#tellSoon();
      },
      costly: (requests: number) =>
        setStatusBarMessage(
          vscode.l10n.t('Surprise, a request for each token: about {0}', userNumber()(requests)),
          COST_MS,
          'info',
        ),
      failed: (error: unknown, retry: () => void) => {
        if (!this.#documents.has(document)) return;
        // Marks that stand would be those of the text before, or of another model.
        this.#failed.add(document);
        this.#clear(document);
        this.#tell();
        this.services.report(error, retry);
      },
      empty: () => setStatusBarMessage(vscode.l10n.t('This text has no prose to score.'), 5000, 'info'),
      tooLong: () => {
        this.#end(document);
        const message = vscode.l10n.t('Text of this kind is read as a whole, and this one is too long for it.');
        void showWarningMessage(message);
      },
    };
  }

  #draw(document: vscode.TextDocument): void {
    const surprise = this.#documents.get(document);
    // Marks that stand move with the text; what they are of is known after the rest.
    if (surprise === undefined || !surprise.isFresh) return;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      const second = surprise.marks('second', editor);
      if (this.#mode === 'second') this.#marks.show(editor, second, NO_MARKS);
      else this.#marks.show(editor, surprise.marks('first', editor), second);
    }
  }

  #restart(): void {
    for (const surprise of this.#documents.values()) {
      this.#failed.delete(surprise.document);
      this.#clear(surprise.document);
      surprise.restart();
    }
    this.#tell();
  }

  #end(document: vscode.TextDocument): void {
    const surprise = this.#documents.get(document);
    if (surprise === undefined) return;
    surprise.dispose();
    this.#documents.delete(document);
    this.#clear(document);
    if (this.#documents.size === 0) {
      this.#hovering?.dispose();
      this.#hovering = null;
      void vscode.commands.executeCommand('setContext', SHOWN, false);
    }
    this.#tell();
  }

  #clear(document: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) this.#marks.clear(editor);
    }
  }

  #tellSoon(): void {
    this.#pause ??= setTimeout(() => this.#tell(), STATUS_PAUSE);
  }

  /** Says in the status bar how surprising the text of the active editor is. */
  #tell(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    const document = vscode.window.activeTextEditor?.document;
    const surprise = document && this.#documents.get(document);
    if (surprise === undefined) return this.#status.hide();
    const told = (['first', 'second'] as const).flatMap((which) => {
      const reader = surprise.reader(which);
      return reader === null ? [] : [{ reader, ...surprise.totals(which) }];
    });
    const busy = told.every(({ done }) => done === 0);
    const figures = told.map(({ totals }) => shortTotals(totals)).join(' / ');
    const failed = this.#failed.has(document!);
    const named = plainText(vscode.l10n.t('Surprise'));
    this.#status.text = failed
      ? `$(warning) ${named}`
      : busy
        ? `$(loading~spin) ${named}`
        : `$(pulse) ${plainText(figures)}`;
    const tooltip = new vscode.MarkdownString();
    tooltip.value = [
      `**${escapeMarkdown(vscode.l10n.t('Surprise'))}**`,
      ...(failed
        ? [escapeMarkdown(vscode.l10n.t('The text could not be read; it is when it is asked for again.'))]
        : []),
      ...told.map(
        ({ reader, totals }) => `${escapeMarkdown(readerName(reader))}: ${escapeMarkdown(totalsText(totals))}`,
      ),
      ...told.flatMap(({ reader }) => servedNote(this.services.servers, reader.model)).map(escapeMarkdown),
      ...told.flatMap(({ reader }) => (reader.byTokens ? [escapeMarkdown(byTokensText(reader))] : [])),
      ...legendLines().map(escapeMarkdown),
    ].join('\n\n');
    this.#status.tooltip = tooltip;
    this.#status.show();
  }

  dispose(): void {
    clearTimeout(this.#pause);
    for (const surprise of this.#documents.values()) surprise.dispose();
    this.#documents.clear();
    this.#hovering?.dispose();
    vscode.Disposable.from(...this.#listeners, this.#readers, this.#marks, this.#hover, this.#status).dispose();
  }
}
