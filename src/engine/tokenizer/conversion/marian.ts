import type { Json } from '../../files.js';
import { PIECE_KINDS, readSentencePieceModel } from './sentencePieceModel.js';
import { sequence, special, templateProcessing } from './template.js';

const END = '</s>';
const UNKNOWN = '<unk>';
const PADDING = '<pad>';

/**
 * tokenizer.json of a Marian model: a sentencepiece model cuts the text, and vocab.json, which both languages share, has
 * the ids (transformers, `MarianTokenizer`). Tokens of the other language are known by their ids only.
 * @param model source.spm, or target.spm for texts that the decoder reads
 * @throws Error for a vocabulary without an end of text or an unknown token
 */
export function tokenizerOfMarian(model: Uint8Array, ids: Record<string, number>): Json {
  const { pieces, charsmap } = readSentencePieceModel(model);
  for (const token of [END, UNKNOWN]) if (!Object.hasOwn(ids, token)) throw new Error(`it has no ${token}`);
  const scores = new Map(
    pieces.filter(({ kind }) => kind === PIECE_KINDS.normal).map(({ text, score }) => [text, score]),
  );
  const vocab: [string, number][] = [];
  for (const [token, id] of Object.entries(ids)) vocab[id] = [token, scores.get(token) ?? 0];
  const hole = vocab.findIndex((entry) => entry === undefined);
  if (hole >= 0) throw new Error(`it has no token with the id ${hole}`);
  // Pieces of the sentencepiece model that vocab.json lacks are cut off the text all the same, as unknown ones.
  const unlisted = [...scores].filter(([text]) => !Object.hasOwn(ids, text));
  const silent = vocab.flatMap(([token], id) => (scores.has(token) ? [] : [id]));
  const specials = [END, UNKNOWN, PADDING].filter((token) => Object.hasOwn(ids, token));
  const single = [sequence('A'), special(END)];
  return {
    added_tokens: specials.map((content) => ({ id: ids[content], content, special: true, normalized: false })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        ...(charsmap === '' ? [] : [{ type: 'Precompiled', precompiled_charsmap: charsmap, longest_match: true }]),
        { type: 'Strip', strip_left: true, strip_right: true },
        { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
      ],
    },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: false },
    post_processor: templateProcessing(single, [...single, sequence('B'), special(END)], [END], (token) => ids[token]),
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: false },
    language_codes: true,
    model: { type: 'Unigram', unk_id: ids[UNKNOWN], vocab, unlisted, silent },
  };
}
