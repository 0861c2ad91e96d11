import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { TrainingProblem } from '../../../src/protocol/engine/errorDetails.js';

/** A line with the label that it begins with. */
export interface LabelledLine {
  label: string;
  text: string;
}

/** Label, then a tab; or a label of a few words, then a colon. */
const LABELLED = /^(?:([^\t]*)\t|([^\t:：]{1,40})[:：])(.*)$/u;

const refuse = (message: string, problem: TrainingProblem) =>
  new GlassboxError('bad-request', message, { details: { kind: 'training', ...problem } });

/**
 * Reads lines `label<TAB>text` or `label: text`; empty lines are left out.
 * @throws GlassboxError `bad-request` for a line without label or text, counted from 1
 */
export function labelledLines(text: string): LabelledLine[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const [, tabbed, coloned, rest = ''] = LABELLED.exec(line) ?? [];
    const label = (tabbed ?? coloned ?? '').trim();
    const place = { line: index + 1 };
    if (label === '') throw refuse(`Line ${place.line} has no label.`, { problem: 'noLabel', ...place });
    if (rest.trim() === '') throw refuse(`Line ${place.line} has no words.`, { problem: 'emptyLine', ...place });
    return [{ label, text: rest.trim() }];
  });
}

/** Labels in their order, once each. */
export const labelsOf = (lines: readonly LabelledLine[]): string[] => [...new Set(lines.map(({ label }) => label))];

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
