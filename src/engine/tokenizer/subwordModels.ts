import { BPE, type Model, WordPiece } from '@huggingface/tokenizers';
import { GlassboxError } from '../../protocol/engine/errors.js';
import type { AlignedText } from './alignedText.js';
import { byteTokens } from './byteFallback.js';
import { byteLengthAt, toByteCharacters } from './byteLevel.js';
import { createCharacterBpe } from './characterBpe.js';
import { brief } from './limits.js';
import type { TokenizerModelConfig } from './tokenizerSchema.js';
import { type Segmentation, createUnigramSegmenter } from './unigram.js';

/** A token of the vocabulary with the source it stands for. */
export interface SubwordToken {
  id: number;
  start: number;
  end: number;
}

/** A subword model: cuts pieces into tokens of its vocabulary. Offsets come from adding up what the tokens stand for. */
export interface SubwordModel {
  /** the token of each id */
  readonly vocabulary: readonly string[];
  idOf(token: string): number | undefined;
  /** @throws GlassboxError `model-broken` when the tokens do not add up to the piece */
  encode(piece: AlignedText): SubwordToken[];
}

/** Words come again: most pieces of a text are found here. */
const CACHED_PIECES = 20_000;
const LONGEST_CACHED = 64;

/**
 * @param isByteLevel a byte-pair encoding's vocabulary is of bytes in GPT-2's alphabet, and not of characters
 * @throws GlassboxError `model-broken` when the vocabulary lacks its unknown token
 */
export function createSubwordModel(config: TokenizerModelConfig, isByteLevel: boolean): SubwordModel {
  switch (config.type) {
    case 'WordPiece':
      return wordPiece(config);
    case 'BPE':
      return isByteLevel ? byteLevelBpe(config) : characterBpe(config);
    case 'WordLevel':
      return wordLevel(config);
    case 'Unigram':
      return unigramModel(config);
  }
}

type Config<T extends TokenizerModelConfig['type']> = Extract<TokenizerModelConfig, { type: T }>;

function wordPiece(config: Config<'WordPiece'>): SubwordModel {
  const model = new WordPiece(config);
  const unknown = model.tokens_to_ids.get(config.unk_token);
  if (unknown === undefined) throw noUnknown(config.unk_token);
  const prefix = config.continuing_subword_prefix;
  return withOffsets(model.vocab, model.tokens_to_ids, (text) => {
    const tokens = model.encode([text]);
    // One part that is not in the vocabulary makes the whole word unknown.
    if (tokens.length === 1 && tokens[0] === config.unk_token) return { ids: [unknown], lengths: [text.length] };
    return {
      ids: idsOf(model, tokens),
      lengths: tokens.map((token, index) => token.length - (index === 0 ? 0 : prefix.length)),
    };
  });
}

function byteLevelBpe(config: Config<'BPE'>): SubwordModel {
  const model = new BPE({ ...config, end_of_word_suffix: null });
  const segment = (text: string): Segmentation => {
    const tokens = model.encode([toByteCharacters(text)]);
    return { ids: idsOf(model, tokens), lengths: tokens.map((token) => token.length) };
  };
  return withOffsets(model.vocab, model.tokens_to_ids, segment, overBytes);
}

function characterBpe(config: Config<'BPE'>): SubwordModel {
  const { vocabulary, ids, segment } = createCharacterBpe(config);
  return withOffsets(vocabulary, ids, segment, overBytes);
}

/** Each piece is a token, or unknown. */
function wordLevel({ vocab, unk_token }: Config<'WordLevel'>): SubwordModel {
  const ids = new Map(Object.entries(vocab));
  const unknown = ids.get(unk_token);
  if (unknown === undefined) throw noUnknown(unk_token);
  const vocabulary: string[] = [];
  for (const [token, id] of ids) vocabulary[id] = token;
  return withOffsets(vocabulary, ids, (text) => ({ ids: [ids.get(text) ?? unknown], lengths: [text.length] }));
}

/** The library gives tokens of its vocabulary only. */
function idsOf(model: Model, tokens: readonly string[]): number[] {
  return tokens.flatMap((token) => model.tokens_to_ids.get(token) ?? []);
}

