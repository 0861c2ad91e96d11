import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { TrainingProblem } from '../../../src/protocol/engine/errorDetails.js';
import { exampleIn, labelsOf, type TextWithLabel } from '../../../src/text/examples.js';
import { readLabelledLines } from '../../../src/text/labelledLines.js';
import { withoutListSigns } from '../../../src/text/listSigns.js';

/** A line with its label. */
export type LabelledLine = TextWithLabel;

const refuse = (message: string, problem: TrainingProblem) =>
  new GlassboxError('bad-request', message, { details: { kind: 'training', ...problem } });

/** Label, then a tab; or a label of a few words, then a colon. */
const LABELLED = /^(?:([^\t]*)\t|([^\t:：]{1,40})[:：])(.*)$/u;

/**
 * Reads lines `text => label`, `label: text`, or texts and labels with a tab between them; empty lines are left out.
 * @throws GlassboxError `bad-request` for a line without label or text, counted from 1
 */
export function labelledLines(text: string): LabelledLine[] {
  const { form, rows, without } = readLabelledLines(text);
  if (form !== 'colons' && without.length === 0) return rows.map(({ text: own, label }) => ({ text: own, label }));
  const lines = withoutListSigns(text.split(/\r?\n/));
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [labelledLine(line, index + 1)]));
}

function labelledLine(line: string, number: number): LabelledLine {
  const example = exampleIn(line);
  if (example) return example;
  const [, tabbed, coloned, rest = ''] = LABELLED.exec(line) ?? [];
  const label = (tabbed ?? coloned ?? '').trim();
  if (label === '') throw refuse(`Line ${number} has no label.`, { problem: 'noLabel', line: number });
  if (rest.trim() === '') throw refuse(`Line ${number} has no words.`, { problem: 'emptyLine', line: number });
  return { text: rest.trim(), label };
}

/**
 * The labels of lines and the class of each line.
 * @param needed lines that each label must have
 * @throws GlassboxError `bad-request` for fewer than two labels, and for a label that too few lines have
 */
export function classesOfLines(
  lines: readonly LabelledLine[],
  needed: number,
): { labels: string[]; classes: number[] } {
  const labels = labelsOf(lines);
  if (labels.length < 2) throw refuse('Two labels are needed at least.', { problem: 'labels', labels });
  const classes = lines.map(({ label }) => labels.indexOf(label));
  for (const [at, label] of labels.entries()) {
    const count = classes.filter((one) => one === at).length;
    if (count < needed) {
      const message = `The label ${label} has ${count} of the lines; ${needed} are needed.`;
      throw refuse(message, { problem: 'rareLabel', label, lines: count, needed });
    }
  }
  return { labels, classes };
}

/** How many lines say something of their own, whatever their signs and capitals. */
export const differentLines = (lines: readonly LabelledLine[]): number =>
  new Set(
    lines.map(({ text }) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
        .trim(),
    ),
  ).size;
