import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { RecipeForm } from '../recipe/recipeForm.js';
import { runName, runNumber } from '../model/runs.js';
import { Disclosure } from './disclosure.js';
import { cardMenu } from './cardMenu.js';
import { branchLine, RunNotes, servedLine } from './runNotes.js';
import { JumpMenu } from './jumpMenu.js';
import { RunProgress } from './runProgress.js';
import { renameField } from './renameField.js';
import { SequenceSection } from './sequenceSection.js';
import { DeterminismSection, TreeSection, type CardSection } from './cardSections.js';
import { DivergenceSection } from './divergenceSection.js';
import { joinSentences } from '../../../src/wording/index.js';

/** What a card tells the page. */
export interface CardEvents {
  /** a token is looked at; null: no longer */
  lookedAt: (run: number, sequence: number, index: number | null) => void;
  /** what it is moved by */
  handle: (run: number) => HTMLElement;
  /** it is to stand at this index of the list */
  move: (run: number, index: number) => void;
}

/** A recipe and what became of it. Made once; everything after that changes in place. */
export class RunCard {
  readonly element: HTMLElement;
  readonly #number = html('span.place');
  readonly #title = html('span.title');
  readonly #handle: HTMLElement;
  readonly #progress: RunProgress;
  readonly #stop: HTMLElement;
  readonly #again: HTMLElement;
  readonly #insert: HTMLElement;
  readonly #origin = html('div');
  readonly #texts = html('div.texts');
  readonly #notes: RunNotes;
  readonly #parameters: Disclosure;
  readonly #jumps: JumpMenu;
  readonly #menu: HTMLElement;
  readonly #tree: CardSection;
  readonly #check: CardSection;
  readonly #divergence: CardSection;
  #form: RecipeForm | null = null;
  #sequences: SequenceSection[] = [];
  #run: DecodingRun;
  readonly #page: DecodingPage;
  readonly #events: CardEvents;

