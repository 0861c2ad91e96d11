import * as l10n from '@vscode/l10n';
import type { GenerationStep } from '../../../../protocol/engine/index.js';
import { escapeMarkup } from '../../../../text/escape.js';
import { surpriseChart } from './chart.js';
import type { Comparison, ComparisonRun } from './comparison.js';
import { branchShown, recipeFieldsShown, runSettingsShown, measureTable } from './measures.js';
import { STYLE } from './style.js';
import type { ExportNumbers } from './numbers.js';

/** A whole comparison as one HTML file: no script, nothing loaded, light or dark as the reader's system is. */
export function comparisonHtml(comparison: Comparison, numbers: ExportNumbers): string {
  const { model, prompt, maxNewTokens, date, runs } = comparison;
  const chart = surpriseChart(runs);
  return `<!DOCTYPE html>
<html lang="${escapeMarkup(numbers.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(l10n.t('Decoding strategies compared'))}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeMarkup(l10n.t('Decoding strategies compared'))}</h1>
<p class="dim">${escapeMarkup(`${l10n.t('Model')}: ${model} · ${l10n.t('at most {0} new tokens', String(maxNewTokens))}`)}</p>
<h2>${escapeMarkup(l10n.t('Prompt'))}</h2>
<blockquote>${escapeMarkup(prompt)}</blockquote>
<h2>${escapeMarkup(l10n.t('What each strategy wrote'))}</h2>
<p class="dim small">${legendHtml(numbers)}</p>
<div class="runs">
${runs.map((run) => runHtml(run, numbers)).join('\n')}
</div>
${measuresHtml(comparison, numbers)}
${chart === '' ? '' : `<h2>${escapeMarkup(l10n.t('Surprise per token (bits)'))}</h2>\n${chart}\n<p class="dim small">${escapeMarkup(l10n.t('One bit is a coin toss. What every strategy wrote, token by token.'))}</p>`}
<footer class="dim small">${escapeMarkup(l10n.t('Saved by Glassbox on {0}.', date))}</footer>
</body>
</html>
`;
}

function runHtml(run: ComparisonRun, numbers: ExportNumbers): string {
  const texts = run.sequences.map((sequence) => `<p class="text">${textHtml(sequence, numbers).replace(/^ /, '')}</p>`);
  return [
    '<article>',
    `<h3>${escapeMarkup(run.name)}</h3>`,
    `<p class="dim small">${escapeMarkup([recipeFieldsShown(run), ...runSettingsShown(run)].join(' · '))}</p>`,
    ...branchShown(run).map((line) => `<p class="dim small">${escapeMarkup(line)}</p>`),
    ...(run.made?.prompt === undefined
      ? []
      : [
          `<p class="dim small">${escapeMarkup(l10n.t('Prompt'))}</p>`,
          `<blockquote>${escapeMarkup(run.made.prompt)}</blockquote>`,
        ]),
    ...(texts.length > 0 ? texts : [`<p class="dim">${escapeMarkup(l10n.t('nothing written'))}</p>`]),
    ...(run.fault === null ? [] : [`<p class="fault">${escapeMarkup(run.fault)}</p>`]),
    ...(run.warnings.length > 0
      ? [
          `<ul class="warnings small">${run.warnings.map((warning) => `<li>${escapeMarkup(warning)}</li>`).join('')}</ul>`,
        ]
      : []),
    '</article>',
  ].join('\n');
}

/** A text by its tokens; what stands before them (a branch's beginning) or cannot be told by tokens is plain. */
function textHtml({ text, steps }: ComparisonRun['sequences'][number], numbers: ExportNumbers): string {
  // A token that ends the text is none of it.
  for (let count = steps.length; count > 0 && count >= steps.length - 1; count--) {
    const tokens = steps.slice(0, count);
    const written = tokens.map((step) => step.text).join('');
    if (!text.endsWith(written)) continue;
    const before = escapeMarkup(text.slice(0, text.length - written.length));
    return before + tokens.map((step) => tokenHtml(step, numbers)).join('');
  }
  return escapeMarkup(text);
}

/** Lower ends of the classes of probability, as in the view. */
const BOUNDS = [0.5, 0.1, 0.01];

/** The underlines with their bounds in numbers. */
function legendHtml({ number }: ExportNumbers): string {
  const percent = (share: number) => `${number(100 * share, 0)} %`;
  const bounds = [
    ...BOUNDS.map((bound) => l10n.t('from {0}', percent(bound))),
    l10n.t('below {0}', percent(BOUNDS[BOUNDS.length - 1]!)),
  ];
  const signs = bounds.map((bound, level) => `<span class="level${level}">${escapeMarkup(bound)}</span>`);
  return `${escapeMarkup(l10n.t('Probability'))}: ${signs.join(' · ')}`;
}

function tokenHtml({ text, probability }: GenerationStep, { percent }: ExportNumbers): string {
  const bound = BOUNDS.findIndex((least) => probability >= least);
  const ink = text.trim();
  const title = escapeMarkup(l10n.t('{0}: {1}', ink, percent(probability)));
  if (ink === '') return escapeMarkup(text);
  const start = text.indexOf(ink);
  const level = bound < 0 ? BOUNDS.length : bound;
  return (
    escapeMarkup(text.slice(0, start)) +
    `<span class="level${level}" title="${title}">${escapeMarkup(ink)}</span>` +
    escapeMarkup(text.slice(start + ink.length))
  );
}

function measuresHtml({ runs }: Comparison, numbers: ExportNumbers): string {
  const { head, rows } = measureTable(runs, numbers);
  if (rows.length === 0) return '';
  const headings = head.map((value) => `<th scope="col">${escapeMarkup(value)}</th>`).join('');
  const figures = (cells: readonly string[]) => cells.map((value) => `<td>${escapeMarkup(value)}</td>`).join('');
  return [
    `<h2>${escapeMarkup(l10n.t('Measures'))}</h2>`,
    '<div class="wide"><table>',
    `<thead><tr><th scope="col">${escapeMarkup(l10n.t('Run'))}</th>${headings}</tr></thead>`,
    '<tbody>',
    ...rows.map(({ name, cells }) => `<tr><th scope="row">${escapeMarkup(name)}</th>${figures(cells)}</tr>`),
    '</tbody>',
    '</table></div>',
  ].join('\n');
}
