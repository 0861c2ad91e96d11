import { themeColours } from '../../kit/colours.js';
import { drawingSvg } from '../../kit/picture/drawingSvg.js';
import type { Exported } from './exportFiles.js';

/** The drawing that stands in an element as a picture's text with its caption, and its size in CSS pixels. */
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
  const picture = drawingSvg({ drawing, colours: themeColours(host), caption, font, host });
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
  const side = (name: string) => Number(picture.getAttribute(name));
  return { text, width: side('width'), height: side('height') };
}
