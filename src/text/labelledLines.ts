import { exampleIn, type TextWithLabel } from './examples.js';

/** A text with its label, and the last line of the file that it stands in, from 1. */
export interface LabelledText extends TextWithLabel {
  line: number;
}

/** The labelled lines of a text. */
export interface LabelledRows {
  form: 'arrows' | 'tabs' | 'colons' | 'table';
  rows: LabelledText[];
  /** lines that say something and lack a label or a text, from 1 */
  without: number[];
}

interface Line {
  line: string;
  number: number;
}

/** A label of a few words, then a colon. */
const COLON = /^([^\t:：]{1,40})[:：](?!\/\/)(.*)$/u;
/** Of lines that only look like labelled ones, as in a play or a form, few have the label of another. */
const MOST_LABELS = 0.5;

/**
 * Reads labelled lines in whichever of three forms most of them stand: `text => label`; a text and a label with a tab
 * between them, of which the label is what repeats more, or is shorter; `label: text`.
 */
export function readLabelledLines(text: string): LabelledRows {
  const said = text
    .split(/\r\n|\r|\n/)
    .map((line, at): Line => ({ line, number: at + 1 }))
    .filter(({ line }) => /[\p{L}\p{N}]/u.test(line));
  const found: LabelledRows[] = [
    { form: 'arrows', rows: byArrows(said), without: [] },
    { form: 'tabs', rows: byTabs(said), without: [] },
    { form: 'colons', rows: byColons(said), without: [] },
  ];
  const best = found.reduce((one, other) => (other.rows.length > one.rows.length ? other : one));
  const labelled = new Set(best.rows.map(({ line }) => line));
  return { ...best, without: said.map(({ number }) => number).filter((number) => !labelled.has(number)) };
}

const byArrows = (said: readonly Line[]): LabelledText[] =>
  said.flatMap(({ line, number }) => {
    const example = exampleIn(line);
    return example ? [{ ...example, line: number }] : [];
  });

function byTabs(said: readonly Line[]): LabelledText[] {
  const parted = said.flatMap(({ line, number }) => {
    const [one = '', other = '', ...more] = line.split('\t').map((cell) => cell.trim());
    return one !== '' && other !== '' && more.length === 0 ? [{ one, other, line: number }] : [];
  });
  const kinds = (column: 'one' | 'other') => new Set(parted.map((row) => row[column])).size;
  const length = (column: 'one' | 'other') => parted.reduce((sum, row) => sum + row[column].length, 0);
  const isLabelFirst = kinds('one') - kinds('other') || length('one') - length('other');
  return parted.map(({ one, other, line }) =>
    isLabelFirst < 0 ? { text: other, label: one, line } : { text: one, label: other, line },
  );
}

/** Whether labels repeat, as they do where something is to be learnt. */
const haveLabels = (rows: readonly LabelledText[]): boolean =>
  new Set(rows.map(({ label }) => label)).size <= MOST_LABELS * rows.length;

function byColons(said: readonly Line[]): LabelledText[] {
  const rows = said.flatMap(({ line, number }) => {
    const [, label = '', text = ''] = COLON.exec(line.trimStart()) ?? [];
    return label.trim() !== '' && /[\p{L}\p{N}]/u.test(text)
      ? [{ text: text.trim(), label: label.trim(), line: number }]
      : [];
  });
  return haveLabels(rows) && rows.length > said.length / 2 ? rows : [];
}
