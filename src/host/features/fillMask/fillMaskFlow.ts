import type * as vscode from 'vscode';
import type { FillMaskValue, Params } from '../../../protocol/engine/index.js';
import type { Services } from '../../core/services.js';
import { applyEditsOrOffer, type TrackedEdit } from '../../editor/applyEdits.js';
import { Preview } from '../../editor/preview.js';
import { toEditorRange, type TrackedText } from '../../editor/trackedText.js';
import { ViewportKeeper } from '../../editor/viewport.js';
import { CandidatePicker, type PickerDecision } from './candidatePicker.js';
import type { CandidateChoice, CandidateRow } from './candidateRows.js';
import { formatAssignments, type Assignments, type MaskedSentence } from './maskedSentence.js';
import { requireKnownLanguage } from './sentenceLanguage.js';
import { clipAround } from '../../../text/excerpt.js';

/** A sentence that is being filled: followed through changes, with what was chosen for its gaps so far. */
export interface TrackedSentence {
  task: MaskedSentence;
  tracked: TrackedText;
  /** each gap by itself: what still has a place when the rest of the sentence was changed */
  gaps: TrackedText[];
  chosen: Map<number, string>;
}

/** One list: a gap of a sentence, and how the engine is asked about it. */
export interface PickStep {
  open: TrackedSentence;
  gap: number;
  placeholder: string;
  /** @param width how many words the gap is filled with */
  rows(
    ask: AskEngine,
    chosen: Assignments,
    signal: AbortSignal,
    width: number,
  ): Promise<{ model: string; rows: CandidateRow[] }>;
  score(ask: AskEngine, word: string, chosen: Assignments, signal: AbortSignal): Promise<CandidateChoice[]>;
  typed(word: string, chosen: Assignments): CandidateChoice[];
}

/** Asks the engine with the model of the settings. */
export type AskEngine = (params: Omit<Params<'fillMask'>, 'model'>) => Promise<FillMaskValue>;

function editsOf({ task, tracked, gaps, chosen }: TrackedSentence): TrackedEdit[] {
  return formatAssignments(task, chosen).map(({ start, end, text, gap, hasArticle }) => {
    // A gap by itself has no article before it.
    const own = hasArticle ? undefined : gaps[gap];
    return { in: tracked, place: { start, end }, text, ...(own && { or: own }) };
  });
}

/** How much of a sentence the list's title shows on each side of the gap, in UTF-16 units. */
const SHOWN = 30;

/** The surroundings of the gap with a choice put in, for where the text itself is out of sight. */
function sentencePart({ open: { task, chosen }, gap }: PickStep, { words }: CandidateChoice): string {
  const all = formatAssignments(task, new Map([...chosen, ...words]));
  let text = '';
  let at = 0;
  let from = 0;
  for (const one of all) {
    text += task.sentence.slice(at, one.start);
    if (one.gap === gap) from = text.length;
    text += one.text;
    at = one.end;
  }
  text += task.sentence.slice(at);
  return clipAround(text, from, SHOWN, 2 * SHOWN).replace(/\s+/g, ' ');
}

/** Runs the lists of one command, one after the other, and puts everything that was chosen in as one edit. */
export class FillMaskFlow implements vscode.Disposable {
  readonly #preview = new Preview();
  readonly #view: ViewportKeeper;
  readonly #sentences: Set<TrackedSentence>;
  #last: { params: Params<'fillMask'>; value: FillMaskValue; milliseconds: number } | undefined;

  constructor(
    private readonly services: Services,
    private readonly editor: vscode.TextEditor,
    private readonly turns: readonly PickStep[],
  ) {
    this.#view = new ViewportKeeper(editor);
    this.#sentences = new Set(turns.map(({ open }) => open));
  }

