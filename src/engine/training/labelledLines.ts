import { GlassboxError, type Token, type TrainingProblem } from '../../protocol/engine/index.js';
import type { Model } from '../models/model.js';

/** Lines as a model reads them, with their classes. */
export interface LabelledLines {
  /** token ids, specials included */
  rows: number[][];
  /** of each line, by its place in `labels` */
  classes: number[];
  /** in the order of their characters, so that the same lines in another order give the same classes */
  labels: string[];
  /** places of lines that were cut to what the model reads */
  cut: number[];
}

export const trainingError = (message: string, problem: TrainingProblem) =>
  new GlassboxError('bad-request', message, { details: { kind: 'training', ...problem } });

/**
 * Reads examples with a model's tokenizer; longer lines than the model reads are cut at their end.
 * @param needed lines that each label must have
 * @throws GlassboxError `bad-request` for fewer than two labels, a label that too few lines have or only the same ones, a line
 * without words
 */
export function labelledLines(
  model: Model,
  examples: readonly { text: string; label: string }[],
  needed: number,
): LabelledLines {
  const counts = new Map<string, number>();
  for (const { label } of examples) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts.keys()].sort((one, other) => (one < other ? -1 : 1));
  if (labels.length < 2) {
    const what = labels.length === 0 ? 'There are no lines' : `All lines have the label ${labels[0]}`;
    throw trainingError(`${what}: a classifier needs two labels at least.`, { problem: 'labels', labels });
  }
  const [label, lines] = [...counts].find(([, count]) => count < needed) ?? [];
  if (label !== undefined && lines !== undefined) {
    const message = `The label ${label} has ${lines} of the lines; ${needed} are needed of each, so that there are some to learn from and some to judge by.`;
    throw trainingError(message, { problem: 'rareLabel', label, lines, needed });
  }
  const cut: number[] = [];
  const rows = examples.map(({ text }, index) => {
    const { tokens, isCut } = readLine(model, text, index);
    if (isCut) cut.push(index);
    return tokens.map(({ id }) => id);
  });
  if (needed > 1) requireDifferent(rows.map((row, at) => [examples[at]!.label, row]));
  return { rows, classes: examples.map((one) => labels.indexOf(one.label)), labels, cut };
}

/**
 * Refuses a label that could not be learnt and judged by other lines, since all of its lines are the same to the model.
 * @param lines of each label the token ids of its lines
 * @throws GlassboxError `bad-request`
 */
export function requireDifferent(lines: Iterable<readonly [label: string, row: readonly number[]]>): void {
  const firsts = new Map<string, string>();
  const different = new Set<string>();
  for (const [label, row] of lines) {
    const key = row.join();
    if ((firsts.get(label) ?? key) !== key) different.add(label);
    else firsts.set(label, key);
  }
  for (const label of firsts.keys()) {
    if (different.has(label)) continue;
    const message = `The lines of the label ${label} are all the same to the model; two different ones are needed, so that there are some to learn from and some to judge by.`;
    throw trainingError(message, { problem: 'sameLines', label });
  }
}

/**
 * A line's tokens, specials included; where it is longer than the model reads, without its last ones.
 * @param index its place, for the message
 * @throws GlassboxError `bad-request` for one without words
 */
export function readLine({ tokenizer, info }: Model, text: string, index: number): { tokens: Token[]; isCut: boolean } {
  const tokens = tokenizer.encode(text);
  if (!tokens.some(({ start }) => start !== null)) {
    throw trainingError(`Line ${index + 1} has no words.`, { problem: 'emptyLine', line: index + 1 });
  }
  const over = tokens.length - (info.maxLength ?? tokens.length);
  if (over <= 0) return { tokens, isCut: false };
  // Those that the tokenizer adds stay.
  let left = tokens.filter(({ start }) => start !== null).length - over;
  return { tokens: tokens.filter(({ start }) => start === null || left-- > 0), isCut: true };
}
