/* The parts of tokenizer.json that BERT, GPT-2 and T5 tokenizers are made of, with Hugging Face's defaults. */
import * as v from 'valibot';
import { brief, HIGHEST_ID, LONGEST_PATTERN, LONGEST_TOKEN } from './limits.js';

const flag = (otherwise: boolean) => v.optional(v.nullable(v.boolean(), otherwise), otherwise);
const type = <T extends string>(name: T) => v.literal(name);

/** A text of a bounded length; the message tells the length and not the text. */
const text = (most: number) =>
  v.pipe(
    v.string(),
    v.check(
      ({ length }) => length <= most,
      ({ input }) => `has ${input.length} characters, more than ${most}`,
    ),
  );

const pattern = v.union([v.object({ Regex: text(LONGEST_PATTERN) }), v.object({ String: text(LONGEST_PATTERN) })]);
export type Pattern = v.InferOutput<typeof pattern>;

export const NORMALIZERS = {
  BertNormalizer: v.object({
    type: type('BertNormalizer'),
    clean_text: flag(true),
    handle_chinese_chars: flag(true),
    strip_accents: v.nullish(v.boolean(), null),
    lowercase: flag(true),
  }),
  /**
   * null, as tokenizers of Marian are published for transformers.js: nothing is changed. Of Marian's own files the longest
   * match counts.
   */
  Precompiled: v.object({
    type: type('Precompiled'),
    precompiled_charsmap: v.nullable(v.string()),
    longest_match: v.optional(v.boolean()),
  }),
  Nmt: v.object({ type: type('Nmt') }),
  NFC: v.object({ type: type('NFC') }),
  NFD: v.object({ type: type('NFD') }),
  NFKC: v.object({ type: type('NFKC') }),
  NFKD: v.object({ type: type('NFKD') }),
  Lowercase: v.object({ type: type('Lowercase') }),
  StripAccents: v.object({ type: type('StripAccents') }),
  Strip: v.object({ type: type('Strip'), strip_left: flag(true), strip_right: flag(true) }),
  Replace: v.object({ type: type('Replace'), pattern, content: text(LONGEST_TOKEN) }),
  Prepend: v.object({ type: type('Prepend'), prepend: text(LONGEST_TOKEN) }),
};
export type NormalizerConfig = v.InferOutput<(typeof NORMALIZERS)[keyof typeof NORMALIZERS]>;

/** It takes the place of a space, unit for unit. */
const oneUnit = v.pipe(
  v.string(),
  v.check(
    ({ length }) => length === 1,
    ({ input }) => `is ${JSON.stringify(brief(input, 20))}, not one character up to U+FFFF`,
  ),
);

const metaspace = {
  type: type('Metaspace'),
  replacement: v.optional(oneUnit, '▁'),
  prepend_scheme: v.optional(v.picklist(['always', 'first', 'never']), 'always'),
  add_prefix_space: v.optional(v.boolean()),
  split: flag(true),
};

const behavior = v.picklist(['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous']);

export const PRE_TOKENIZERS = {
  BertPreTokenizer: v.object({ type: type('BertPreTokenizer') }),
  WhitespaceSplit: v.object({ type: type('WhitespaceSplit') }),
  ByteLevel: v.object({ type: type('ByteLevel'), add_prefix_space: flag(true), use_regex: flag(true) }),
  Metaspace: v.object(metaspace),
  Whitespace: v.object({ type: type('Whitespace') }),
  Punctuation: v.object({ type: type('Punctuation'), behavior: v.optional(behavior, 'Isolated') }),
  CharDelimiterSplit: v.object({ type: type('CharDelimiterSplit'), delimiter: v.pipe(text(2), v.nonEmpty()) }),
  Digits: v.object({ type: type('Digits'), individual_digits: flag(false) }),
  Split: v.object({
    type: type('Split'),
    pattern,
    behavior,
    invert: flag(false),
  }),
};
export type PreTokenizerConfig = v.InferOutput<(typeof PRE_TOKENIZERS)[keyof typeof PRE_TOKENIZERS]>;

const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(HIGHEST_ID));

const isId = (x: unknown): boolean => Number.isInteger(x) && (x as number) >= 0 && (x as number) <= HIGHEST_ID;
const isScored = (x: unknown): boolean => Array.isArray(x) && typeof x[0] === 'string' && Number.isFinite(x[1]);
const isMerge = (x: unknown): boolean =>
  typeof x === 'string' || (Array.isArray(x) && x.length === 2 && x.every((part) => typeof part === 'string'));

// Vocabularies have tens of thousands of entries: plain loops check them, a schema for each entry would take long.
const vocabularyMap = v.pipe(
  v.custom<Record<string, number>>((x) => typeof x === 'object' && x !== null && !Array.isArray(x)),
  v.check(
    (ids) => Object.values(ids).every(isId),
    ({ input }) => {
      const [token = '', id] = Object.entries(input).find(([, id]) => !isId(id)) ?? [];
      return `${JSON.stringify(brief(token, 80))} has the id ${JSON.stringify(id)}, not a whole number from 0 to ${HIGHEST_ID}`;
    },
  ),
);
const scoredVocabulary = v.pipe(
  v.custom<[string, number][]>((x) => Array.isArray(x) && x.length > 0),
  v.check(
    (entries) => entries.every((entry) => !isScored(entry) || entry[0].length <= LONGEST_TOKEN),
    ({ input }) => {
      const index = input.findIndex((entry) => isScored(entry) && entry[0].length > LONGEST_TOKEN);
      return `entry ${index} has ${input[index]?.[0].length} characters, more than ${LONGEST_TOKEN}`;
    },
  ),
  v.check(
    (entries) => entries.every(isScored),
    ({ input }) => `entry ${input.findIndex((entry) => !isScored(entry))} is not a token with its score`,
  ),
);
const merges = v.pipe(
  v.custom<string[] | [string, string][]>((x) => Array.isArray(x)),
  v.check(
    (pairs) => (pairs as unknown[]).every(isMerge),
    ({ input }) => `entry ${(input as unknown[]).findIndex((pair) => !isMerge(pair))} is not a pair of tokens`,
  ),
);

