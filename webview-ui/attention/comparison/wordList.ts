import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import { rovingTabindex } from '../../kit/rovingTabindex.js';

export interface WordListEvents {
  /** has the keyboard's focus, or was chosen */
  choose: (index: number) => void;
  /** −1: none any longer */
  point: (index: number) => void;
  /** Enter or a double click: go there in the editor */
  open: (index: number) => void;
}

/** The text as a list of its words, each of which can be looked at in all maps. */
export class WordList {
  readonly element: HTMLElement;
  readonly #items: readonly HTMLElement[];

  /** @param gaps what stands before each word */
  constructor(words: readonly string[], gaps: readonly string[], on: WordListEvents) {
    const items = words.map((word, index) =>
      html(
        'span.word',
        {
          attributes: { role: 'option', 'aria-selected': false, 'aria-describedby': 'arch-summary' },
          on: {
            click: (event) => (event.currentTarget as HTMLElement).focus(),
            pointerenter: () => on.point(index),
            dblclick: () => on.open(index),
            keydown: (event) => {
              if ((event as KeyboardEvent).key === 'Enter') on.open(index);
            },
          },
        },
        word,
      ),
    );
    rovingTabindex(items, () => undefined);
    items.forEach((item, index) => item.addEventListener('focus', () => on.choose(index)));
    this.#items = items;
    this.element = html(
      'p.words',
      {
        attributes: {
          role: 'listbox',
          'aria-label': l10n.t('The words; the one in focus is looked at in every map'),
          'aria-orientation': 'horizontal',
        },
        on: { pointerleave: () => on.point(-1) },
      },
      ...items.flatMap((item, index) => [gaps[index] ?? '', item]),
    );
  }

  update(chosen: number, pointed: number, cursor: number): void {
    this.#items.forEach((item, index) => {
      item.setAttribute('aria-selected', String(index === chosen));
      item.classList.toggle('pointed', index === pointed);
      item.classList.toggle('cursor', index === cursor);
      item.tabIndex = index === chosen ? 0 : -1;
    });
  }
}
