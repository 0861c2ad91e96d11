import type { TokenizerModelConfig, TokenizerSettings } from './tokenizerSchema.js';

/** Ids of the tokens with a role; a tokenizer has those that its kind of model knows. */
export interface SpecialTokenIds {
  cls?: number;
  sep?: number;
  mask?: number;
  pad?: number;
  unk?: number;
  bos?: number;
  eos?: number;
}

/** In transformers' order (`SPECIAL_TOKENS_ATTRIBUTES`). */
export const ROLES = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'] as const;
export type Role = (typeof ROLES)[number];

/** What Hugging Face's tokenizer classes assume where tokenizer_config.json does not name a role's token. */
const ASSUMED: Record<TokenizerModelConfig['type'], Partial<Record<Role, string>>> = {
  WordPiece: { cls: '[CLS]', sep: '[SEP]', mask: '[MASK]', pad: '[PAD]', unk: '[UNK]' },
  BPE: { unk: '<|endoftext|>', bos: '<|endoftext|>', eos: '<|endoftext|>' },
  WordLevel: {},
  Unigram: { pad: '<pad>', unk: '<unk>', eos: '</s>' },
};

/** The roles that are filled: by tokenizer_config.json, else as assumed; only by tokens that there are. */
export function resolveSpecialTokenIds(
  type: TokenizerModelConfig['type'],
  settings: TokenizerSettings,
  idOf: (token: string) => number | undefined,
): SpecialTokenIds {
  const ids: SpecialTokenIds = {};
  for (const role of ROLES) {
    const named = settings[`${role}_token`];
    const token = named === undefined ? ASSUMED[type][role] : named;
    const id = token == null ? undefined : idOf(token);
    if (id !== undefined) ids[role] = id;
  }
  return ids;
}
