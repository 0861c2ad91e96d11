import type { SearchMode } from '../../../protocol/engine/index.js';
import type { Found, Scope } from './found.js';

/** What was asked, as a file of results says it. */
export interface AskedOf {
  query: string;
  scope: Scope;
  mode: SearchMode;
  model: string;
  reranker: string | null;
  /** how many were searched */
  passages: number;
  /** how much words count beside meaning; null where only one of the two was asked for */
  wordWeight: number | null;
}

const HEADINGS = [
  ...['place', 'file', 'line', 'column', 'start', 'end', 'text', 'score'],
  ...['words place', 'words score', 'words', 'words nearby', 'meaning place', 'cosine'],
  ...['together place', 'together score', 'reranked place', 'reranked score'],
];

const NONE = [null, null, null, null];

const figure = (value: number) => Number(value.toFixed(6));

/**
 * The rows of a CSV file of results: offsets in UTF-16 units, `end` exclusive, lines and columns from 1; cosines as far as
 * they are right, to about 0.001.
 */
export const resultRows = (found: readonly Found[]): (string | number | null)[][] => [
  HEADINGS,
  ...found.map(({ place, name, line, column, start, end, text, score, words, meaning, together, rerank }) => [
    ...[place, name, line, column, start, end, text, figure(score)],
    ...(words ? [words.rank, figure(words.score), words.terms.join(' '), words.around.join(' ')] : NONE),
    ...(meaning ? [meaning.rank, Number(meaning.cosine.toFixed(3))] : [null, null]),
    ...(together ? [together.rank, figure(together.score)] : [null, null]),
    ...(rerank ? [rerank.rank, figure(rerank.score)] : [null, null]),
  ]),
];

/** All of it as JSON, by the engine's names. */
export function resultJson(asked: AskedOf, found: readonly Found[]): string {
  const results = found.map(
    ({ place, name, uri, line, column, start, end, text, reading, score, words, meaning, together, rerank }) => ({
      ...{ place, name, uri, line, column, start, end, text, reading, score, words, meaning, together, rerank },
    }),
  );
  return `${JSON.stringify({ ...asked, results }, null, 2)}\n`;
}

/** What stands in a line of Markdown, as it stands. */
const plain = (text: string) => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|~&!#]/g, '\\$&');

/**
 * A list in Markdown: each passage with its file, its line and why it was found.
 * @param told what was searched, in the user's language
 * @param reasonOf why a result was found, in the user's language
 */
export function resultMarkdown(
  query: string,
  told: string,
  found: readonly Found[],
  reasonOf: (one: Found) => string,
): string {
  const items = found.map((one) => {
    const place = one.line === null ? one.name : `${one.name}:${one.line}`;
    return `${one.place}. **${plain(place)}** – ${plain(reasonOf(one))}\n\n   > ${plain(one.reading)}`;
  });
  return [`# ${plain(query)}`, plain(told), ...items].join('\n\n').concat('\n');
}
