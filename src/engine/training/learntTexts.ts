/* Which texts a model that was made here has learnt, kept beside it, so that none of them judges what is made from it. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { splitSentences } from '../../text/index.js';
import { sameRows } from '../../training/sameRows.js';
import { textFile } from '../files.js';
import type { Share } from './classifierRun.js';
import type { Shares } from './learnShares.js';

/** A fingerprint a line; texts cannot be read from it. */
export const LEARNT_FILE = 'glassbox_learnt.txt';
const MOST_BYTES = 64_000_000;
/** Base64 of nine bytes: of a million texts one pair in a billion has the same. */
const KEY = 12;

/** The fingerprint of a text, whatever its capitals, spaces and forms of characters. */
const keyOf = (text: string): string =>
  createHash('sha256')
    .update(text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim())
    .digest('base64url')
    .slice(0, KEY);

/** The fingerprints of what a model and those that it was made from have learnt. @param folder the model's */
export async function learntBefore(folder: string): Promise<ReadonlySet<string>> {
  return new Set(((await textFile(path.join(folder, LEARNT_FILE), MOST_BYTES)) ?? '').split('\n').filter(Boolean));
}

/**
 * The file that is kept beside a model: what it learnt, and its base before it. In no order, which would be the text's.
 * @param texts none where its layers are those of its base: a new head is learnt anew
 * @returns none where there is nothing to be kept
 */
export function learntFile(before: ReadonlySet<string>, texts: readonly string[]): [string, string][] {
  const keys = [...new Set([...before, ...texts.map(keyOf)])].sort();
  return keys.length === 0 ? [] : [[LEARNT_FILE, `${keys.join('\n')}\n`]];
}

/** Whether a text has been learnt. */
export const isLearnt = (before: ReadonlySet<string>, text: string): boolean =>
  before.size > 0 && before.has(keyOf(text));

/** A text's sentences, line by line: as a decoder's text they are known again where it has grown or was put in order. */
export function sentencesOf(text: string): { text: string; start: number; end: number }[] {
  let at = 0;
  return text.split('\n').flatMap((line) => {
    const start = at;
    at += line.length + 1;
    return splitSentences(line).map((span) => ({
      text: line.slice(span.start, span.end),
      start: start + span.start,
      end: start + span.end,
    }));
  });
}

/**
 * Shares in which no line judges that was learnt before, nor one that is the same to the model: it is learnt from instead, or,
 * of cross-validation, by the other parts.
 * @param rows token ids of the lines
 * @returns `known`: how many lines judge nothing by it
 */
export function withoutLearnt(
  { judged, kept }: Shares,
  rows: readonly (readonly number[])[],
  isKnown: (place: number) => boolean,
): { shares: Shares; known: number } {
  const groups = sameRows(rows);
  const knownGroups = new Set(groups.filter((_, place) => isKnown(place)));
  const known = (place: number) => knownGroups.has(groups[place]!);
  const count = new Set([...judged, kept].flatMap(({ held }) => held.filter(known))).size;
  if (count === 0) return { shares: { judged, kept }, known: 0 };
  const own = (share: Share): Share => ({
    ...share,
    held: share.held.filter((place) => !known(place)),
    learnt:
      share.fold === undefined ? [...share.learnt, ...share.held.filter(known)].sort((a, b) => a - b) : share.learnt,
  });
  const ownKept = own(kept);
  const shares = judged.map((share) => (share === kept ? ownKept : own(share))).filter(({ held }) => held.length > 0);
  return { shares: { judged: shares, kept: ownKept }, known: count };
}
