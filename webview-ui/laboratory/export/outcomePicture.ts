import { h, render } from 'preact';
import { themeColours } from '../../kit/colours.js';
import { drawingSvg } from '../../kit/picture/drawingSvg.js';
import { svg } from '../../kit/dom.js';
import { LegendDrawing } from '../drawing/legend.js';
import type { LegendEntry } from '../model/experiment.js';
import type { Exported } from './exportFiles.js';

/** Room between a legend and what it tells, CSS pixels. */
const GAP = 8;

/** The drawing that stands in an element as a picture's text with its legend and its caption, and its size in CSS pixels. */
export function outcomePicture(
  { experiment, part, outcome, numbers }: Exported,
  host: HTMLElement,
): { text: string; width: number; height: number } | null {
  const drawing = host.querySelector<SVGElement>('svg.drawing');
  if (!drawing) return null;
  const { input, result } = outcome;
  const caption = [
    [experiment.title(), part.title(), ...Object.values(input.models)].join(' · '),
    input.text,
    ...(input.other === '' ? [] : [input.other]),
    part.seen(result, numbers),
  ];
  const font = getComputedStyle(host).fontFamily || 'sans-serif';
  const entries = part.legend?.(result, numbers) ?? [];
  const whole = entries.length === 0 ? drawing : belowLegend(drawing, entries);
  const picture = drawingSvg({ drawing: whole, colours: themeColours(host), caption, font, host });
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
  const side = (name: string) => Number(picture.getAttribute(name));
  return { text, width: side('width'), height: side('height') };
}

/** What a drawing's marks mean, and the drawing below it. */
function belowLegend(drawing: SVGElement, entries: readonly LegendEntry[]): SVGElement {
  const [width, height] = ['width', 'height'].map((side) => Number(drawing.getAttribute(side))) as [number, number];
  const place = document.createElement('div');
  render(h(LegendDrawing, { entries, width }), place);
  const legend = place.firstElementChild!;
  const top = Number(legend.getAttribute('height')) + GAP;
  const below = drawing.cloneNode(true) as SVGElement;
  below.setAttribute('y', String(top));
  return svg('svg', { attributes: { viewBox: `0 0 ${width} ${top + height}` } }, legend, below);
}
