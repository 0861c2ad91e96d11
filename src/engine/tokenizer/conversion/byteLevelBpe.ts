import type { Json } from '../../files.js';
import type { Role } from '../specialTokens.js';
import type { ClassName } from './classes.js';
import { type Added, addedTokens, additionalTokens, type Declaration, flagOf, tokensOfRoles } from './declaration.js';
import { sequence, special, templateProcessing } from './template.js';

/** Qwen's pieces: as GPT-4's, but that each digit is one. */
const QWEN_PIECE =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/**
 * tokenizer.json of vocab.json and merges.txt, as transformers' GPT2Converter, RobertaConverter and Qwen2Converter make it.
 * @param vocab ids by token
 * @param merges pairs of tokens, a line each
 * @throws Error for a line that is no pair, and for a vocabulary without a special token
 */
export function tokenizerOfMerges(
  vocab: Record<string, number>,
  merges: string,
  name: ClassName,
  declaration: Declaration,
): { json: Json; roles: Map<Role, Added> } {
  const roles = tokensOfRoles(name, declaration);
  const ids = new Map(Object.entries(vocab));
  const added = addedTokens(
    { size: ids.size, idOf: (token) => ids.get(token) },
    declaration,
    roles,
    additionalTokens(name, declaration),
  );
  for (const { content, id } of added) ids.set(content, id);
  const isQwen = name === 'Qwen2Tokenizer';
  const add_prefix_space = !isQwen && flagOf(declaration.settings, 'add_prefix_space', false);
  const byteLevel = { type: 'ByteLevel', add_prefix_space, trim_offsets: true, use_regex: !isQwen };
  const split = { type: 'Split', pattern: { Regex: QWEN_PIECE }, behavior: 'Isolated', invert: false };
  const json = {
    added_tokens: added,
    normalizer: isQwen ? { type: 'NFC' } : null,
    pre_tokenizer: isQwen ? { type: 'Sequence', pretokenizers: [split, byteLevel] } : byteLevel,
    post_processor: postProcessor(name, declaration, roles, ids),
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab, merges: pairsOf(merges, isQwen) },
  };
  return { json, roles };
}

/** Qwen's reader knows the line with the version by its beginning, the others leave the first and the last line out. */
function pairsOf(text: string, isQwen: boolean): string[][] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const pairs = isQwen
    ? lines.filter((line, at) => line.trim() !== '' && !(at === 0 && line.startsWith('#version:')))
    : lines.slice(1, -1);
  const found = new Map<string, string[]>();
  for (const line of pairs) {
    const pair = line.split(/\s+/).filter((part) => part !== '');
    if (pair.length !== 2) throw new Error(`the line ${JSON.stringify(line.slice(0, 80))} of merges.txt is no pair`);
    found.set(pair.join(' '), pair);
  }
  return [...found.values()];
}

function postProcessor(
  name: ClassName,
  { settings }: Declaration,
  roles: ReadonlyMap<Role, Added>,
  ids: ReadonlyMap<string, number>,
): Json {
  const tokenOf = (role: Role): [string, number] => {
    const token = roles.get(role)?.content;
    const id = token === undefined ? undefined : ids.get(token);
    if (token === undefined || id === undefined) throw new Error(`it has no ${token ?? `${role}_token`}`);
    return [token, id];
  };
  if (name !== 'GPT2Tokenizer' && name !== 'Qwen2Tokenizer') {
    return { type: 'RobertaProcessing', sep: tokenOf('sep'), cls: tokenOf('cls') };
  }
  if (name === 'Qwen2Tokenizer' || !flagOf(settings, 'add_bos_token', false)) return { type: 'ByteLevel' };
  const [bos] = tokenOf('bos');
  const single = [special(bos), sequence('A')];
  return templateProcessing(single, [...single, sequence('B', 1)], [bos], (token) => ids.get(token));
}
