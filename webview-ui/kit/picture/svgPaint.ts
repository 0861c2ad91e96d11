import { parseColour, type Rgb } from '../colours.js';

/** A colour as every program that opens a picture knows it; the newer notations of CSS are for browsers. */
export function hex([r, g, b]: Rgb): string {
  return `#${[r, g, b].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/**
 * A computed paint in that notation, with its transparency apart, as SVG wants it.
 * @param value `rgb(…)`, `rgba(…)`, `color(srgb …)`; anything else, such as `none`, is left as it is
 */
export function splitPaint(value: string): { colour: string; opacity: number } {
  const colour = parseColour(value);
  if (!colour) return { colour: value, opacity: 1 };
  const alpha = /(?:\/\s*|^rgba\([^,]+,[^,]+,[^,]+,\s*)([\d.]+)\s*\)$/.exec(value)?.[1];
  return { colour: hex(colour), opacity: alpha === undefined ? 1 : Number(alpha) };
}
