import type { Json } from '../../files.js';

/** What BERT's tokenizer asks of tokenizer_config.json; transformers' defaults where it says nothing. */
function settingsOf(settings: Json) {
  const token = (role: string, otherwise: string): string => {
    const named = settings[role];
    if (typeof named === 'string') return named;
    const content = (named as { content?: unknown } | null | undefined)?.content;
    return typeof content === 'string' ? content : otherwise;
  };
  return {
    lowercase: settings['do_lower_case'] !== false,
    separatesChinese: settings['tokenize_chinese_chars'] !== false,
    stripsAccents: typeof settings['strip_accents'] === 'boolean' ? settings['strip_accents'] : null,
    specials: {
      unk: token('unk_token', '[UNK]'),
      sep: token('sep_token', '[SEP]'),
      pad: token('pad_token', '[PAD]'),
      cls: token('cls_token', '[CLS]'),
      mask: token('mask_token', '[MASK]'),
    },
  };
}

/**
 * tokenizer.json as transformers' `BertConverter` makes it of vocab.txt: a token a line, its id the line's number.
 * @param settings tokenizer_config.json
 * @throws Error for a list that lacks a special token
 */
export function tokenizerOfVocabTxt(text: string, settings: Json): Json {
  const lines = text.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
  const vocab = Object.fromEntries(lines.map((token, id) => [token, id]));
  const { specials, lowercase, separatesChinese, stripsAccents } = settingsOf(settings);
  const idOf = (token: string): number => {
    const id = Object.hasOwn(vocab, token) ? vocab[token] : undefined;
    if (id === undefined) throw new Error(`it has no ${token}`);
    return id;
  };
  const { cls, sep } = specials;
  const special = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const sequence = (id: 'A' | 'B') => ({ Sequence: { id, type_id: 0 } });
  const single = [special(cls), sequence('A'), special(sep)];
  return {
    added_tokens: Object.values(specials)
      .filter((content) => Object.hasOwn(vocab, content))
      .map((content) => ({ id: idOf(content), content, special: true, normalized: false })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: separatesChinese,
      strip_accents: stripsAccents,
      lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, sequence('B'), special(sep)],
      special_tokens: Object.fromEntries([cls, sep].map((token) => [token, { ids: [idOf(token)] }])),
    },
    decoder: { type: 'WordPiece', prefix: '##' },
    model: {
      type: 'WordPiece',
      unk_token: specials.unk,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  };
}
