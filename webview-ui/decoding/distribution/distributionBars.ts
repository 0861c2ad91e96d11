import { html } from '../../kit/dom.js';

const share = (value: number, longest: number) => String(Math.round((10_000 * value) / longest) / 10_000);

/**
 * Two bars on one track, the model's own probability over what is left of it; the numbers beside them are what is read.
 * @param own null where nothing changed it: one bar
 * @param left null where it is not known
 * @param longest the probability that the whole length stands for
 */
export function distributionBars(own: number | null, left: number | null, longest: number): HTMLElement {
  const length = longest > 0 ? longest : 1;
  const bar = (name: string, value: number) => html(`span.bar.${name}`, { style: { '--share': share(value, length) } });
  return html(
    own === null ? 'span.track' : 'span.track.two',
    { attributes: { 'aria-hidden': true } },
    own !== null && bar('own', own),
    left !== null && bar('left', left),
  );
}

/** Sets the bars of a track that stands: while a slider moves, nothing is built anew. */
export function updateBars(track: HTMLElement, own: number, left: number, longest: number): void {
  const length = longest > 0 ? longest : 1;
  track.querySelector<HTMLElement>('.own')?.style.setProperty('--share', share(own, length));
  track.querySelector<HTMLElement>('.left')?.style.setProperty('--share', share(left, length));
}