/** Longer words take the square of their length. Published models have 100 and 200. */
const LONGEST_WORD = 1000;
const wordLength = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LONGEST_WORD));

/** Special tokens of a template, and ids of one of them. */
const MOST_SPECIALS = 100;

export const MODELS = {
  WordPiece: v.object({
    type: type('WordPiece'),
    unk_token: v.string(),
    continuing_subword_prefix: text(LONGEST_TOKEN),
    max_input_chars_per_word: v.optional(wordLength, 100),
    vocab: vocabularyMap,
  }),
  BPE: v.object({
    type: type('BPE'),
    unk_token: v.nullish(v.string(), null),
    ignore_merges: flag(false),
    /** merges that are left out by chance make other ids each time */
    dropout: v.nullish(v.literal(0), null),
    end_of_word_suffix: v.nullish(text(20), null),
    continuing_subword_prefix: v.nullish(v.literal('')),
    byte_fallback: flag(false),
    fuse_unk: flag(false),
    vocab: vocabularyMap,
    merges,
  }),
  WordLevel: v.object({ type: type('WordLevel'), unk_token: v.optional(v.string(), '<unk>'), vocab: vocabularyMap }),
  Unigram: v.object({
    type: type('Unigram'),
    unk_id: v.number(),
    byte_fallback: flag(false),
    vocab: scoredVocabulary,
    /** of tokenizers that are made of sentencepiece models: pieces without an id, and ids that no text is cut into */
    unlisted: v.optional(
      v.custom<[string, number][]>((x) => Array.isArray(x) && x.every(isScored)),
      [],
    ),
    silent: v.optional(v.array(tokenId), []),
  }),
};
export type TokenizerModelConfig = v.InferOutput<(typeof MODELS)[keyof typeof MODELS]>;

/** Models have two at most. */
const segment = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)), 0);

const templateItem = v.union([
  v.object({ SpecialToken: v.object({ id: v.string(), type_id: segment }) }),
  v.object({ Sequence: v.object({ id: v.picklist(['A', 'B']), type_id: segment }) }),
]);
const tokenAndId = v.tuple([v.string(), tokenId]);

export const POST_PROCESSORS = {
  TemplateProcessing: v.object({
    type: type('TemplateProcessing'),
    single: v.pipe(v.array(templateItem), v.maxLength(MOST_SPECIALS, `has more than ${MOST_SPECIALS} entries`)),
    pair: v.pipe(v.array(templateItem), v.maxLength(MOST_SPECIALS, `has more than ${MOST_SPECIALS} entries`)),
    special_tokens: v.record(
      v.string(),
      v.object({ ids: v.pipe(v.array(tokenId), v.maxLength(MOST_SPECIALS, `has more than ${MOST_SPECIALS} entries`)) }),
    ),
  }),
  BertProcessing: v.object({ type: type('BertProcessing'), cls: tokenAndId, sep: tokenAndId }),
  RobertaProcessing: v.object({ type: type('RobertaProcessing'), cls: tokenAndId, sep: tokenAndId }),
  ByteLevel: v.object({ type: type('ByteLevel') }),
};
export type PostProcessorConfig = v.InferOutput<(typeof POST_PROCESSORS)[keyof typeof POST_PROCESSORS]>;

const stripCount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100));

export const DECODERS = {
  WordPiece: v.object({ type: type('WordPiece'), prefix: v.optional(v.string(), '##'), cleanup: flag(true) }),
  ByteLevel: v.object({ type: type('ByteLevel') }),
  Metaspace: v.object(metaspace),
  Replace: v.object({
    type: type('Replace'),
    pattern: v.object({ String: text(LONGEST_PATTERN) }),
    content: text(LONGEST_TOKEN),
  }),
  BPEDecoder: v.object({ type: type('BPEDecoder'), suffix: v.optional(text(20), '</w>') }),
  ByteFallback: v.object({ type: type('ByteFallback') }),
  Fuse: v.object({ type: type('Fuse') }),
  Strip: v.object({ type: type('Strip'), content: text(1), start: stripCount, stop: stripCount }),
};
export type DecoderConfig = v.InferOutput<(typeof DECODERS)[keyof typeof DECODERS]>;

export const addedToken = v.object({
  id: tokenId,
  content: v.pipe(text(LONGEST_TOKEN), v.nonEmpty()),
  single_word: flag(false),
  lstrip: flag(false),
  rstrip: flag(false),
  normalized: flag(false),
  special: flag(false),
});
export type AddedToken = v.InferOutput<typeof addedToken>;

const specialToken = v.nullish(
  v.union([
    v.string(),
    v.pipe(
      v.object({ content: v.string() }),
      v.transform((t) => t.content),
    ),
  ]),
);

export const tokenizerSettings = v.object({
  clean_up_tokenization_spaces: flag(false),
  cls_token: specialToken,
  sep_token: specialToken,
  mask_token: specialToken,
  pad_token: specialToken,
  unk_token: specialToken,
  bos_token: specialToken,
  eos_token: specialToken,
});
/** What tokenizer_config.json adds to tokenizer.json. */
export type TokenizerSettings = v.InferOutput<typeof tokenizerSettings>;
