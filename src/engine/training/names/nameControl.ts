import type { NameControl } from '../../../protocol/engine/index.js';
import { Random } from '../../../decoding/sampling/random.js';
import { shuffled, STREAMS } from '../../../training/chance.js';
import { classesOf } from '../../../training/logisticRegression.js';
import type { Share } from '../classifierRun.js';
import type { RunControl } from '../fineTune.js';
import { fitNameHead, rowsOf, type NameFeatures } from './nameHead.js';
import { evaluateNames, type ComparedNames } from './nameLessons.js';
import { namesOf, type TaggedLines } from './taggedLines.js';

/**
 * Heads of the same lines in which each name is put at other words of its line by chance, with its label and its number of
 * words, each judged by such names of the lines that it did not learn from: what is found then is chance.
 * @param read the tokens of the lines, of which `shares` are parts
 * @returns null where no name is in the lines that are judged, or the run was ended meanwhile
 * @throws GlassboxError `cancelled`
 */
export async function shuffledNames(
  read: NameFeatures,
  lines: TaggedLines,
  shares: readonly Pick<Share, 'learnt' | 'held'>[],
  { shuffles, penalty, seed }: { shuffles: number; penalty: number; seed: number },
  control: Pick<RunControl, 'pause' | 'isStopped'>,
): Promise<NameControl | null> {
  const random = new Random(seed, STREAMS.control);
  const found: number[] = [];
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    const classes = lines.classes.slice();
    for (const line of read.firstRows.keys()) classes[line] = shuffledTags(lines, line, random);
    const compared: ComparedNames[] = [];
    for (const { learnt, held } of shares) {
      await control.pause();
      if (control.isStopped()) return null;
      const head = fitNameHead(read, lines, learnt, penalty, classes);
      for (const index of held) {
        const told = classes[index]!.slice();
        const own = classesOf(head, read.features, rowsOf(read, lines, index));
        lines.tokens[index]!.forEach(({ at }, token) => (told[at] = own[token]!));
        compared.push({ index, marked: namesOf(lines, index, classes[index]!), found: namesOf(lines, index, told) });
      }
    }
    const counts = evaluateNames(lines, compared);
    if (counts.marked === 0) return null;
    found.push((2 * counts.right) / (counts.marked + counts.found));
  }
  if (found.length === 0) return null;
  const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
  return { shuffles: found.length, mean, most: Math.max(...found) };
}

/** Names of a line, and the words between them, in an order by chance: as many of each label, as long as they are. */
export function shuffledTags(
  { classes, words }: Pick<TaggedLines, 'classes' | 'words'>,
  line: number,
  random: Random,
): number[] {
  const parts: { label: number; words: number }[] = [];
  for (const word of words[line]!) {
    const one = classes[line]![word[0]!.at]!;
    // 0 is of no name; of a label come two, a name's first token and a further one.
    const label = Math.ceil(one / 2);
    const last = parts.at(-1);
    if (label > 0 && one % 2 === 0 && last?.label === label) last.words += 1;
    else parts.push({ label, words: 1 });
  }
  const told = classes[line]!.slice();
  let next = 0;
  for (const at of shuffled(parts.length, random)) {
    const { label, words: count } = parts[at]!;
    const tokens = words[line]!.slice(next, next + count).flat();
    tokens.forEach((token, order) => (told[token.at] = label === 0 ? 0 : 2 * label - (order === 0 ? 1 : 0)));
    next += count;
  }
  return told;
}
