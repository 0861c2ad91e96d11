import { svg } from '../dom.js';
import type { Colours } from '../colours.js';
import { FONT, pictureFooter } from './pictureFooter.js';
import { hex, splitPaint } from './svgPaint.js';
import { replaceUnprintable } from '../../../src/text/escape.js';

/** What style sheets decide for drawings. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

/**
 * A drawing of the page by itself: what its style sheets decide is written into the elements, what is not displayed is
 * left out.
 * @param host an element of the page, for drawings that do not stand on it
 */
export function makeStandalone(drawing: SVGElement, host: HTMLElement): SVGElement {
  const isGuest = !drawing.isConnected;
  if (isGuest) host.append(drawing);
  try {
    return copyWithStyles(drawing) ?? svg('svg');
  } finally {
    if (isGuest) drawing.remove();
  }
}

function copyWithStyles(element: SVGElement): SVGElement | null {
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden') return null;
  const copy = element.cloneNode(false) as SVGElement;
  for (const name of ['class', 'tabindex', 'role', 'id', 'style']) copy.removeAttribute(name);
  for (const property of PROPERTIES) {
    const value = style.getPropertyValue(property);
    if (value !== '') copy.setAttribute(property, value);
  }
  for (const property of ['fill', 'stroke'] as const) {
    const { colour, opacity } = splitPaint(style.getPropertyValue(property));
    if (colour !== '') copy.setAttribute(property, colour);
    if (opacity < 1) copy.setAttribute(`${property}-opacity`, String(opacity));
  }
  for (const child of element.childNodes) {
    if (child instanceof SVGElement) {
      const part = copyWithStyles(child);
      if (part) copy.append(part);
    } else if (child.nodeType === Node.TEXT_NODE) copy.append(replaceUnprintable(child.textContent ?? ''));
  }
  return copy;
}

interface DrawingSvgInput {
  /** what stands on the page, or could */
  drawing: SVGElement;
  colours: Colours;
  caption: readonly string[];
  font: string;
  host: HTMLElement;
}

const MARGIN = 16;

/** A drawing of the page as a picture of its own, with ground and caption. */
export function drawingSvg({ drawing, colours, caption, font, host }: DrawingSvgInput): SVGElement {
  const inner = makeStandalone(drawing, host);
  const { width, height } = sizeOf(drawing);
  const whole = Math.max(360, width + 2 * MARGIN);
  const foot = pictureFooter({
    width: whole,
    top: height + 2 * MARGIN,
    colours,
    caption,
    axes: '',
    scale: null,
    decimal: String,
  });
  for (const [name, value] of Object.entries({ x: MARGIN, y: MARGIN, width, height })) {
    inner.setAttribute(name, String(value));
  }
  if (!inner.hasAttribute('viewBox')) inner.setAttribute('viewBox', `0 0 ${width} ${height}`);
  return svg(
    'svg',
    {
      attributes: {
        xmlns: 'http://www.w3.org/2000/svg',
        width: whole,
        height: foot.height,
        viewBox: `0 0 ${whole} ${foot.height}`,
        'font-family': font,
        'font-size': FONT,
        role: 'img',
      },
    },
    svg('title', {}, replaceUnprintable(caption[0] ?? '')),
    svg('rect', { attributes: { width: whole, height: foot.height, fill: hex(colours.background) } }),
    inner,
    foot.element,
  );
}

/** As its box of coordinates says, or else as it stands on the page. */
function sizeOf(drawing: SVGElement): { width: number; height: number } {
  const [, , width, height] = (drawing.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (width && height) return { width, height };
  const box = drawing.getBoundingClientRect();
  return { width: Math.ceil(box.width) || 1, height: Math.ceil(box.height) || 1 };
}
