/** A text and its label. */
export interface TextWithLabel {
  text: string;
  label: string;
}

/** Between a text and its label; with more signs than it needs it is the same. */
const ARROW = /=+>+|→|⇒/g;
/** Characters that nobody sees: two labels that differ by them look like one. */
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const JOINERS_AT_ENDS = /^[\s\u200c\u200d]+|[\s\u200c\u200d]+$/g;
/** Between the examples of a line, in Chinese, too. */
const BETWEEN = /[;；\n]/;

/** A label as it was meant: what looks the same is the same. */
export const labelOf = (written: string): string =>
  written.normalize('NFC').replace(UNSEEN, '').replace(JOINERS_AT_ENDS, '').replace(/\s+/g, ' ');

/** Without the signs that stand between a text and its label, which no label can have. */
export const withoutArrows = (written: string): string => written.replace(ARROW, ' ');

/** What `text => label` says; null where a line is no example. The last arrow counts: a text may have one of its own. */
export function exampleIn(line: string): TextWithLabel | null {
  const arrow = [...line.matchAll(ARROW)].at(-1);
  if (arrow === undefined) return null;
  const text = line.slice(0, arrow.index).trim();
  const label = labelOf(line.slice(arrow.index + arrow[0].length));
  return text === '' || label === '' ? null : { text, label };
}

/** Whether a line is an example whose text or label is missing. */
export const isHalfExample = (line: string): boolean => /^\s*(?:=+>+|→|⇒)|(?:=+>+|→|⇒)\s*$/.test(line);

/**
 * The examples that a user has typed in one line, with semicolons between them. A semicolon within a text ends nothing: an
 * example ends behind its label.
 * @returns `rest`: what stands behind the last one and is none
 */
export function examplesIn(line: string): { examples: TextWithLabel[]; rest: string } {
  const examples: TextWithLabel[] = [];
  let open = '';
  for (const part of line.split(BETWEEN)) {
    const whole = open === '' ? part : `${open};${part}`;
    const example = exampleIn(whole);
    if (example) examples.push(example);
    open = example ? '' : whole;
  }
  return { examples, rest: open.trim() };
}

/** The labels of examples, once each, in their order. */
export const labelsOf = (examples: readonly TextWithLabel[]): string[] => [
  ...new Set(examples.map(({ label }) => label)),
];

/** As a user would type them. */
export const examplesLine = (examples: readonly TextWithLabel[]): string =>
  examples.map(({ text, label }) => `${text} => ${label}`).join('; ');