  async run(): Promise<void> {
    const done: { index: number; before: Map<number, string> }[] = [];
    for (let index = 0; index < this.turns.length;) {
      const turn = this.turns[index]!;
      if (turn.open.chosen.has(turn.gap)) {
        index += 1; // filled together with an earlier one
        continue;
      }
      const decision = await this.#ask(turn, index);
      if (decision === null) return this.#leave();
      if (decision === 'back') {
        const last = done.pop();
        if (last === undefined) continue;
        index = last.index;
        this.turns[index]!.open.chosen = last.before;
      } else {
        done.push({ index, before: new Map(turn.open.chosen) });
        for (const [gap, word] of decision.words) turn.open.chosen.set(gap, word);
        index += 1;
      }
    }
    await this.#finish();
  }

  async #ask(turn: PickStep, index: number): Promise<PickerDecision> {
    const { settings } = this.services;
    const model = settings.get('fillMask.model');
    const rows = settings.get('fillMask.candidates') * turn.open.task.gaps.length;
    let inSight = true;
    const list = new CandidatePicker({
      placeholder: turn.placeholder,
      model,
      step: index + 1,
      steps: this.turns.length,
      ask: (onProgress, signal, width) => {
        const ask: AskEngine = (params) => this.#call({ ...params, model }, onProgress, signal);
        const language = requireKnownLanguage(this.services, this.editor, turn.open, signal);
        return Promise.all([turn.rows(ask, turn.open.chosen, signal, width), language]).then(([list]) => list);
      },
      scoreTypedWord: (word, signal) => {
        const ask: AskEngine = (params) => this.services.engine.call('fillMask', { ...params, model }, {}, signal);
        return turn.score(ask, word, turn.open.chosen, signal);
      },
      typed: (word) => turn.typed(word, turn.open.chosen),
      preview: (choice) => {
        this.#show(turn, choice);
        return inSight || choice === null ? '' : sentencePart(turn, choice);
      },
    });
    // The list is asked for at once; the text moves beside it.
    const moved = this.#view.showBelowList(this.#rangeOf(turn), rows).then((seen) => {
      inSight = seen;
      if (!seen) list.preview();
    });
    try {
      return await list.run();
    } finally {
      list.dispose();
      await moved;
      this.#preview.clear();
    }
  }

  async #call(
    params: Params<'fillMask'>,
    onProgress: Parameters<CandidatePicker['question']['ask']>[0],
    signal: AbortSignal,
  ) {
    const started = performance.now();
    const value = await this.services.engine.call('fillMask', params, { onProgress }, signal);
    // What is explained later is the list, not the figure of one word beside it.
    if (params.candidates === undefined) this.#last = { params, value, milliseconds: performance.now() - started };
    return value;
  }

  #rangeOf({ open, gap }: PickStep): vscode.Range {
    const at = open.tracked.where();
    const { start, end } = open.task.gaps[gap]!;
    if (at === null) return this.editor.selection;
    return toEditorRange(at.document, { start: at.span.start + start, end: at.span.start + end });
  }

  /** Draws what was chosen so far and the row under the cursor of the list. */
  #show(turn: PickStep, choice: CandidateChoice | null): void {
    const words = [...this.#sentences].flatMap((open) => {
      const at = open.tracked.where();
      if (at?.document !== this.editor.document) return [];
      const chosen = new Map([...open.chosen, ...(open === turn.open && choice !== null ? choice.words : [])]);
      return formatAssignments(open.task, chosen)
        .map(({ start, end, text }) => ({
          range: toEditorRange(at.document, { start: at.span.start + start, end: at.span.start + end }),
          word: text,
        }))
        .filter(({ range, word }) => at.document.getText(range) !== word);
    });
    this.#preview.show(this.editor, words);
  }

  async #leave(): Promise<void> {
    this.#remember(null);
    await this.#view.restore();
  }

  async #finish(): Promise<void> {
    const edits = [...this.#sentences].flatMap(editsOf);
    const placed = (await applyEditsOrOffer(edits)) === 'placed';
    this.#remember(placed ? edits.map(({ text }) => text).join(' ') : null);
  }

  #remember(taken: string | null): void {
    if (this.#last !== undefined) this.services.results.set({ kind: 'fillMask', ...this.#last, taken });
  }

  dispose(): void {
    this.#preview.dispose();
    for (const { tracked, gaps } of this.#sentences) [tracked, ...gaps].forEach((one) => one.dispose());
  }
}
