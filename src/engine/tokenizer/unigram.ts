/** Below the worst score of the vocabulary: SentencePiece's kUnkPenalty. */
const UNKNOWN_PENALTY = 10;

/** A text as tokens: their ids, and how many UTF-16 units each takes. */
export interface Segmentation {
  ids: number[];
  lengths: number[];
}

/**
 * Unigram segmentation: the path through the text with the highest sum of scores (Viterbi), neighbouring unknown
 * characters joined; `encode_optimized` in tokenizers/src/models/unigram/model.rs. It stands in for the library's
 * Unigram, which gives the same ids but takes six times as long to load (a trie of Maps) and three times as long to run.
 * @param vocabulary tokens with their scores (natural logarithms), by id
 * @param unknown id of the unknown token
 * @param unlisted pieces that the vocabulary lacks: each is cut off by itself, as the unknown token
 * @param silent ids that no text is cut into
 */
export function createUnigramSegmenter(
  vocabulary: readonly (readonly [string, number])[],
  unknown: number,
  {
    unlisted = [],
    silent = [],
  }: { unlisted?: readonly (readonly [string, number])[]; silent?: readonly number[] } = {},
): (text: string) => Segmentation {
  const ids = new Map<string, number>();
  let longest = 1;
  let lowest = Infinity;
  const scores: number[] = [];
  const unused = new Set(silent);
  const add = (id: number, token: string, score: number) => {
    if (unused.has(id)) return;
    ids.set(token, id);
    scores[id] = score;
    longest = Math.max(longest, token.length);
    lowest = Math.min(lowest, score);
  };
  for (const [id, [token, score]] of vocabulary.entries()) add(id, token, score);
  for (const [index, [token, score]] of unlisted.entries()) add(vocabulary.length + index, token, score);
  const scoreOf = (id: number): number => scores[id] ?? lowest;
  const unknownScore = lowest - UNKNOWN_PENALTY;

  return (text) => {
    // For each place in the text: the best way to get there, by its last token.
    const best = new Float64Array(text.length + 1).fill(-Infinity);
    const from = new Int32Array(text.length + 1);
    const last = new Int32Array(text.length + 1);
    best[0] = 0;
    const reach = (start: number, end: number, id: number, score: number): void => {
      const sum = (best[start] ?? 0) + score;
      if (sum <= (best[end] ?? 0)) return;
      best[end] = sum;
      from[end] = start;
      last[end] = id;
    };
    for (let start = 0; start < text.length;) {
      const next = start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
      const limit = Math.min(text.length, start + longest);
      for (let end = next; end <= limit; end++) {
        const id = ids.get(text.slice(start, end));
        if (id !== undefined) reach(start, end, id, scoreOf(id));
        else if (end === next) reach(start, end, unknown, unknownScore);
      }
      start = next;
    }
    const found = followBack(from, last, unknown);
    return unlisted.length === 0
      ? found
      : { ...found, ids: found.ids.map((id) => (id < vocabulary.length ? id : unknown)) };
  };
}

function followBack(from: Int32Array, last: Int32Array, unknown: number): Segmentation {
  const ids: number[] = [];
  const lengths: number[] = [];
  for (let end = from.length - 1; end > 0; end = from[end] ?? 0) {
    const id = last[end] ?? unknown;
    const length = end - (from[end] ?? 0);
    if (id === unknown && ids.at(-1) === unknown) lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + length;
    else {
      ids.push(id);
      lengths.push(length);
    }
  }
  return { ids: ids.reverse(), lengths: lengths.reverse() };
}
