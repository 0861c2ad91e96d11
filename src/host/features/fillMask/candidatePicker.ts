import * as vscode from 'vscode';
import { toErrorValue, type Progress } from '../../../protocol/engine/index.js';
import { createQuickPick } from '../../core/messages.js';
import { figureWithBar, formatPercent, scaleFor } from '../../core/probabilityBars.js';
import { labelPadding } from '../../editor/labelWidth.js';
import type { CandidateChoice, CandidateRow } from './candidateRows.js';

/** After this pause in typing the engine is asked for the typed word, in milliseconds. */
const TYPING_PAUSE = 150;

export interface PickerSource {
  /** what stands in the list's field while it is empty */
  placeholder: string;
  /** the model asked, for the title */
  model: string;
  /** this question's place among several, counted from 1 */
  step: number;
  steps: number;
  /** @param width how many words the gap is filled with */
  ask(
    onProgress: (progress: Progress) => void,
    signal: AbortSignal,
    width: number,
  ): Promise<{ model: string; rows: CandidateRow[] }>;
  /** the typed word's rows with their probabilities */
  scoreTypedWord(word: string, signal: AbortSignal): Promise<CandidateChoice[]>;
  /** a typed word's rows before the engine has answered */
  typed(word: string): CandidateChoice[];
  /** Shows a choice in the text; gives it in words where the text is out of sight, else nothing. */
  preview(choice: CandidateChoice | null): string;
}

type Item = vscode.QuickPickItem & { choice?: CandidateChoice; width?: number };

/** What the user decided: a row, the way back to the question before, or nothing. */
export type PickerDecision = CandidateChoice | 'back' | null;

function items(rows: readonly CandidateRow[], typed: readonly CandidateChoice[]): Item[] {
  const all = [...rows, ...typed];
  const choices = all.filter((row): row is CandidateChoice => row.kind === 'choice');
  const scale = scaleFor(choices.map(({ probability }) => probability ?? 0));
  const pad = labelPadding(choices.map(({ label }) => label));
  const item = (choice: CandidateChoice): Item => ({
    label: choice.label,
    description: pad(choice.label) + [choice.note, figures(choice.probability, scale)].filter(Boolean).join('  '),
    alwaysShow: choice.typed === true,
    choice,
  });
  const separator = ({ label }: { label: string }): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const shown = rows.map((row) => {
    switch (row.kind) {
      case 'choice':
        return item(row);
      case 'heading':
        return separator(row);
      case 'width':
        return { label: row.label, width: row.width };
    }
  });
  if (typed.length === 0) return shown;
  return [...shown, separator({ label: vscode.l10n.t('Your word') }), ...typed.map(item)];
}

function figures(probability: number | null, scale: number): string {
  if (probability === null) return '';
  const { language } = vscode.env;
  // A screen reader would say every block.
  const isRead = vscode.workspace.getConfiguration('editor').get('accessibilitySupport') === 'on';
  return isRead ? formatPercent(probability, language) : figureWithBar(probability, scale, language);
}

/** Shows the list at once, fills it when the engine answers, and gives what the user decided. */
export class CandidatePicker implements vscode.Disposable {
  readonly #pick = createQuickPick<Item>();
  readonly #abort = new AbortController();
  #typing: AbortController | undefined;
  #rows: CandidateRow[] = [];
  #typed: CandidateChoice[] = [];
  /** the model and its time, or what it is doing */
  #status: string;
  #inWords = '';

