/** What is to be known of lines before they are learnt from; lines are told by their numbers. */
export interface LineRemarks {
  /** left out: they say something, but lack a label or a text */
  without: readonly number[];
  /** left out: rows of a table with more values than it has columns */
  wide: readonly number[];
  /** that have a sign in place of what could not be read, as of another encoding */
  garbled: readonly number[];
  /** in which something looks like the mark of a name and was read as text */
  unread: readonly number[];
  /** of each text that stands there with different labels all its lines */
  differing: readonly (readonly number[])[];
  /** that stand there before, with the same label */
  repeated: readonly number[];
}

/** A line that is learnt from, and what is to be told of it: a label, or names, as a text. */
export interface TaughtLine {
  text: string;
  answer: string;
  /** its number */
  line: number;
}

/** What is to be known of lines that are learnt from, beside of those that are not. */
export function lineRemarks(
  taught: readonly TaughtLine[],
  { without = [], wide = [], unread = [] }: Partial<Pick<LineRemarks, 'without' | 'wide' | 'unread'>> = {},
): LineRemarks {
  const byText = new Map<string, TaughtLine[]>();
  for (const one of taught) {
    const same = byText.get(one.text);
    if (same) same.push(one);
    else byText.set(one.text, [one]);
  }
  const groups = [...byText.values()].filter(({ length }) => length > 1);
  const isDiffering = (group: readonly TaughtLine[]) => group.some(({ answer }) => answer !== group[0]?.answer);
  const numbers = (group: readonly TaughtLine[]) => group.map(({ line }) => line);
  return {
    without,
    wide,
    garbled: taught.filter(({ text, answer }) => (text + answer).includes('\ufffd')).map(({ line }) => line),
    unread,
    differing: groups.filter(isDiffering).map(numbers),
    repeated: groups
      .filter((group) => !isDiffering(group))
      .flatMap((group) => numbers(group.slice(1)))
      .sort((one, other) => one - other),
  };
}
