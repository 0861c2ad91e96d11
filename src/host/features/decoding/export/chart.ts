import * as l10n from '@vscode/l10n';
import { escapeMarkup } from '../../../../text/escape.js';
import type { ComparisonRun } from './comparison.js';

const WIDTH = 720;
const HEIGHT = 180;
const LEFT = 28;
const BOTTOM = 20;
/** Colours and dashes come round again after these. */
const LOOKS = 8;

/** Surprise in bits of each token: −log2 of the model's own probability (Shannon 1948). */
function bitsOf({ sequences }: ComparisonRun): number[] {
  const smallest = Number.MIN_VALUE;
  return (sequences[0]?.steps ?? []).map(({ probability }) => Math.max(0, -Math.log2(Math.max(probability, smallest))));
}

/** The chart of surprise as SVG markup with classes `line0` to `line7`; '' when no run has tokens. */
export function surpriseChart(runs: readonly ComparisonRun[]): string {
  const series = runs.map((run) => ({ name: run.name, bits: bitsOf(run) })).filter(({ bits }) => bits.length > 0);
  if (series.length === 0) return '';
  const longest = Math.max(...series.map(({ bits }) => bits.length));
  const top = Math.max(2, Math.ceil(Math.max(...series.flatMap(({ bits }) => bits)) / 2) * 2);
  const x = (index: number) => round(LEFT + ((WIDTH - LEFT - 4) * index) / Math.max(1, longest - 1));
  const y = (bits: number) => round(4 + (HEIGHT - BOTTOM - 4) * (1 - bits / top));
  const grid = [0, top / 2, top].map(
    (bits) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${y(bits)}" y2="${y(bits)}"/>` +
      `<text x="${LEFT - 5}" y="${y(bits) + 4}" text-anchor="end">${bits}</text>`,
  );
  const lines = series.map(({ bits }, at) => {
    const points = bits.map((value, index) => `${x(index)},${y(value)}`).join(' ');
    return `<polyline class="line${at % LOOKS}" points="${points}"/>`;
  });
  const ends =
    `<text x="${LEFT}" y="${HEIGHT - 4}">1</text>` +
    `<text x="${WIDTH - 4}" y="${HEIGHT - 4}" text-anchor="end">${longest}</text>`;
  const legend = series.map(
    ({ name }, at) =>
      `<li><svg class="key" viewBox="0 0 26 8" aria-hidden="true"><polyline class="line${at % LOOKS}" points="0,4 26,4"/></svg> ${escapeMarkup(name)}</li>`,
  );
  return (
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeMarkup(l10n.t('Surprise per token (bits)'))}">` +
    `${grid.join('')}${lines.join('')}${ends}</svg>\n<ul class="keys">${legend.join('')}</ul>`
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
