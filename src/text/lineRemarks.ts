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
  /** in which the mark of a name begins or ends within a word */
  within: readonly number[];
  /** labels that are the same but for capitals, together */
  alike: readonly (readonly string[])[];
  /** of each text that stands there with different labels all its lines; capitals, accents and spaces may differ */
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
  /** of the names that are marked in it; left out where the answer is a label */
  labels?: readonly string[];
  /** whether a mark begins or ends within a word */
  isWithin?: boolean;
}

/** What is to be known of lines that are learnt from, beside of those that are not. */
export function lineRemarks(
  taught: readonly TaughtLine[],
  { without = [], wide = [], unread = [] }: Partial<Pick<LineRemarks, 'without' | 'wide' | 'unread'>> = {},
): LineRemarks {
  const repeated = groupsOf(taught, ({ text }) => text).filter((group) => !isDiffering(group));
  // Of names the answer has their places, which spaces move.
  const differing = groupsOf(taught, ({ text, labels }) => (labels ? text : plainOf(text))).filter(isDiffering);
  const isTold = new Set(differing.flat());
  const numbers = (group: readonly TaughtLine[]) => group.map(({ line }) => line);
  return {
    without,
    wide,
    garbled: taught.filter(({ text, answer }) => (text + answer).includes('\ufffd')).map(({ line }) => line),
    unread,
    within: numbers(taught.filter(({ isWithin }) => isWithin)),
    alike: alikeLabels(taught),
    differing: differing.map(numbers),
    repeated: repeated
      .flatMap((group) => numbers(group.filter((one, at) => at > 0 && !isTold.has(one))))
      .sort((one, other) => one - other),
  };
}

const isDiffering = (group: readonly TaughtLine[]): boolean => group.some(({ answer }) => answer !== group[0]?.answer);

/** Those that have a key in common, two at least. */
function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of items) {
    const key = keyOf(one);
    const same = groups.get(key);
    if (same) same.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Without what many models do not see: capitals, accents, how many spaces there are. */
const plainOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

function alikeLabels(taught: readonly TaughtLine[]): string[][] {
  const labels = new Set(taught.flatMap(({ answer, labels: own }) => own ?? [answer]));
  return groupsOf([...labels], (label) => label.toLowerCase());
}
