import { html } from './dom.js';

/** A bar from the left end of its track; `share` of the track's length, 0 to 1. The number beside it is what is read. */
export function barTrack(share: number): HTMLElement {
  const style = { '--share': String(Math.round(share * 10_000) / 10_000) };
  return html('span.track', { attributes: { 'aria-hidden': true } }, html('span.bar', { style }));
}
