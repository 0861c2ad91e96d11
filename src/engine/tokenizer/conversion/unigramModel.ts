import type { Json } from '../../files.js';
import type { Role } from '../specialTokens.js';
import type { ClassName } from './classes.js';
import {
  type Added,
  addedTokens,
  additionalTokens,
  type Declaration,
  flagOf,
  plain,
  tokensOfRoles,
} from './declaration.js';
import { LANGUAGES_OF_MBART, LANGUAGES_OF_MBART50 } from './mbartLanguages.js';
import { PIECE_KINDS, readSentencePieceModel, type SentencePieceModel } from './sentencePieceModel.js';
import { sequence, special, templateProcessing } from './template.js';

type Scored = [string, number];

/** What a class makes of a sentencepiece model: its tokens by id, and what goes around texts. */
interface Form {
  vocab: Scored[];
  unknown: number;
  additional: unknown[];
  normalizers: Json[];
  prependScheme: 'always' | 'first' | 'never';
  single: Json[];
  pair: Json[];
  /** the tokens that the templates put in */
  puts: string[];
}

/**
 * tokenizer.json of a sentencepiece model, as transformers' `SpmConverter` and its kinds for T5, ALBERT, XLM-R, CamemBERT
 * and mBART make it.
 * @throws Error for what is no such model, and when it lacks a special token
 */
export function tokenizerOfSentencePiece(
  bytes: Uint8Array,
  name: ClassName,
  declaration: Declaration,
): { json: Json; roles: Map<Role, Added> } {
  const model = readSentencePieceModel(bytes);
  if (model.type !== 'unigram') throw new Error('it is a BPE model, where a unigram model is expected');
  const make = FORMS[name];
  if (!make) throw new Error(`${name} has no sentencepiece model`);
  const form = make(model, declaration.settings, additionalTokens(name, declaration));
  const ids = new Map(form.vocab.map(([token], id) => [token, id]));
  const roles = tokensOfRoles(name, declaration);
  const added = addedTokens(
    { size: form.vocab.length, idOf: (token) => ids.get(token) },
    declaration,
    roles,
    form.additional,
    markedPieces(model),
  );
  for (const { content, id } of added) ids.set(content, id);
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: form.prependScheme };
  const json = {
    added_tokens: added,
    normalizer: { type: 'Sequence', normalizers: form.normalizers },
    pre_tokenizer: metaspace,
    post_processor: templateProcessing(form.single, form.pair, form.puts, (token) => ids.get(token)),
    decoder: metaspace,
    model: { type: 'Unigram', unk_id: form.unknown, vocab: form.vocab },
  };
  return { json, roles };
}

/** Control pieces are special, those of the user are not; neither is found by the model. */
export function markedPieces({ pieces }: SentencePieceModel): Added[] {
  return pieces
    .filter(({ kind }) => kind === PIECE_KINDS.control || kind === PIECE_KINDS.userDefined)
    .map(({ text, kind }) => ({ ...plain(text, kind === PIECE_KINDS.control), normalized: false }));
}

type Maker = (model: SentencePieceModel, settings: Json, additional: unknown[]) => Form;

const FORMS: Partial<Record<ClassName, Maker>> = {
  T5Tokenizer: t5,
  MT5Tokenizer: t5,
  AlbertTokenizer: albert,
  CamembertTokenizer: (model, _, additional) => ({
    ...fairseq(model, additional),
    vocab: [
      ...['<s>NOTUSED', '<pad>', '</s>NOTUSED', '<unk>'].map((token): Scored => [token, 0]),
      ['<unk>NOTUSED', -100],
      ...scored(model, 1),
      ['<mask>', 0],
    ],
  }),
  XLMRobertaTokenizer: (model, _, additional) => ({
    ...fairseq(model, additional),
    vocab: [...FAIRSEQ_FIRST, ...scored(model, 3), ['<mask>', 0]],
  }),
  MBartTokenizer: mbart(LANGUAGES_OF_MBART, (code) => ({
    single: [sequence('A'), special('</s>'), special(code)],
    pair: [sequence('A'), sequence('B'), special('</s>'), special(code)],
  })),
  MBart50Tokenizer: mbart(LANGUAGES_OF_MBART50, (code) => ({
    single: [special(code), sequence('A'), special('</s>')],
    pair: [special(code), sequence('A'), sequence('B'), special('</s>')],
  })),
};

