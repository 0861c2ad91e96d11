/** How a run's line is drawn: by dash and by colour, so that neither is needed alone; its number stands at its end. */
export interface LineDash {
  colour: string;
  /** lengths of strokes and gaps, pixels */
  pattern: string;
}

const COLOURS = [
  ...['blue', 'green', 'yellow', 'purple', 'red'].map((name) => `var(--vscode-charts-${name})`),
  'var(--vscode-foreground)',
];

/** Told apart without colour: solid, long, short, dotted, and mixtures. */
const PATTERNS = ['none', '7 3', '3 3', '1 3', '9 3 2 3', '5 2 1 2 1 2', '12 4', '2 5'];

/** @param index place of the run, from 0; patterns and colours have different periods, so pairs repeat after 24 */
export function lineDash(index: number): LineDash {
  return {
    colour: COLOURS[index % COLOURS.length] ?? 'currentColor',
    pattern: PATTERNS[index % PATTERNS.length] ?? 'none',
  };
}
