import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import type { FoundWord } from '../model/findWord.js';

/** Searches for a word of the map: Enter goes to the next, Shift+Enter to the one before. @param find goes there */
export function searchField(find: (query: string, isBackward: boolean) => FoundWord | null): HTMLElement {
  const told = html('span.dim.small', { attributes: { role: 'status' } });
  const search = (isBackward: boolean) => {
    const found = find(input.value, isBackward);
    told.textContent = found
      ? l10n.t('match {0} of {1}', String(found.place), String(found.count))
      : input.value.trim() === ''
        ? ''
        : l10n.t('not found');
  };
  const input = html('input', {
    attributes: {
      type: 'search',
      'aria-label': l10n.t('Search for a word'),
      placeholder: l10n.t('Search for a word'),
      title: l10n.t('Enter: the next; Shift+Enter: the one before'),
      spellcheck: false,
    },
    on: {
      input: () => (told.textContent = ''),
      keydown: (event) => {
        const { key, shiftKey } = event as KeyboardEvent;
        if (key !== 'Enter') return;
        event.preventDefault();
        search(shiftKey);
      },
    },
  }) as HTMLInputElement;
  return html('span.group.search', {}, input, told);
}
