import { html } from './dom.js';

/** A bar's style: the share of its track, to four digits. */
export const barStyle = (share: number) => ({ '--share': String(Math.round(share * 10_000) / 10_000) });

/** `Bar` for pages that make their elements themselves. */
export function barTrack(share: number): HTMLElement {
  return html('span.track', { attributes: { 'aria-hidden': true } }, html('span.bar', { style: barStyle(share) }));
}
