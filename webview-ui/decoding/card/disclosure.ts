import { html } from '../../kit/dom.js';
import { icon } from '../../kit/icons.js';
import { isOpen, setOpen, type DecodingPage } from '../model/decodingPage.js';

/** A small switch and the part that it opens; the part is made when it is first opened. */
export interface Disclosure {
  button: HTMLElement;
  region: HTMLElement;
  readonly open: boolean;
  toggle(open?: boolean): void;
}

/**
 * @param key under which it is kept open
 * @param show called with the region whenever it opens, and once at the start if it was open; `byHand`: it was opened now
 */
export function disclosure(
  page: DecodingPage,
  key: string,
  label: string,
  show: (region: HTMLElement, byHand: boolean) => void,
): Disclosure {
  const id = `part-${key.replace(/\W/g, '-')}`;
  const region = html('div.part', { attributes: { id } });
  const button = html(
    'button.quiet.toggle',
    { attributes: { type: 'button', 'aria-controls': id }, on: { click: () => set(!isOpen(page, key)) } },
    label,
    icon('down'),
  );
  const reflect = (open: boolean, byHand: boolean) => {
    button.setAttribute('aria-expanded', String(open));
    region.hidden = !open;
    if (open) show(region, byHand);
  };
  const set = (open: boolean) => {
    setOpen(page, key, open);
    reflect(open, true);
  };
  region.hidden = true;
  reflect(isOpen(page, key), false);
  return {
    button,
    region,
    get open() {
      return isOpen(page, key);
    },
    toggle: (open = !isOpen(page, key)) => set(open),
  };
}
