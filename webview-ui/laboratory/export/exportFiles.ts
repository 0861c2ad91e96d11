import * as l10n from '@vscode/l10n';
import { shellOf, consoleCommand } from '../../../src/protocol/engine/shell.js';
import { shortestDecimal, toCsv, type CsvValue } from '../../../src/text/csv.js';
import type { Experiment, LabTable, Part } from '../model/experiment.js';
import type { Outcome } from '../model/keptLaboratory.js';
import type { Numbers } from '../../kit/numbers.js';

/** What a file is made of. */
export interface Exported {
  experiment: Experiment;
  part: Part;
  outcome: Outcome;
  numbers: Numbers;
  /** the terminal's program */
  shell: string;
}

/** The table, a line a row; numbers as they were measured. */
export function tableCsv({ part, outcome, numbers }: Exported): string {
  const { header, rows } = part.table(outcome.result, numbers);
  return toCsv([header, ...rows]);
}

/** What was measured, of what, with which models, and every call that asks for it again. */
export function outcomeJson({ outcome }: Exported): string {
  const { experiment, part, input, calls, result } = outcome;
  return `${JSON.stringify({ experiment, part, input, result, calls }, null, 2)}\n`;
}

/** The command that asks the engine for all of it again. */
export function outcomeCommand({ outcome, shell }: Exported): string {
  return consoleCommand(outcome.calls, shellOf(shell));
}

/** A page of notes: question, text, models, what was seen and what not, the table, and the command. */
export function outcomeMarkdown(exported: Exported): string {
  const { experiment, part, outcome, numbers } = exported;
  const { input, result } = outcome;
  const models = Object.values(input.models).map((id) => `\`${id}\``);
  const lines = [
    `# ${experiment.title()}: ${part.title()}`,
    part.question(),
    `> ${input.text.replace(/\r?\n/g, '\n> ')}`,
    ...(input.other === '' ? [] : [`> ${input.other.replace(/\r?\n/g, '\n> ')}`]),
    ...(models.length > 0 ? [models.join(', ')] : []),
    `**${l10n.t('Seen')}** ${part.seen(result, numbers)}`,
    `**${l10n.t('Not shown')}** ${part.unseen(result)}`,
    markdownTable(part.table(result, numbers)),
    `\`\`\`sh\n${outcomeCommand({ ...exported, shell: '' })}\n\`\`\``,
  ];
  return `${lines.join('\n\n')}\n`;
}

/** A table in GitHub's Markdown. */
export function markdownTable({ header, rows }: LabTable): string {
  const line = (cells: readonly CsvValue[]) => `| ${cells.map(markdownCell).join(' | ')} |`;
  return [line(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

function markdownCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? shortestDecimal(value) : '';
  return value.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
