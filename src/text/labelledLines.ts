import { exampleIn, labelOf, type TextWithLabel } from './examples.js';
import { hasWords, withoutListSigns } from './listSigns.js';

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
  /** of a table: rows that are left out, since they have more values than there are columns, by their lines from 1 */
  wide?: number[];
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
 * between them, of which the label is what repeats more, or is shorter; `label: text`. Signs of lists before them are no part
 * of them.
 */
export function readLabelledLines(text: string): LabelledRows {
  const said = linesOf(text);
  const found: LabelledRows[] = [
    { form: 'arrows', rows: byArrows(said), without: [] },
    { form: 'tabs', rows: byTabs(said), without: [] },
    { form: 'colons', rows: byColons(said), without: [] },
  ];
  const best = found.reduce((one, other) => (other.rows.length > one.rows.length ? other : one));
  const labelled = new Set(best.rows.map(({ line }) => line));
  return { ...best, without: said.map(({ number }) => number).filter((number) => !labelled.has(number)) };
}

/**
 * Lines that have a text behind a colon where most lines do, and are not taken for labelled ones: too few share what stands
 * before it.
 */
export function nearlyLabelled(text: string): LabelledText[] {
  const said = linesOf(text);
  const rows = colonRows(said);
  return rows.length > said.length / 2 && !haveLabels(rows) ? rows : [];
}

/** Lines that say something. */
const linesOf = (text: string): Line[] =>
  withoutListSigns(text.split(/\r\n|\r|\n/))
    .map((line, at): Line => ({ line, number: at + 1 }))
    .filter(({ line }) => hasWords(line));

const byArrows = (said: readonly Line[]): LabelledText[] =>
  said.flatMap(({ line, number }) => {
    const example = exampleIn(line);
    return example ? [{ ...example, line: number }] : [];
  });

function byTabs(said: readonly Line[]): LabelledText[] {
  const parted = said.flatMap(({ line, number }) => {
    const [one = '', other = '', ...more] = line
      .trimEnd()
      .split('\t')
      .map((cell) => cell.trim());
    return one !== '' && other !== '' && more.length === 0 ? [{ one, other, line: number }] : [];
  });
  const kinds = (column: 'one' | 'other') => new Set(parted.map((row) => row[column])).size;
  const length = (column: 'one' | 'other') => parted.reduce((sum, row) => sum + row[column].length, 0);
  const isLabelFirst = kinds('one') - kinds('other') || length('one') - length('other');
  return parted.map(({ one, other, line }) =>
    isLabelFirst < 0 ? { text: other, label: labelOf(one), line } : { text: one, label: labelOf(other), line },
  );
}

/** Whether labels repeat, as they do where something is to be learnt. */
const haveLabels = (rows: readonly LabelledText[]): boolean =>
  new Set(rows.map(({ label }) => label)).size <= MOST_LABELS * rows.length;

function byColons(said: readonly Line[]): LabelledText[] {
  const rows = colonRows(said);
  return haveLabels(rows) && rows.length > said.length / 2 ? rows : [];
}

const colonRows = (said: readonly Line[]): LabelledText[] =>
  said.flatMap(({ line, number }) => {
    const [, written = '', text = ''] = COLON.exec(line.trimStart()) ?? [];
    const label = labelOf(written);
    return label !== '' && hasWords(text) ? [{ text: text.trim(), label, line: number }] : [];
  });
