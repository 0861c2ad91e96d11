/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** The theme's colours as numbers, for what is drawn on canvas. */
export interface Colours {
  background: Rgb;
  foreground: Rgb;
  dim: Rgb;
  accent: Rgb;
  warm: Rgb;
  /** what has the focus */
  focus: Rgb;
  /** no meaning by colour alone: cells differ in size, too */
  contrast: boolean;
  /** 256 colours from nothing to the full weight */
  ramp: Uint8ClampedArray;
}

/** Reads a computed colour: `rgb(…)`, `rgba(…)` or what color-mix leaves, `color(srgb …)` with parts from 0 to 1. */
export function parseColour(colour: string): Rgb | null {
  const numbers = colour.match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
  const [r, g, b] = numbers;
  if (r === undefined || g === undefined || b === undefined) return null;
  if (colour.startsWith('rgb')) return [r, g, b];
  if (colour.startsWith('color(srgb')) return [255 * r, 255 * g, 255 * b];
  return null;
}

const mixColours = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** Relative luminance (WCAG 2.2), 0 to 1. */
export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

/** White or black, whichever reads better on a colour (contrast as WCAG 2.2 has it). */
export function readableOn(ground: Rgb): Rgb {
  const light = luminance(ground);
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? WHITE : BLACK;
}

export const css = ([r, g, b]: Rgb, alpha = 1) =>
  `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)}${alpha < 1 ? ` / ${alpha}` : ''})`;

/** From just off the background by way of the accent to the far end of luminance, which rises or falls all the way. */
export function makeRamp(low: Rgb, accent: Rgb, high: Rgb): Uint8ClampedArray {
  const ramp = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const at = i / 255;
    ramp.set(at < 0.6 ? mixColours(low, accent, at / 0.6) : mixColours(accent, high, (at - 0.6) / 0.4), i * 3);
  }
  return ramp;
}

/** The colour of a depth from 0 to 1. */
export function rampColour({ ramp }: Pick<Colours, 'ramp'>, depth: number): Rgb {
  const at = Math.round(255 * Math.min(1, Math.max(0, depth))) * 3;
  return [ramp[at]!, ramp[at + 1]!, ramp[at + 2]!];
}

/**
 * The colour of a signed share from −1 to 1: the ramp's for what is positive, for what is negative from the same ground to
 * the warm colour. 0 has the ground's.
 */
export function signedColour({ ramp, warm }: Pick<Colours, 'ramp' | 'warm'>, share: number): Rgb {
  return share >= 0
    ? rampColour({ ramp }, share * SIGNED_END)
    : mixColours(rampColour({ ramp }, 0), warm, Math.min(1, -share));
}

/** The ramp's accent: beyond it colours go to the far end of luminance, which warm does not. */
const SIGNED_END = 0.6;

const FALLBACK = { background: [31, 31, 31], foreground: [204, 204, 204], accent: [55, 148, 255] } as const;

/** The colours in force for an element of the page; read again when the theme changes. */
export function themeColours(element: HTMLElement): Colours {
  const probe = document.createElement('span');
  element.append(probe);
  const read = (value: string): Rgb | null => {
    probe.style.color = value;
    return parseColour(getComputedStyle(probe).color);
  };
  const background = read('var(--ground)') ?? FALLBACK.background;
  const foreground = read('var(--ink)') ?? FALLBACK.foreground;
  const accent = read('var(--ramp-middle)') ?? FALLBACK.accent;
  const dim = read('var(--dim)') ?? mixColours(foreground, background, 0.3);
  const low = read('var(--ramp-low)') ?? mixColours(background, foreground, 0.06);
  const high = read('var(--ramp-high)') ?? mixColours(accent, foreground, 0.5);
  const warm = read('var(--warm)') ?? accent;
  const focus = read('var(--ring)') ?? accent;
  const { contrast } =
    getComputedStyle(element).getPropertyValue('--sized') === '1' ? { contrast: true } : { contrast: false };
  probe.remove();
  return { background, foreground, dim, accent, warm, focus, contrast, ramp: makeRamp(low, accent, high) };
}