const scored = ({ pieces }: SentencePieceModel, from = 0): Scored[] =>
  pieces.slice(from).map(({ text, score }) => [text, score]);

function standard({ charsmap }: SentencePieceModel): Json[] {
  return [
    ...precompiled(charsmap),
    { type: 'Strip', strip_left: false, strip_right: true },
    { type: 'Replace', pattern: { Regex: ' {2,}' }, content: '▁' },
  ];
}

const precompiled = (charsmap: string): Json[] =>
  charsmap === '' ? [] : [{ type: 'Precompiled', precompiled_charsmap: charsmap }];

/** fairseq's first tokens, which stand in the place of sentencepiece's three. */
const FAIRSEQ_FIRST = ['<s>', '<pad>', '</s>', '<unk>'].map((token): Scored => [token, 0]);

function fairseq(model: SentencePieceModel, additional: unknown[]) {
  const single = [special('<s>'), sequence('A'), special('</s>')];
  return {
    ...{ unknown: 3, additional, normalizers: standard(model), prependScheme: 'always' as const },
    ...{ single, pair: [...single, special('</s>'), sequence('B'), special('</s>')], puts: ['<s>', '</s>'] },
  };
}

function mbart(languages: readonly string[], around: (code: string) => Pick<Form, 'single' | 'pair'>): Maker {
  return (model, settings, additional) => {
    const named = settings['src_lang'];
    const code = typeof named === 'string' ? named : 'en_XX';
    const codes = languages.map((token): Scored => [token, 0]);
    return {
      ...fairseq(model, [...languages, ...additional]),
      vocab: [...FAIRSEQ_FIRST, ...scored(model, 3), ...codes, ['<mask>', 0]],
      ...around(code),
      puts: ['</s>', code],
    };
  };
}

/** A number that is put behind another, as in 10,5, is left to its parts. */
const endsInNumberComma = (piece: string) => /\p{N},$/u.test(piece);

function albert(model: SentencePieceModel, settings: Json, additional: unknown[]): Form {
  const quotes = ['``', "''"].map((String) => ({ type: 'Replace', pattern: { String }, content: '"' }));
  const single = [special('[CLS]'), sequence('A'), special('[SEP]')];
  return {
    vocab: scored(model).map(([text, score]) => [text, endsInNumberComma(text) ? score - 100 : score]),
    ...{ additional, unknown: model.unknownId, prependScheme: 'always' },
    normalizers: [
      ...quotes,
      ...(flagOf(settings, 'keep_accents', false) ? [] : [{ type: 'NFKD' }, { type: 'StripAccents' }]),
      ...(flagOf(settings, 'do_lower_case', true) ? [{ type: 'Lowercase' }] : []),
      ...precompiled(model.charsmap),
      { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
    ],
    single,
    pair: [...single, sequence('B', 1), special('[SEP]', 1)],
    puts: ['[CLS]', '[SEP]'],
  };
}

/** Larger than any count of sentinels: it is a size, which a file claims. */
const MOST_EXTRA = 10_000;

function t5(model: SentencePieceModel, settings: Json, given: unknown[]): Form {
  const count = settings['extra_ids'] ?? 100;
  if (!Number.isInteger(count) || (count as number) < 0 || (count as number) > MOST_EXTRA) {
    throw new Error(`extra_ids in tokenizer_config.json is ${JSON.stringify(count)}`);
  }
  const extra = Array.from({ length: count as number }, (_, index) => `<extra_id_${index}>`);
  const named = given.filter((token) => JSON.stringify(token).includes('<extra_id_'));
  if (named.length > 0 && extra.length > 0 && named.length !== extra.length) {
    throw new Error(`extra_ids is ${extra.length}, and additional_special_tokens names ${named.length}`);
  }
  const single = [sequence('A'), special('</s>')];
  const later = settings['legacy'] === false ? 'first' : 'always';
  return {
    vocab: [...scored(model), ...extra.toReversed().map((token): Scored => [token, 0])],
    ...{ unknown: model.unknownId, normalizers: standard(model) },
    additional: named.length > 0 ? given : [...given, ...extra],
    prependScheme: flagOf(settings, 'add_prefix_space', true) ? later : 'never',
    single,
    pair: [...single, sequence('B'), special('</s>')],
    puts: ['</s>'],
  };
}
