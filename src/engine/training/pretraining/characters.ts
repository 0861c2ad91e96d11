import { wellFormed } from '../../../text/wholeCharacters.js';

/** Characters as tokens: a text's code points, each with a token of its own, behind the tokens that are no text. */
export interface CharacterVocabulary {
  /** by id */
  readonly tokens: readonly string[];
  /** of special tokens by their roles */
  readonly specials: Readonly<Record<string, number>>;
  /** id of each character of the vocabulary's list */
  readonly first: number;
  readonly unknown: number;
}

/** As MPNet has them: its code knows padding by the id 1. */
const ENCODER_SPECIALS = { begin: '<s>', padding: '<pad>', end: '</s>', unknown: '<unk>', mask: '<mask>' } as const;
/** As GPT-2 has it: one token for the end of a text and for what has no token. */
const DECODER_SPECIALS = { unknown: '<|endoftext|>' } as const;

/** A text in characters of a list, by their places in it; −1 for those that are not in it. */
export interface CharacterText {
  /** the most frequent first, equally frequent ones by their code points */
  characters: readonly string[];
  places: Int32Array;
  /** characters of the text that are not in the list */
  unknown: number;
}

/** Line ends are line feeds, and halves of characters are U+FFFD, as every tokenizer reads them. */
export const readable = (text: string): string => wellFormed(text.replace(/\r\n?/g, '\n'));

/** @param most characters that get a token: the most frequent */
export function charactersOf(text: string, most: number): CharacterText {
  const all = Array.from(text);
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  const characters = [...counts]
    .sort(([one, often], [other, seldom]) => seldom - often || one.codePointAt(0)! - other.codePointAt(0)!)
    .slice(0, most)
    .map(([one]) => one);
  const placeOf = new Map(characters.map((one, at) => [one, at]));
  const places = Int32Array.from(all, (one) => placeOf.get(one) ?? -1);
  return { characters, places, unknown: places.filter((place) => place < 0).length };
}

export function vocabularyOf(characters: readonly string[], kind: 'encoder' | 'decoder'): CharacterVocabulary {
  const named = Object.entries(kind === 'encoder' ? ENCODER_SPECIALS : DECODER_SPECIALS);
  const specials = Object.fromEntries(named.map(([role], id) => [role, id]));
  return {
    tokens: [...named.map(([, token]) => token), ...characters],
    specials,
    first: named.length,
    unknown: specials['unknown']!,
  };
}

/** A text's places in the list as ids of a vocabulary. */
export const idsOf = (places: Int32Array, { first, unknown }: CharacterVocabulary): Int32Array =>
  places.map((place) => (place < 0 ? unknown : place + first));

/** tokenizer.json and tokenizer_config.json, as transformers reads them, by their names. */
export function tokenizerFiles(
  { tokens, specials, first }: CharacterVocabulary,
  length: number,
): ReadonlyMap<string, string> {
  const special = (role: string) => tokens[specials[role] ?? -1];
  const begin = special('begin');
  const end = special('end');
  const added = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const ofTemplate = (token: string, segment: number) => ({ SpecialToken: { id: token, type_id: segment } });
  const sequence = (id: 'A' | 'B', segment: number) => ({ Sequence: { id, type_id: segment } });
  const template =
    begin === undefined || end === undefined
      ? null
      : {
          type: 'TemplateProcessing',
          single: [ofTemplate(begin, 0), sequence('A', 0), ofTemplate(end, 0)],
          pair: [
            ...[ofTemplate(begin, 0), sequence('A', 0), ofTemplate(end, 0)],
            ...[sequence('B', 0), ofTemplate(end, 0)],
          ],
          special_tokens: Object.fromEntries(
            ['begin', 'end'].map((role) => {
              const token = special(role)!;
              return [token, { id: token, ids: [specials[role]], tokens: [token] }];
            }),
          ),
        };
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: tokens.slice(0, first).map((content, id) => ({ id, content, ...added })),
    normalizer: null,
    pre_tokenizer: { type: 'Split', pattern: { Regex: '[\\s\\S]' }, behavior: 'Isolated', invert: false },
    post_processor: template,
    decoder: { type: 'Fuse' },
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      unk_token: special('unknown'),
    },
  };
  const isDecoder = begin === undefined;
  const config = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    clean_up_tokenization_spaces: false,
    model_max_length: length,
    unk_token: special('unknown'),
    ...(isDecoder
      ? { bos_token: special('unknown'), eos_token: special('unknown') }
      : {
          ...{ bos_token: begin, eos_token: end, cls_token: begin, sep_token: end },
          ...{ pad_token: special('padding'), mask_token: special('mask') },
        }),
  };
  const written = (json: object) => `${JSON.stringify(json, null, 2)}\n`;
  return new Map([
    ['tokenizer.json', written(tokenizer)],
    ['tokenizer_config.json', written(config)],
  ]);
}