  constructor(readonly question: PickerSource) {
    const pick = this.#pick;
    pick.placeholder = question.placeholder;
    this.#status = question.model;
    this.#entitle();
    pick.busy = true;
    // Who answers a message about an engine that is slow still waits for the list.
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = false;
    // The order is the engine's. Older versions sort matches by themselves and ignore this.
    (pick as { sortByLabel?: boolean }).sortByLabel = false;
    if (question.steps > 1) {
      pick.step = question.step;
      pick.totalSteps = question.steps;
      if (question.step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
    }
  }

  /** @throws what the engine threw, when it gave no list */
  run(): Promise<PickerDecision> {
    const pick = this.#pick;
    return new Promise((resolve, reject) => {
      pick.onDidAccept(() => {
        const [active] = pick.activeItems;
        if (active?.choice !== undefined) resolve(active.choice);
        if (active?.width !== undefined) this.#widen(active.width, reject);
      });
      pick.onDidTriggerButton(() => resolve('back'));
      pick.onDidHide(() => resolve(null));
      pick.onDidChangeActive(() => this.preview());
      pick.onDidChangeValue((value) => this.#narrow(value));
      pick.show();
      this.#fill(1).catch(reject);
    });
  }

  /** Previews the row under the list's cursor, again when the text has moved. */
  preview(): void {
    if (this.#abort.signal.aborted) return;
    this.#inWords = this.question.preview(this.#pick.activeItems[0]?.choice ?? null);
    this.#entitle();
  }

  /** Asks for another number of words; what was typed to narrow the list before says nothing of the new one. */
  #widen(width: number, reject: (error: unknown) => void): void {
    const pick = this.#pick;
    pick.value = '';
    pick.busy = true;
    pick.ignoreFocusOut = true;
    this.#typed = [];
    this.#rows = [];
    pick.items = [];
    this.#fill(width).catch(reject);
  }

  async #fill(width: number): Promise<void> {
    const started = performance.now();
    const loading = (progress: Progress) => {
      if (progress.kind !== 'load') return;
      const share = Math.round(progress.fraction * 100);
      this.#status = vscode.l10n.t('{0} · loading {1} %', progress.model, share);
      this.#entitle();
    };
    const { model, rows } = await this.question.ask(loading, this.#abort.signal, width);
    const time = Math.round(performance.now() - started);
    this.#status = vscode.l10n.t('{0} · {1} ms', model, time);
    this.#entitle();
    this.#pick.busy = false;
    this.#pick.ignoreFocusOut = false;
    this.#rows = rows;
    this.#show();
  }

  #entitle(): void {
    this.#pick.title = this.#inWords === '' ? this.#status : `${this.#inWords}   (${this.#status})`;
  }

  /** Lists the rows; what was active stays so when it is still there, else the first that what is typed narrows to. */
  #show(): void {
    const pick = this.#pick;
    const active = pick.activeItems[0]?.choice?.key;
    const typed = pick.value.trim().toLowerCase();
    pick.items = items(this.#rows, this.#typed);
    const next =
      pick.items.find(({ choice }) => choice !== undefined && choice.key === active) ??
      pick.items.find(({ kind, label }) => kind === undefined && label.toLowerCase().includes(typed));
    // Set in any case: the editor sends changes together, so that the active row of a list goes with the one that follows at
    // once, where its number is another row's or none's, and Enter would do nothing.
    if (next !== undefined) pick.activeItems = [next];
  }

  #narrow(value: string): void {
    this.#typing?.abort();
    const word = value.trim();
    const known = this.#rows.some((row) => row.kind !== 'heading' && row.label.toLowerCase() === word.toLowerCase());
    const typed = word === '' || known ? [] : this.question.typed(word);
    const changes = typed.length > 0 || this.#typed.length > 0;
    this.#typed = typed;
    if (changes) this.#show();
    if (typed.length === 0) return;
    this.#typing = new AbortController();
    void this.#score(word, AbortSignal.any([this.#typing.signal, this.#abort.signal]));
  }

  /** Asks for the typed word once the user pauses. Without an answer the word stays, without a figure. */
  async #score(word: string, signal: AbortSignal): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, TYPING_PAUSE));
    if (signal.aborted) return;
    this.#pick.busy = true;
    try {
      const typed = await this.question.scoreTypedWord(word, signal);
      if (signal.aborted) return;
      this.#typed = typed;
      this.#show();
    } catch (error) {
      if (toErrorValue(error).code === 'cancelled') return;
    }
    this.#pick.busy = this.#rows.length === 0;
  }

  dispose(): void {
    this.#abort.abort();
    this.#typing?.abort();
    this.#pick.dispose();
  }
}
