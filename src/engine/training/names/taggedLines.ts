import type { FoundName, MarkedLine, NameSpan } from '../../../protocol/engine/index.js';
import { IGNORED } from '../../../training/graph.js';
import {
  entityGroups,
  OUTSIDE,
  probabilityOf,
  tagOf,
  withoutSigns,
  wordsOf,
  type TaggedSpan,
} from '../../entityGroups.js';
import { isUnspaced } from '../../../text/unspaced.js';
import type { Model } from '../../models/model.js';
import { readLine, requireDifferent, trainingError } from '../labelledLines.js';

/** A token of a line that is of its text, and the place that it has in the line's row. */
interface PlacedToken {
  id: number;
  at: number;
  start: number;
  end: number;
}

/** Lines as a model reads them, with a class for each token: outside of names, the first of one, or a further one. */
export interface TaggedLines {
  /** token ids, specials included */
  rows: number[][];
  /** of each token of each row its tag by its place among the tags; −100 of those that are of no text */
  classes: number[][];
  /** tokens of each line that are of its text, and the same word by word, as *Find Names* reads them */
  tokens: PlacedToken[][];
  words: PlacedToken[][][];
  /** `O`, then `B-` and `I-` of each label */
  tags: string[];
  /** of the names, in the order of their characters */
  labels: string[];
  /** places of lines that were cut to what the model reads */
  cut: number[];
}

/** Lines that each label needs where some are held out, so that there are some to learn from and some to judge by. */
const NEEDED = 2;

/**
 * Reads lines with a model's tokenizer. A token is of a name as soon as a part of it is.
 * @param isJudged whether some lines are held out
 * @throws GlassboxError `bad-request` for no name at all, a span outside of its line or over another, a label in too few lines
 * or only in the same ones, a line without words
 */
export function taggedLines(model: Model, examples: readonly MarkedLine[], isJudged: boolean): TaggedLines {
  const lines = examples.map((example, index) => ({ ...example, spans: checkedSpans(example, index) }));
  const labels = [...new Set(lines.flatMap(({ spans }) => spans.map(({ label }) => label)))].sort((one, other) =>
    one < other ? -1 : 1,
  );
  if (labels.length === 0) {
    throw trainingError('No name is marked in the lines. Mark some: [Anna](PERSON) lives in [Rome](PLACE).', {
      problem: 'noNames',
    });
  }
  for (const label of isJudged ? labels : []) {
    const found = lines.filter(({ spans }) => spans.some((span) => span.label === label)).length;
    if (found >= NEEDED) continue;
    const message = `The label ${label} is in ${found} of the lines; ${NEEDED} are needed of each, so that there are some to learn from and some to judge by.`;
    throw trainingError(message, { problem: 'rareLabel', label, lines: found, needed: NEEDED });
  }
  const tags = [OUTSIDE, ...labels.flatMap((label) => [`B-${label}`, `I-${label}`])];
  const read: TaggedLines = { rows: [], classes: [], tokens: [], words: [], tags, labels, cut: [] };
  for (const [index, { text, spans }] of lines.entries()) {
    const { tokens, isCut } = readLine(model, text, index);
    if (isCut) read.cut.push(index);
    const placed = tokens.flatMap(({ id, start, end }, at) =>
      start === null || end === null ? [] : [{ id, at, start, end }],
    );
    const classes = new Array<number>(tokens.length).fill(IGNORED);
    for (const [order, token] of placed.entries()) {
      const span = spanOf(token, spans);
      const isFirst = order === 0 || spanOf(placed[order - 1]!, spans) !== span;
      classes[token.at] = span ? 1 + 2 * labels.indexOf(span.label) + (isFirst ? 0 : 1) : 0;
    }
    read.rows.push(tokens.map(({ id }) => id));
    read.classes.push(classes);
    read.tokens.push(placed);
    const words = isUnspaced(text) ? placed.map((token) => [token]) : wordsOf(placed, model.tokenizer, text);
    // *Find Names* leaves signs around a name out.
    read.words.push(words.flatMap((word) => withoutSigns(word, text)));
  }
  if (isJudged) {
    requireDifferent(lines.flatMap(({ spans }, at) => spans.map(({ label }) => [label, read.rows[at]!] as const)));
  }
  return read;
}

const spanOf = ({ start, end }: PlacedToken, spans: readonly NameSpan[]) =>
  spans.find((span) => start < span.end && end > span.start);

/** In order. @throws GlassboxError `bad-request` */
function checkedSpans({ text, spans }: MarkedLine, index: number): NameSpan[] {
  const sorted = [...spans].sort((one, other) => one.start - other.start);
  const isFine = sorted.every(
    ({ start, end }, at) => start < end && end <= text.length && (sorted[at + 1]?.start ?? end) >= end,
  );
  if (isFine) return sorted;
  throw trainingError(`Line ${index + 1} has a span that is not within it, or two that overlap.`, {
    problem: 'badSpan',
    line: index + 1,
  });
}

/** A word with what its first token is. */
interface TaggedWord extends TaggedSpan {
  /** the place of its first token in the row */
  at: number;
}

/** The words of each name that tags of a line's tokens come to, as *Find Names* reads them: a word is what its first token is. */
function groupsOf(
  { words, tags }: TaggedLines,
  line: number,
  classes: ArrayLike<number>,
): [TaggedWord, ...TaggedWord[]][] {
  return entityGroups(
    words[line]!.map((word): TaggedWord => {
      const { at, start } = word[0]!;
      return { at, start, end: word.at(-1)!.end, ...tagOf(tags[classes[at]!]!) };
    }),
  );
}

const nameOf = (group: readonly [TaggedWord, ...TaggedWord[]]): NameSpan => ({
  start: group[0].start,
  end: group.at(-1)!.end,
  label: group[0].tag,
});

/** The names that tags of a line's tokens come to. @param classes of the line's row */
export const namesOf = (lines: TaggedLines, line: number, classes: ArrayLike<number>): NameSpan[] =>
  groupsOf(lines, line, classes).map(nameOf);

/** The same as they were told, each as sure as *Find Names* says it. @param sure how probable each token's class is */
export const foundNames = (
  lines: TaggedLines,
  line: number,
  { classes, sure }: { classes: ArrayLike<number>; sure: ArrayLike<number> },
): FoundName[] =>
  groupsOf(lines, line, classes).map((group) => ({
    ...nameOf(group),
    probability: probabilityOf(group.map(({ at }) => ({ probability: sure[at]! }))),
  }));
