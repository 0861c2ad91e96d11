import type { CheckedParams, Token } from '../../../protocol/engine/index.js';
import { isUnspaced } from '../../../text/unspaced.js';
import { IGNORED } from '../../../training/graph.js';
import type { Model } from '../../models/model.js';
import { trainingError } from '../labelledLines.js';

export type AdaptSettings = CheckedParams<'adapt'>;

/** Rows of tokens, and what each predicts. */
export interface TokenRows {
  rows: number[][];
  /** of each token of each row in turn, rows of one length; −100 where nothing is predicted */
  labels: number[];
}

/** A text in a model's tokens, its end held out. */
export interface AdaptText {
  ids: readonly number[];
  /** place of the first token that is held out */
  cut: number;
  heldOut: string;
  length: number;
  /** places of the tokens held out that begin a word, or what is none */
  begins: ReadonlySet<number>;
  /** of a token that is held out its place in `heldOut`, in UTF-16 units */
  startOf: (place: number) => number;
  /** what is learnt from */
  learnt: string;
}

/**
 * Cuts a text into what is learnt from and what is held out, at a token. Its lines end as on every system: a model would learn
 * the ends of Windows as writing.
 * @throws GlassboxError `bad-request` for a text that is too short
 */
export function adaptText(model: Model, { text: given, length: wanted, heldOut }: AdaptSettings): AdaptText {
  const text = given.replace(/\r\n?/g, '\n');
  const length = Math.min(wanted, model.info.maxLength ?? wanted);
  const tokens = model.tokenizer.encode(text, { addSpecialTokens: false }).filter((one) => one.start !== null);
  const needed = 4 * (length + 1);
  if (tokens.length < needed) {
    const { id } = model.info;
    const message = `The text has ${tokens.length} tokens, as ${id} reads it; ${needed} are needed, four times a length of ${length} and the token behind it. Give a longer text or a smaller length.`;
    throw trainingError(message, { problem: 'fewTokens', model: id, tokens: tokens.length, needed });
  }
  const cut = cutOf(tokens, tokens.length - Math.max(length + 1, Math.round(heldOut * tokens.length)));
  const begins = new Set(tokens.flatMap((_, at) => (at >= cut && beginsWord(text, tokens, at) ? [at] : [])));
  const from = tokens[cut]!.start!;
  const startOf = (place: number) => tokens[place]!.start! - from;
  const [learnt, own] = [text.slice(0, from), text.slice(from)];
  return { ids: tokens.map(({ id }) => id), cut, heldOut: own, learnt, length, begins, startOf };
}

const isOfWord = (character: string): boolean => /[\p{L}\p{M}\p{N}]/u.test(character);

/** Whether a token is no part of the word, and of no character, that the one before it has something of. */
function beginsWord(text: string, tokens: readonly Token[], at: number): boolean {
  const start = tokens[at]!.start!;
  if (start < (tokens[at - 1]?.end ?? 0)) return false;
  const [before, first] = [text.slice(Math.max(0, start - 1), start), text.charAt(start)];
  return !isOfWord(before) || !isOfWord(first) || isUnspaced(first);
}

/** Where a token begins that shares no character with the one before: tokens of bytes may stand for parts of one. */
function cutOf(tokens: readonly Token[], from: number): number {
  let cut = from;
  while (cut > 1 && tokens[cut]!.start! < tokens[cut - 1]!.end!) cut--;
  return cut;
}

/** The windows of an epoch, one behind the other from a place; the rest at the end is left out. */
export function windowStarts({ cut, length }: AdaptText, from: number): number[] {
  const count = Math.floor((cut - 1 - from) / length);
  return Array.from({ length: count }, (_, at) => from + at * length);
}

/** Each token predicts the next. */
export const learntRows = ({ ids, length }: AdaptText, starts: readonly number[]): TokenRows => ({
  rows: starts.map((start) => ids.slice(start, start + length)),
  labels: starts.flatMap((start) => ids.slice(start + 1, start + length + 1)),
});

/**
 * The text held out in windows of which the second half is predicted, so that every token of it is, once, from half a window
 * at least.
 * @param isLeftOut tokens that are read and not predicted, by their places
 */
export function heldRows({ ids, cut, length }: AdaptText, isLeftOut: (place: number) => boolean): TokenRows {
  const half = Math.max(1, Math.floor(length / 2));
  const rows: number[][] = [];
  const labels: number[] = [];
  for (let at = cut; at < ids.length; at += half) {
    const end = Math.min(ids.length, at + half);
    // The row reads up to the token before the last that it predicts.
    const start = Math.max(0, end - 1 - length);
    const row = ids.slice(start, end - 1);
    rows.push(row);
    labels.push(
      ...row.map((_, column) => {
        const place = start + column + 1;
        return place >= at && !isLeftOut(place) ? ids[place]! : IGNORED;
      }),
    );
  }
  return { rows, labels };
}
