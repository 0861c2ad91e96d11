import * as l10n from '@vscode/l10n';
import { escapeMarkup } from '../../../src/text/escape.js';
import { weightText, type Numbers } from '../../kit/numbers.js';
import type { Displayed, DisplayedMap } from '../model/displayModel.js';
import { rowName } from '../model/mapNames.js';

/** What a file of the panel is made of. */
export interface HtmlFileInput {
  shown: Displayed;
  /** the picture's markup, made by the page */
  picture: string;
  caption: readonly string[];
  /** of the interface, as a document names it */
  language: string;
  /** what stands beside the picture, by headings */
  details: readonly { heading: string; lines: readonly string[] }[];
  decimal: Numbers['decimal'];
}

/** A map with more cells is left to CSV and JSON: a document of a million cells does not open. */
const MOST_CELLS = 10_000;

/** Nothing is loaded, nothing runs: what the text says of itself stays text. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE = `body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1f1f1f; background: #fff;
  font: 15px/1.5 system-ui, sans-serif; }
svg { max-width: 100%; height: auto; }
.scroll { overflow: auto; }
table { border-collapse: collapse; font-size: 0.85em; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 8px; border: 1px solid #ddd; font-weight: 400; text-align: end; white-space: nowrap; }
th { text-align: start; background: #f5f5f5; }`;

/** A document of its own with picture, figures and text: opens offline, has no script and loads nothing. */
export function htmlFile({ shown, picture, caption, language, details, decimal }: HtmlFileInput): string {
  const text = (value: string) => escapeMarkup(value, '\uFFFD');
  const [title = '', ...lines] = caption.map(text);
  const sections = details.map(
    ({ heading, lines: of }) =>
      `<section><h2>${text(heading)}</h2>${of.map((line) => `<p>${text(line)}</p>`).join('\n')}</section>`,
  );
  const table = shown.type === 'map' ? mapTable(shown, text, decimal) : drawingTable(shown, text, decimal);
  return `<!doctype html>
<html lang="${text(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${lines.map((line) => `<p>${line}</p>`).join('\n')}
<figure>${picture}</figure>
${sections.join('\n')}
${table}
</main>
</body>
</html>
`;
}

type Text = (value: string) => string;

const scrolled = (label: string, table: string) =>
  `<section><h2>${label}</h2><div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div></section>`;

function mapTable(map: DisplayedMap, text: Text, decimal: Numbers['decimal']): string {
  const { matrix, rows, columns } = map;
  const { queries, keys, values } = matrix;
  if (queries * keys > MOST_CELLS)
    return `<p>${text(l10n.t('The map has too many cells for a table here; the CSV has all of them.'))}</p>`;
  const head = columns.words.map((word) => `<th scope="col">${text(word.text)}</th>`).join('');
  const body = rows.words.map((_, row) => {
    const cells = Array.from(
      values.subarray(row * keys, (row + 1) * keys),
      (weight) => `<td>${decimal(weight, 3)}</td>`,
    );
    return `<tr><th scope="row">${text(rowName(map, row))}</th>${cells.join('')}</tr>`;
  });
  const table = `<table><thead><tr><td></td>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
  return scrolled(text(l10n.t('Weights: each row reads the columns.')), table);
}

function drawingTable(
  { header, table }: Extract<Displayed, { type: 'drawing' }>,
  text: Text,
  decimal: Numbers['decimal'],
): string {
  const head = header.map((name) => `<th scope="col">${text(name)}</th>`).join('');
  const cell = (value: string | number) =>
    typeof value === 'string' ? text(value) : Number.isInteger(value) ? String(value) : weightText(value, decimal);
  const rows = table
    .slice(0, MOST_CELLS)
    .map((row) => `<tr>${row.map((value) => `<td>${cell(value)}</td>`).join('')}</tr>`);
  return scrolled(
    text(l10n.t('Table')),
    `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
  );
}

/** What the column beside the picture says, as lines of text; not what only has a button to be asked with. */
export function detailsText(column: ParentNode | null): { heading: string; lines: string[] }[] {
  const blocks = [...(column?.querySelectorAll('.block') ?? [])].map((block) => ({
    heading: block.querySelector('h2')?.textContent ?? '',
    lines: [...block.querySelectorAll('p, .barrow, .agreement > div')]
      .filter((part) => part.querySelector('button') === null)
      .map((part) =>
        part.matches('p')
          ? part.textContent
          : [...part.children]
              .map(({ textContent }) => textContent)
              .filter((each) => each !== '')
              .join(': '),
      ),
  }));
  return blocks.filter(({ lines }) => lines.length > 0);
}
