import * as l10n from '@vscode/l10n';
import { replaceUnprintable } from '../../../../text/escape.js';
import type { Comparison, ComparisonRun } from './comparison.js';
import { recipeFieldsShown, runSettingsShown, measureTable } from './measures.js';
import type { ExportNumbers } from './numbers.js';
import { labelled } from '../../../../wording/index.js';

/** A whole comparison as Markdown (CommonMark with GitHub's tables). */
export function comparisonMarkdown(comparison: Comparison, numbers: ExportNumbers): string {
  const { model, prompt, maxNewTokens, date, runs } = comparison;
  const parts = [
    `# ${l10n.t('Decoding strategies compared')}`,
    `${labelled(l10n.t('Model'), inline(model))} · ${l10n.t('at most {0} new tokens', String(maxNewTokens))}`,
    `## ${l10n.t('Prompt')}`,
    quoted(prompt),
    `## ${l10n.t('What each strategy wrote')}`,
    ...runs.flatMap((run) => runParts(run)),
    ...measureParts(comparison, numbers),
    `*${inline(l10n.t('Saved by Glassbox on {0}.', date))}*`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function runParts(run: ComparisonRun): string[] {
  const { name, sequences, fault, warnings } = run;
  const several = sequences.length > 1;
  const texts = sequences.flatMap(({ text }, index) => [
    ...(several ? [`${l10n.t('Sequence {0}', String(index + 1))}:`] : []),
    text.trim() === '' ? `*${l10n.t('nothing written')}*` : quoted(text),
  ]);
  return [
    `### ${inline(name)}`,
    inline([recipeFieldsShown(run), ...runSettingsShown(run)].join(' · ')),
    ...(run.made?.prompt === undefined ? [] : [`${l10n.t('Prompt')}:`, quoted(run.made.prompt), '---']),
    ...texts,
    ...(fault === null || fault.trim() === '' ? [] : [`**${inline(fault)}**`]),
    ...(warnings.length > 0 ? [warnings.map((warning) => `- ${inline(warning)}`).join('\n')] : []),
  ];
}

function measureParts({ runs }: Comparison, numbers: ExportNumbers): string[] {
  const { head, rows } = measureTable(runs, numbers);
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [
    `## ${l10n.t('Measures')}`,
    [
      line([l10n.t('Run'), ...head]),
      `| --- |${head.map(() => ' ---: |').join('')}`,
      ...rows.map(({ name, cells }) => line([name, ...cells])),
    ].join('\n'),
  ];
}

/**
 * What has a meaning in CommonMark and its extensions. The first kind becomes entities, as a renderer that looks for
 * tags, mathematics and addresses may take a backslash for a part of them; the others get a backslash.
 */
const MEANINGS = /([<>&$\\@]|:(?=\S)|\/(?=\/)|(?<=[^\s\d.])\.(?=[^\s\d.]))|[`*_[\]|~#^{}=+.)-]/g;

/** A line of text of which nothing is read as Markdown, wherever it stands. */
function plain(line: string): string {
  // At a line's beginning more has a meaning: lists, rules, headings.
  const mark = /^\s*(?:[-+=](?=[-=\s]|$)|\d+[.)](?=\s|$))/.exec(line)?.[0].length ?? 0;
  return line.replace(MEANINGS, (character, entity: string | undefined, at: number) => {
    if (entity !== undefined) return `&#${entity.charCodeAt(0)};`;
    return /[-+=.)]/.test(character) && at !== mark - 1 ? character : `\\${character}`;
  });
}

/** Text that stands in a line as it is. */
function inline(text: string): string {
  return plain(
    replaceUnprintable(text)
      .replace(/[\r\n]+/g, ' ')
      .trim(),
  );
}

/** A text as a quotation; its line breaks stay, and nothing in it is read as Markdown. */
function quoted(text: string): string {
  // The space before a continuation's first word is no indentation.
  return replaceUnprintable(text)
    .replace(/^ /, '')
    .split(/\r\n|[\r\n]/)
    .map((line) => `> ${plain(line).replace(/^[ \t]+/, (spaces) => '\u00a0'.repeat(spaces.length))}`.trimEnd())
    .map((line, index, all) =>
      line !== '>' && all[index + 1] !== undefined && all[index + 1] !== '>' ? `${line}\\` : line,
    )
    .join('\n');
}
