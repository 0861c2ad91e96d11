import * as l10n from '@vscode/l10n';
import type { DecodingRun, RunSequence } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import { distributionCard } from '../distribution/distributionCard.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { runModel } from '../model/runs.js';
import { endingLine } from './runNotes.js';
import { TokenList } from './tokenList.js';

const EMPTY_SEQUENCE_PART: Pick<RunSequence, 'steps' | 'text' | 'finish' | 'score'> = {
  ...{ steps: [], text: '', finish: null, score: null },
};

/** One text of a run, and below it the distribution at the token that is looked at. */
export class SequenceSection {
  readonly element: HTMLElement;
  readonly #tokens: TokenList;
  readonly #label = html('div.which.dim.small');
  readonly #prefix = html('span.given');
  /** of a server that decoded: there are no tokens to look at */
  readonly #plain = html('span.plain');
  readonly #finish = html('span.finish');
  readonly #panel = html('div.here');
  #run: DecodingRun;
  #index: number | null = null;
  readonly #page: DecodingPage;
  readonly #sequence: number;
  readonly #chosen: (sequence: number, index: number | null) => void;

  /** @param chosen called when a token of this text is looked at */
  constructor(
    page: DecodingPage,
    run: DecodingRun,
    sequence: number,
    chosen: (sequence: number, index: number | null) => void,
  ) {
    this.#page = page;
    this.#sequence = sequence;
    this.#chosen = chosen;

    this.#run = run;
    this.#tokens = new TokenList(page, `run-${run.id}`, (index) => this.#choose(index));
    // What was fixed stands before what is written; a branch has it for good.
    this.#tokens.element.append(this.#plain, ' ', this.#finish);
    if (run.branch) this.#tokens.element.prepend(this.#prefix);
    this.#panel.hidden = true;
    this.element = html(
      'div.sequence',
      { on: { keydown: (event) => this.#key(event as KeyboardEvent) } },
      this.#label,
      this.#tokens.element,
      this.#panel,
    );
  }

  /** Shows the text as far as it is written; cheap when only tokens came. */
  update(run: DecodingRun): void {
    const before = this.#run;
    this.#run = run;
    if (before.generation !== run.generation) this.close();
    else if (before.status !== run.status) this.#refresh();
    const busy = run.status === 'waiting' || run.status === 'running';
    const own = this.#own ?? (busy ? null : EMPTY_SEQUENCE_PART);
    // What a run wrote before stands until it writes anew, or ends without a word.
    if (!own) return;
    this.#tokens.update(own);
    const plain = own.steps.length === 0 ? own.text.replace(/^ (?=\S)/, '') : '';
    if (this.#plain.textContent !== plain) this.#plain.textContent = plain;
    this.#updateLabel(own);
    const finish = endingLine(this.#page, run, this.#sequence);
    if (this.#finish.textContent !== finish) this.#finish.textContent = finish;
    const given = run.branch?.text ?? '';
    if (this.#prefix.textContent !== given) this.#prefix.textContent = given;
  }

  /** The token that is looked at; null: none. */
  get index(): number | null {
    return this.#index;
  }

  /** Looks at a token, which gets the focus. */
  go(index: number): void {
    this.#tokens.focus(index);
  }

  /** Takes the distribution away. */
  close(): void {
    if (this.#index === null) return;
    this.#index = null;
    this.#tokens.select(null);
    this.#panel.hidden = true;
    this.#panel.replaceChildren();
  }

  dispose(): void {
    this.#tokens.dispose();
    this.element.remove();
  }

  get #own(): RunSequence | undefined {
    return this.#run.sequences[this.#sequence];
  }

  #updateLabel({ score }: Pick<RunSequence, 'score'>): void {
    const { numbers } = this.#page;
    const count = this.#run.sequences.length;
    const which = count > 1 ? l10n.t('Text {0} of {1}', String(this.#sequence + 1), String(count)) : '';
    const text = which !== '' && score !== null ? `${which} · ${l10n.t('score {0}', numbers.logarithm(score))}` : which;
    if (this.#label.textContent === text) return;
    this.#label.textContent = text;
    this.#label.hidden = text === '';
  }

  #choose(index: number): void {
    // Who is at an alternative there keeps it: a pointer that passes by takes nothing away.
    if (this.#index === index || this.#panel.contains(document.activeElement)) return;
    this.#index = index;
    this.#tokens.select(index);
    this.#draw();
    this.#uncover(index);
    this.#chosen(this.#sequence, index);
  }

  /** Brings a token that has the focus out from under its details, which stay at the window's lower edge. */
  #uncover(index: number): void {
    const token = this.#tokens.tokenAt(index);
    if (!token || token !== document.activeElement) return;
    const covered = token.getBoundingClientRect().bottom - this.#panel.getBoundingClientRect().top;
    if (covered > 0) window.scrollBy(0, covered + token.offsetHeight);
  }

  #refresh(): void {
    if (this.#index === null || this.#panel.contains(document.activeElement)) return;
    if (this.#own?.steps[this.#index]) this.#draw();
    else this.close();
  }

  #draw(): void {
    const step = this.#own?.steps[this.#index ?? -1];
    if (!step || this.#index === null) return;
    const index = this.#index;
    const page = this.#page;
    const sequence = this.#sequence;
    const { id, decoding, branch } = this.#run;
    const model = runModel(page, this.#run);
    const reading = model?.architecture === 'encoder-decoder' ? (branch?.ids ?? []) : this.#run.promptIds;
    const close = html(
      'button.quiet.sign.close',
      {
        attributes: {
          type: 'button',
          'aria-label': l10n.t('Close'),
          title: l10n.t('Close'),
        },
        on: { click: () => this.#leave() },
      },
      icon('close'),
    );
    const card = distributionCard(page, {
      step,
      index,
      count: this.#own?.steps.length ?? 0,
      decoding,
      before: [...reading, ...(this.#own?.ids.slice(0, index) ?? [])],
      vocabularySize: model?.vocabularySize ?? null,
      branch: (token) => page.send({ type: 'branch', run: id, sequence, step: index, token }),
    });
    this.#panel.replaceChildren(close, card);
    this.#panel.hidden = false;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.#index === null) return;
    event.stopPropagation();
    this.#leave();
  }

  /** Closes and gives the focus back to the token, without opening it again. */
  #leave(): void {
    const index = this.#index;
    if (index === null) return;
    if (this.#panel.contains(document.activeElement)) this.#tokens.focusQuietly(index);
    this.close();
    this.#chosen(this.#sequence, null);
  }
}
