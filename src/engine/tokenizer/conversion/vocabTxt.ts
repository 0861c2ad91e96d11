import type { Json } from '../../files.js';
import type { Role } from '../specialTokens.js';
import type { ClassName } from './classes.js';
import { type Added, addedTokens, additionalTokens, type Declaration, flagOf, tokensOfRoles } from './declaration.js';
import { sequence, special, templateProcessing } from './template.js';

/**
 * tokenizer.json as transformers' `BertConverter` and `MPNetConverter` make it of vocab.txt: a token a line, its id the
 * line's number.
 * @throws Error for a list that lacks a special token
 */
export function tokenizerOfVocabTxt(
  text: string,
  name: ClassName,
  declaration: Declaration,
): { json: Json; roles: Map<Role, Added> } {
  const { settings } = declaration;
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const ids = new Map(lines.map((token, id) => [token, id]));
  const roles = tokensOfRoles(name, declaration);
  const added = addedTokens(
    { size: ids.size, idOf: (token) => ids.get(token) },
    declaration,
    roles,
    additionalTokens(name, declaration),
  );
  const idOf = (token: string) => ids.get(token) ?? added.find(({ content }) => content === token)?.id;
  const [cls = '', sep = '', unk = ''] = (['cls', 'sep', 'unk'] as const).map((role) => roles.get(role)?.content);
  // Before Hugging Face's names the list itself is without the unknown token only when it is another file.
  if (!ids.has(unk)) throw new Error(`it has no ${unk}`);
  const single = [special(cls), sequence('A'), special(sep)];
  const between = name === 'MPNetTokenizer' ? [special(sep)] : [];
  const stripsAccents = settings['strip_accents'];
  const json = {
    added_tokens: added,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: flagOf(settings, 'tokenize_chinese_chars', true),
      strip_accents: typeof stripsAccents === 'boolean' ? stripsAccents : null,
      lowercase: flagOf(settings, 'do_lower_case', true),
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: templateProcessing(
      single,
      [...single, ...between, sequence('B', 1), special(sep, 1)],
      [cls, sep],
      idOf,
    ),
    decoder: { type: 'WordPiece', prefix: '##' },
    model: {
      type: 'WordPiece',
      unk_token: unk,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(ids),
    },
  };
  return { json, roles };
}