/** The piece with one entry a UTF-8 byte: a token that ends inside a character stands for all of the character. */
function overBytes(piece: AlignedText): Pick<AlignedText, 'starts' | 'ends'> {
  const starts: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < piece.text.length; i++) {
    for (let byte = byteLengthAt(piece.text, i); byte > 0; byte--) {
      starts.push(piece.starts[i] ?? 0);
      ends.push(piece.ends[i] ?? 0);
    }
  }
  return { starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

function unigramModel(config: Config<'Unigram'>): SubwordModel {
  if (config.vocab[config.unk_id] === undefined) throw noUnknown(`with id ${config.unk_id}`);
  const tokens = config.vocab.map(([token]) => token);
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const segment = createUnigramSegmenter(config.vocab, config.unk_id, config);
  if (!config.byte_fallback) return withOffsets(tokens, ids, segment);
  return withOffsets(tokens, ids, (text) => inBytes(text, segment(text), config.unk_id, ids), overBytes);
}

/** A segmentation whose lengths count UTF-8 bytes, with what is unknown spelled in bytes where the vocabulary has them all. */
function inBytes(text: string, found: Segmentation, unknown: number, known: ReadonlyMap<string, number>): Segmentation {
  const spelled: Segmentation = { ids: [], lengths: [] };
  let at = 0;
  for (const [index, id] of found.ids.entries()) {
    const part = text.slice(at, (at += found.lengths[index] ?? 0));
    const bytes = id === unknown ? byteTokens(part).map((byte) => known.get(byte)) : [];
    const isSpelled = bytes.length > 0 && bytes.every((byte) => byte !== undefined);
    spelled.ids.push(...(isSpelled ? bytes : [id]));
    spelled.lengths.push(...(isSpelled ? bytes.map(() => 1) : [Buffer.byteLength(part)]));
  }
  return spelled;
}

/** @param unitsOf the units that a segmentation's lengths count; UTF-16 units when left out */
function withOffsets(
  vocabulary: readonly string[],
  ids: ReadonlyMap<string, number>,
  segment: (text: string) => Segmentation,
  unitsOf: (piece: AlignedText) => Pick<AlignedText, 'starts' | 'ends'> = (piece) => piece,
): SubwordModel {
  const known = new Map<string, Segmentation>();
  return {
    vocabulary,
    idOf: (token) => ids.get(token),
    encode(piece) {
      let found = known.get(piece.text);
      if (found === undefined) {
        found = segment(piece.text);
        if (known.size >= CACHED_PIECES) known.clear();
        if (piece.text.length <= LONGEST_CACHED) known.set(piece.text, found);
      }
      return assignOffsets(piece, found, unitsOf(piece));
    },
  };
}

/** Lays the tokens along the piece; they have to cover it exactly. */
function assignOffsets(
  piece: AlignedText,
  found: Segmentation,
  units: Pick<AlignedText, 'starts' | 'ends'>,
): SubwordToken[] {
  const tokens: SubwordToken[] = [];
  let at = 0;
  for (const [index, id] of found.ids.entries()) {
    const next = at + (found.lengths[index] ?? 0);
    const start = units.starts[at];
    const end = units.ends[next - 1];
    if (next <= at || start === undefined || end === undefined) throw doesNotAddUp(piece);
    tokens.push({ id, start, end });
    at = next;
  }
  if (at !== units.starts.length) throw doesNotAddUp(piece);
  return tokens;
}

function doesNotAddUp(piece: AlignedText): GlassboxError {
  const start = piece.starts[0] ?? 0;
  const message =
    `The tokens of ${JSON.stringify(piece.text.slice(0, 80))}, characters ${start} to ${piece.ends.at(-1) ?? start}, ` +
    `do not add up to it: their places in the text are not certain. The vocabulary in tokenizer.json may be incomplete; ` +
    `leave this stretch out or use another model.`;
  return new GlassboxError('model-broken', message, {
    details: { kind: 'offsets', start, end: piece.ends.at(-1) ?? start },
  });
}

function noUnknown(token: string): GlassboxError {
  const message = `The vocabulary in tokenizer.json lacks its unknown token ${brief(token)}. Install the model again.`;
  return new GlassboxError('model-broken', message, {
    details: { kind: 'file', file: 'tokenizer.json', problem: 'content', at: 'model.vocab' },
  });
}
