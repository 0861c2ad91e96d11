import type { LabelProbability, Span } from '../../../protocol/engine/index.js';
import { markdownTable } from '../../../text/markdownTable.js';

/** A line with its classes, the most probable first; none where the line was too long for the model. */
export interface JudgedLine extends Span {
  text: string;
  /** from 1 */
  line: number;
  labels: readonly LabelProbability[];
}

/** A class, and how many lines it is the most probable one of. */
export interface ClassCount {
  label: string;
  count: number;
}

/** How many lines each class has, the most frequent first; without those that have none. */
export function countClasses(lines: readonly JudgedLine[]): ClassCount[] {
  const counts = new Map<string, number>();
  for (const { labels } of lines) if (labels[0]) counts.set(labels[0].label, (counts.get(labels[0].label) ?? 0) + 1);
  return [...counts].map(([label, count]) => ({ label, count })).sort((one, other) => other.count - one.count);
}

const DIGITS = 6;
const figure = (probability: number) => Number(probability.toFixed(DIGITS));

/** The rows of a CSV file: each line with its class and the probabilities of all classes. */
export function lineRows(lines: readonly JudgedLine[]): (string | number)[][] {
  const classes = [...new Set(lines.flatMap(({ labels }) => labels.map(({ label }) => label)))].sort();
  return [
    ['line', 'start', 'end', 'text', 'class', ...classes],
    ...lines.map(({ line, start, end, text, labels }) => [
      ...[line, start, end, text, labels[0]?.label ?? ''],
      ...classes.map((name) => {
        const found = labels.find(({ label }) => label === name);
        return found ? figure(found.probability) : '';
      }),
    ]),
  ];
}

/** The rows of a CSV file of one text's classes. */
export const classRows = (labels: readonly LabelProbability[]): (string | number)[][] => [
  ['class', 'probability'],
  ...labels.map(({ label, probability }) => [label, figure(probability)]),
];

/**
 * Two tables of Markdown: how many lines each class has, and the class of each line.
 * @param words the headings, in the user's language
 */
export function markdownTables(
  lines: readonly JudgedLine[],
  words: { class: string; lines: string; line: string; text: string; probability: string },
  percent: (share: number) => string,
): string {
  const counts = countClasses(lines);
  const judged = counts.reduce((sum, { count }) => sum + count, 0);
  const classes = markdownTable(
    [words.class, { figures: words.lines }, { figures: '%' }],
    counts.map(({ label, count }) => [label, String(count), percent(count / judged)]),
  );
  const each = markdownTable(
    [{ figures: words.line }, words.class, { figures: words.probability }, words.text],
    lines.map(({ line, labels: [best], text }) => [
      ...[String(line), best?.label ?? '–', best ? percent(best.probability) : '–', text],
    ]),
  );
  return `${classes}\n\n${each}\n`;
}
