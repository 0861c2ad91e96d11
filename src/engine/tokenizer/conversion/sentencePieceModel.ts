import { PbfReader } from 'pbf';
import { HIGHEST_ID, LONGEST_TOKEN } from '../limits.js';

/** Kinds of pieces in sentencepiece_model.proto. */
export const PIECE_KINDS = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

/** What a tokenizer is made of in a sentencepiece model (`*.model`, `*.spm`). */
export interface SentencePieceModel {
  pieces: { text: string; score: number; kind: number }[];
  type: 'unigram' | 'bpe';
  hasByteFallback: boolean;
  unknownId: number;
  unknownPiece: string;
  /** normalisation rules, in base64 as tokenizer.json has them; empty for none */
  charsmap: string;
  addsSpaceBefore: boolean;
  removesExtraSpaces: boolean;
}

/**
 * Reads a sentencepiece model, by sentencepiece_model.proto.
 * @throws Error for what is none, or of a type that no model of ours has
 */
export function readSentencePieceModel(bytes: Uint8Array): SentencePieceModel {
  const model: SentencePieceModel = {
    ...{ pieces: [], type: 'unigram', hasByteFallback: false, charsmap: '' },
    ...{ unknownId: 0, unknownPiece: '<unk>' },
    ...{ addsSpaceBefore: true, removesExtraSpaces: true },
  };
  let type = 1;
  new PbfReader(bytes).readFields((number, _, pbf) => {
    if (number === 1) {
      model.pieces.push(readPiece(pbf));
      if (model.pieces.length > HIGHEST_ID) throw new Error(`it has more than ${HIGHEST_ID} pieces`);
    } else if (number === 2) {
      within(pbf, (field) => {
        if (field === 3) type = pbf.readVarint();
        else if (field === 35) model.hasByteFallback = pbf.readBoolean();
        else if (field === 40) model.unknownId = pbf.readVarint(true);
        else if (field === 45) model.unknownPiece = pbf.readString();
      });
    } else if (number === 3) {
      within(pbf, (field) => {
        if (field === 2) model.charsmap = Buffer.from(pbf.readBytes()).toString('base64');
        else if (field === 3) model.addsSpaceBefore = pbf.readBoolean();
        else if (field === 4) model.removesExtraSpaces = pbf.readBoolean();
      });
    }
  }, undefined);
  if (model.pieces.length === 0) throw new Error('it holds no pieces of a sentencepiece model');
  if (type !== 1 && type !== 2) throw new Error(`its type is ${type}; unigram (1) and BPE (2) are read`);
  model.type = type === 1 ? 'unigram' : 'bpe';
  return model;
}

function readPiece(pbf: PbfReader): SentencePieceModel['pieces'][number] {
  const piece = { text: '', score: 0, kind: PIECE_KINDS.normal as number };
  within(pbf, (field) => {
    if (field === 1) piece.text = pbf.readString();
    else if (field === 2) piece.score = pbf.readFloat();
    else if (field === 3) piece.kind = pbf.readVarint();
  });
  if (piece.text.length > LONGEST_TOKEN) throw new Error(`a piece of it has ${piece.text.length} characters`);
  return piece;
}

/** The fields of the message that is next. */
function within(pbf: PbfReader, read: (field: number) => void): void {
  pbf.readMessage((field) => read(field), undefined);
}
