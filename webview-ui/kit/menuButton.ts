import { html } from './dom.js';

/** One entry of a menu; a menu is built whenever it opens, so entries may depend on the moment. */
export interface MenuItem {
  label: string;
  choose: () => void;
  /** there, but nothing can be done with it now */
  disabled?: boolean;
  /** a line before it */
  apart?: boolean;
}

/**
 * A button with a menu, as the ARIA practices describe it: arrow keys, Home, End, first letters, Escape.
 * @param button its content and label are the caller's
 * @param items asked for when it opens
 * @returns what stands on the page: the button and a place for its menu
 */
export function menuButton(button: HTMLElement, items: () => readonly MenuItem[]): HTMLElement {
  const host = html('span.menu-host', {}, button);
  let menu: HTMLElement | null = null;
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');

  const close = (back: boolean) => {
    if (!menu) return;
    const closing = menu;
    menu = null;
    button.setAttribute('aria-expanded', 'false');
    if (back) button.focus();
    closing.remove();
  };
  const open = (at: 'first' | 'last') => {
    const entries = items().map((item) => entry(item, () => close(true)));
    menu = html(
      'div.menu',
      { attributes: { role: 'menu', 'aria-label': button.getAttribute('aria-label') ?? button.textContent } },
      ...entries.flat(),
    );
    host.append(menu);
    button.setAttribute('aria-expanded', 'true');
    keepInWindow(menu);
    focusEntry(menu, at === 'first' ? 0 : -1);
  };
  button.addEventListener('click', () => (menu ? close(true) : open('first')));
  host.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu) {
      event.stopPropagation();
      return close(true);
    }
    if (menu) return onMenuKey(menu, event);
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowDown' ? 'first' : 'last');
  });
  host.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && host.contains(relatedTarget))) close(false);
  });
  return host;
}

function entry({ label, choose, disabled = false, apart = false }: MenuItem, close: () => void): HTMLElement[] {
  const button = html(
    'button.entry',
    {
      attributes: { type: 'button', role: 'menuitem', tabindex: -1, 'aria-disabled': disabled ? 'true' : null },
      on: {
        click: () => {
          if (disabled) return;
          close();
          choose();
        },
      },
    },
    label,
  );
  return apart ? [html('div.apart', { attributes: { role: 'separator' } }), button] : [button];
}

const entriesOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('.entry')];

function focusEntry(menu: HTMLElement, index: number): void {
  const entries = entriesOf(menu);
  entries.at(((index % entries.length) + entries.length) % entries.length)?.focus();
}

function onMenuKey(menu: HTMLElement, event: KeyboardEvent): void {
  const entries = entriesOf(menu);
  const here = entries.findIndex((each) => each === document.activeElement);
  switch (event.key) {
    case 'ArrowDown':
      focusEntry(menu, here + 1);
      break;
    case 'ArrowUp':
      focusEntry(menu, here - 1);
      break;
    case 'Home':
      focusEntry(menu, 0);
      break;
    case 'End':
      focusEntry(menu, -1);
      break;
    default: {
      if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return;
      const starts = (each: HTMLElement) => each.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
      const found = [...entries.slice(here + 1), ...entries.slice(0, here + 1)].find(starts);
      found?.focus();
    }
  }
  event.preventDefault();
}

/** A menu opens below its button from the left; where that would leave the window, from the right or above. */
function keepInWindow(menu: HTMLElement): void {
  const { right, bottom, height } = menu.getBoundingClientRect();
  if (right > window.innerWidth - 4) menu.classList.add('from-right');
  const { top } = menu.parentElement?.getBoundingClientRect() ?? { top: 0 };
  if (bottom > window.innerHeight - 4 && top > height) menu.classList.add('above');
}
