import { decimalFormat, formatFigure } from '../../text/numbers.js';

/** A text as a cell of a Markdown table has it, in one line. */
export const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 200);

const english = decimalFormat('en');

/** A loss or bits, of a unit that is told beside it: what is above 0 does not read as 0. */
export const figure = (value: number, digits = 3): string => formatFigure(value, digits, english);

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A table of a card, its first row the header. */
export const cardTable = (rows: readonly (readonly (string | number)[])[]): string[] =>
  rows.flatMap((row, at) => [
    `| ${row.map((one) => cell(String(one))).join(' | ')} |`,
    ...(at === 0 ? [`| ${row.map(() => '---').join(' | ')} |`] : []),
  ]);

/** How the steps of a run were made, as rows of its card. */
export const stepRows = (
  { losses, bestStep }: { losses: readonly number[]; bestStep: number },
  settings: Record<'batchSize' | 'learningRate' | 'headLearningRate' | 'weightDecay' | 'warmup' | 'clip', number>,
): (string | number)[][] => [
  ['steps', `${losses.length}, kept: after ${bestStep}`],
  ['lines a step', settings.batchSize],
  ['learning rate', settings.learningRate],
  ['learning rate of the head', settings.headLearningRate],
  ['weight decay', settings.weightDecay],
  ['warm-up', percent(settings.warmup)],
  ['largest gradient norm', settings.clip],
];

/** That lines judge nothing, since the model before has learnt them; of none nothing. @param what they are */
export const knownText = (known: number | undefined, id: string, what: 'Lines' | 'Sentences'): string[] =>
  known === undefined ? [] : [`${what} left out of these figures, which ${id} had learnt already: ${known}.`, ''];
