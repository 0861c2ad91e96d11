import { BPE, type Model, Unigram, WordPiece } from '@huggingface/tokenizers';
import { GlassboxError } from '../../protocol/errors.js';
import type { Aligned } from './aligned.js';
import { byteLengthAt, toByteCharacters } from './byte-level.js';
import type { ModelConfig } from './tokenizer-schema.js';

/** A token of the vocabulary with the source it stands for. */
export interface PieceToken {
  id: number;
  start: number;
  end: number;
}

/** The library's model (its segmentation is Hugging Face's), with offsets by adding up what its tokens stand for. */
export interface PieceModel {
  /** token of each id */
  readonly vocabulary: readonly string[];
  idOf(token: string): number | undefined;
  /** @throws GlassboxError `internal` when the tokens do not add up to the piece */
  encode(piece: Aligned): PieceToken[];
}

/** @throws GlassboxError `model-broken` when the vocabulary lacks its unknown token */
export function pieceModel(config: ModelConfig): PieceModel {
  switch (config.type) {
    case 'WordPiece':
      return wordPiece(config);
    case 'BPE':
      return byteLevelBpe(config);
    case 'Unigram':
      return unigram(config);
  }
}

type Config<T extends ModelConfig['type']> = Extract<ModelConfig, { type: T }>;

function wordPiece(config: Config<'WordPiece'>): PieceModel {
  const model = new WordPiece(config);
  const unknown = unknownId(model, config.unk_token);
  const prefix = config.continuing_subword_prefix;
  return {
    ...lookUp(model),
    encode(piece) {
      const tokens = model.encode([piece.text]);
      // One unknown part makes the whole word unknown.
      if (tokens.length === 1 && tokens[0] === config.unk_token) return [covering(piece, unknown)];
      const lengths = tokens.map((token, index) => token.length - (index === 0 ? 0 : prefix.length));
      return addUp(piece, tokens, lengths, (token) => model.tokens_to_ids.get(token));
    },
  };
}

function byteLevelBpe(config: Config<'BPE'>): PieceModel {
  const model = new BPE({ ...config, end_of_word_suffix: null });
  return {
    ...lookUp(model),
    encode(piece) {
      const tokens = model.encode([toByteCharacters(piece.text)]);
      return addUp(overBytes(piece), tokens, lengthsOf(tokens), (token) => model.tokens_to_ids.get(token));
    },
  };
}

/** The piece with one entry a UTF-8 byte: a token that ends inside a character stands for all of the character. */
function overBytes(piece: Aligned): Aligned {
  const starts: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < piece.text.length; i++) {
    for (let byte = byteLengthAt(piece.text, i); byte > 0; byte--) {
      starts.push(piece.starts[i] ?? 0);
      ends.push(piece.ends[i] ?? 0);
    }
  }
  return { text: piece.text, starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

function unigram(config: Config<'Unigram'>): PieceModel {
  const unknown = config.unk_id;
  if (config.vocab[unknown] === undefined) throw noUnknown(String(unknown));
  // The end token that the library asks for only marks the lattice's end; it changes no segmentation.
  const model = new Unigram({ ...config, vocab: config.vocab.map(([token, score]) => [token, score]) }, '</s>');
  return {
    ...lookUp(model),
    encode(piece) {
      // Called as a function the library also joins neighbouring unknown characters, as Hugging Face does.
      const tokens = model._call([piece.text]);
      return addUp(piece, tokens, lengthsOf(tokens), (token) => model.tokens_to_ids.get(token) ?? unknown);
    },
  };
}

function lookUp(model: Model): Pick<PieceModel, 'vocabulary' | 'idOf'> {
  return { vocabulary: model.vocab, idOf: (token) => model.tokens_to_ids.get(token) };
}

const lengthsOf = (tokens: readonly string[]): number[] => tokens.map((token) => token.length);

const covering = (piece: Aligned, id: number): PieceToken => ({
  id,
  start: piece.starts[0] ?? 0,
  end: piece.ends.at(-1) ?? 0,
});

/** Lays the tokens along the piece, `lengths` entries each; they have to cover it exactly. */
function addUp(
  piece: Aligned,
  tokens: readonly string[],
  lengths: readonly number[],
  idOf: (token: string) => number | undefined,
): PieceToken[] {
  const result: PieceToken[] = [];
  let at = 0;
  tokens.forEach((token, index) => {
    const next = at + (lengths[index] ?? 0);
    const id = idOf(token);
    const start = piece.starts[at];
    const end = piece.ends[next - 1];
    if (id === undefined || next <= at || start === undefined || end === undefined) throw doesNotAddUp(piece, tokens);
    result.push({ id, start, end });
    at = next;
  });
  if (at !== piece.starts.length) throw doesNotAddUp(piece, tokens);
  return result;
}

function doesNotAddUp(piece: Aligned, tokens: readonly string[]): GlassboxError {
  const message =
    `The places of the tokens in the text are not known: ${JSON.stringify(tokens.slice(0, 20))} do not add up to ` +
    `${JSON.stringify(piece.text.slice(0, 80))} at character ${piece.starts[0] ?? 0}. ` +
    `Leave this stretch out, or use another model; the tokenizer's vocabulary may be incomplete.`;
  return new GlassboxError('internal', message);
}

function unknownId(model: Model, token: string): number {
  const id = model.tokens_to_ids.get(token);
  if (id === undefined) throw noUnknown(token);
  return id;
}

function noUnknown(token: string): GlassboxError {
  const message = `The vocabulary in tokenizer.json lacks its unknown token ${token}. Install the model again.`;
  return new GlassboxError('model-broken', message);
}