  constructor(page: DecodingPage, run: DecodingRun, events: CardEvents) {
    this.#page = page;
    this.#events = events;

    const { send } = page;
    const { id } = run;
    this.#run = run;
    this.#progress = new RunProgress(page, `run-${id}`);
    const sign = (name: 'stop' | 'insert' | 'again', label: string, act: () => void) =>
      html(
        'button.quiet.sign',
        { attributes: { type: 'button', 'aria-label': label, title: label }, on: { click: act } },
        icon(name),
      );
    this.#stop = sign('stop', l10n.t('Stop'), () => send({ type: 'stop', runs: [id] }));
    this.#again = sign(
      'again',
      joinSentences(l10n.t('Dimmed: made with another prompt or other settings.'), l10n.t('Run Again')),
      () => send({ type: 'run', runs: [id] }),
    );
    this.#insert = sign('insert', l10n.t('Insert'), () => send({ type: 'insert', run: id, sequence: 0 }));
    this.#notes = new RunNotes(page, id);
    this.#parameters = new Disclosure(page, `edit:${id}`, l10n.t('parameters'), (region) => this.#edit(region));
    this.#tree = new TreeSection(page, () => this.#run);
    this.#check = new DeterminismSection(page, () => this.#run);
    this.#divergence = new DivergenceSection(page, () => this.#run);
    this.#jumps = new JumpMenu(
      page,
      () => this.#run,
      () => this.#sequences[0]?.index ?? null,
      (index) => this.#sequences[0]?.go(index),
    );
    this.#texts.addEventListener('keydown', (event) => {
      const inText = event.target instanceof Element && event.target.closest('[role=listbox]') !== null;
      if (inText && this.#jumps.key(event)) event.preventDefault();
    });
    this.#handle = events.handle(id);
    const title = `run-${id}`;
    const heading = html('h3', { attributes: { id: title } }, this.#number, ' ', this.#title);
    const acts = {
      rename: () => renameField(page, this.#run, heading),
      move: (index: number) => events.move(id, index),
    };
    this.#menu = cardMenu(page, () => this.#run, acts);
    this.element = html(
      'li.card',
      { attributes: { 'data-run': id, 'aria-labelledby': title, tabindex: -1 } },
      html('header', {}, this.#handle, heading, html('span.tools', {}, this.#progress.figures, this.#stop)),
      this.#progress.bar,
      this.#origin,
      this.#texts,
      this.#notes.element,
      html(
        'div.toggles',
        {},
        this.#parameters.button,
        this.#tree.button,
        this.#check.button,
        this.#divergence.button,
        this.#jumps.element,
        html('span.tools', {}, this.#again, this.#insert, this.#menu),
      ),
      this.#parameters.region,
      this.#tree.region,
      this.#check.region,
      this.#divergence.region,
    );
    this.update(run);
  }

  /** Shows a run of which anything may have changed. */
  update(run: DecodingRun): void {
    if (run.generation !== this.#run.generation) this.lookAway();
    this.#run = run;
    this.#updateTitle();
    const { status, sequences } = run;
    const busy = status === 'running' || status === 'waiting';
    const { activeElement } = document;
    const focused = this.element.contains(activeElement) ? activeElement : null;
    this.#stop.hidden = !busy;
    this.#again.hidden = busy || !run.stale || run.faults.length > 0;
    this.#jumps.element.hidden = (sequences[0]?.steps.length ?? 0) === 0;
    this.#insert.hidden = busy || (sequences[0]?.text ?? '') === '';
    this.element.classList.toggle('stale', run.stale && !busy);
    this.element.classList.toggle('failed', status === 'failed' || run.faults.length > 0);
    this.element.setAttribute('aria-busy', String(busy));
    this.#showOrigin();
    this.#notes.update(run);
    this.#form?.update(run);
    this.grow(run);
    this.#tree.update();
    this.#check.update();
    this.#divergence.update();
    // The focus does not fall out of the page with what had it: a button that is gone, a token that is written anew.
    const isLost = focused !== null && (!this.element.contains(focused) || focused.closest('[hidden]') !== null);
    if (isLost) this.element.focus();
  }

  /** Shows what came to a run that streams: tokens and figures, nothing else. */
  grow(run: DecodingRun): void {
    this.#run = run;
    this.#progress.update(run);
    const count = Math.max(1, run.sequences.length);
    while (this.#sequences.length > count) this.#sequences.pop()?.dispose();
    while (this.#sequences.length < count) {
      const part = new SequenceSection(this.#page, run, this.#sequences.length, (sequence, index) => {
        for (const other of this.#sequences) if (other !== this.#sequences[sequence]) other.close();
        this.element.classList.toggle('looked', index !== null);
        this.#events.lookedAt(run.id, sequence, index);
      });
      this.#sequences.push(part);
      this.#texts.append(part.element);
    }
    for (const part of this.#sequences) part.update(run);
    if (run.status === 'running') this.#tree.grow();
  }

  /** Shows its place in the list and its name, which another run's change may change. */
  renumber(): void {
    this.#updateTitle();
    this.#showOrigin();
    this.#notes.update(this.#run);
  }

  /** Shows what depends on the list of models. */
  showModels(): void {
    this.#form?.showModels();
    this.#showOrigin();
  }

  /** No token of this card is looked at any more. */
  lookAway(): void {
    this.element.classList.remove('looked');
  }

  openParameters(): void {
    this.#parameters.toggle(true);
    this.#form?.focus();
  }

  dispose(): void {
    for (const part of this.#sequences) part.dispose();
    this.element.remove();
  }

  #updateTitle(): void {
    const place = String(runNumber(this.#page, this.#run.id));
    const name = runName(this.#page, this.#run);
    if (this.#number.textContent !== place) this.#number.textContent = place;
    if (this.#title.textContent !== name) this.#title.textContent = name;
    const move = l10n.t('Move run {0}', place);
    this.#handle.setAttribute('aria-label', move);
    this.#handle.title = move;
    this.#menu.querySelector('button')?.setAttribute('aria-label', l10n.t('Actions for run {0}', place));
  }

  #showOrigin(): void {
    const lines = [branchLine(this.#page, this.#run), servedLine(this.#page, this.#run)];
    this.#origin.replaceChildren(...lines.filter((line) => line !== null));
  }

  #edit(region: HTMLElement): void {
    if (this.#form) return;
    this.#form = new RecipeForm(this.#page, this.#run);
    region.append(this.#form.element);
    this.#form.update(this.#run);
  }
}
