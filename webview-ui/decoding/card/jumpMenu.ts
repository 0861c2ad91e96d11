import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import { menuButton, type MenuItem } from '../../kit/menuButton.js';
import type { DecodingPage } from '../model/decodingPage.js';
import { runName, runNumber } from '../model/runs.js';
import { forksWith, leastLikely, nextPlace } from './jumps.js';

/** What leads from token to token of a run's first text, by a menu and by keys. */
export class JumpMenu {
  readonly element: HTMLElement;
  readonly #page: DecodingPage;
  readonly #run: () => DecodingRun;
  readonly #at: () => number | null;
  readonly #go: (index: number) => void;
  /** the run that forks are looked for with; null: the nearest in the list */
  #other: number | null = null;

  /**
   * @param at the token that is looked at; null: none
   * @param go gives a token the focus
   */
  constructor(page: DecodingPage, run: () => DecodingRun, at: () => number | null, go: (index: number) => void) {
    this.#page = page;
    this.#run = run;
    this.#at = at;
    this.#go = go;
    const button = html('button.quiet.jump', { attributes: { type: 'button' } }, l10n.t('jump'), icon('down'));
    this.element = menuButton(button, () => this.#items());
  }

  /** Takes a key pressed in the text: L the least likely token, F the next fork. @returns whether it was one */
  key({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    if (ctrlKey || altKey || metaKey) return false;
    const to = key === 'l' ? leastLikely(this.#steps) : key === 'f' ? this.#nextFork() : null;
    if (to === null) return false;
    this.#go(to);
    return true;
  }

  get #steps() {
    return this.#run().sequences[0]?.steps ?? [];
  }

  /** Other runs that wrote something, the nearest in the list first. */
  get #others(): DecodingRun[] {
    const { runs } = this.#page.state;
    const here = runs.findIndex(({ id }) => id === this.#run().id);
    const away = (run: DecodingRun) => Math.abs(runs.indexOf(run) - here);
    return runs
      .filter(({ id, sequences }) => id !== this.#run().id && (sequences[0]?.ids.length ?? 0) > 0)
      .sort((a, b) => away(a) - away(b));
  }

  #nextFork(): number | null {
    const others = this.#others;
    const other = others.find(({ id }) => id === this.#other) ?? others[0];
    return other ? nextPlace(forksWith(this.#run(), other), this.#at()) : null;
  }

  #items(): MenuItem[] {
    const least = leastLikely(this.#steps);
    const token = (index: number) => l10n.t('token {0}', String(index + 1));
    const others = this.#others.toSorted((a, b) => runNumber(this.#page, a.id) - runNumber(this.#page, b.id));
    return [
      {
        label: least === null ? l10n.t('Least likely token') : `${l10n.t('Least likely token')}: ${token(least)} (L)`,
        choose: () => least !== null && this.#go(least),
        disabled: least === null,
      },
      {
        label: `${l10n.t('Next fork')} (F)`,
        choose: () => {
          const to = this.#nextFork();
          if (to !== null) this.#go(to);
        },
        disabled: this.#nextFork() === null,
      },
      ...others.map((other, index): MenuItem => {
        const places = forksWith(this.#run(), other);
        const name = `${runNumber(this.#page, other.id)} ${runName(this.#page, other)}`;
        const [first] = places;
        return {
          label:
            first === undefined
              ? l10n.t('The same as {0}', name)
              : `${l10n.t('Where it parts from {0}', name)}: ${token(first)}`,
          choose: () => {
            this.#other = other.id;
            if (first !== undefined) this.#go(first);
          },
          disabled: first === undefined,
          apart: index === 0,
        };
      }),
    ];
  }
}
