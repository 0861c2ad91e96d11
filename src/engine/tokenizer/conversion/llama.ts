import type { Json } from '../../files.js';
import type { Role } from '../specialTokens.js';
import { type Added, addedTokens, additionalTokens, type Declaration, flagOf, tokensOfRoles } from './declaration.js';
import { readSentencePieceModel, type SentencePieceModel } from './sentencePieceModel.js';
import { sequence, special, templateProcessing } from './template.js';
import { markedPieces } from './unigramModel.js';

/**
 * tokenizer.json of a Llama's tokenizer.model, as transformers' `LlamaConverter` makes it: byte-pair encoding whose merges
 * are read off the pieces' scores, over characters, with bytes for those that it lacks.
 * @throws Error for what is no such model, and for a special token that is asked for and not there
 */
export function tokenizerOfLlama(bytes: Uint8Array, declaration: Declaration): { json: Json; roles: Map<Role, Added> } {
  const model = readSentencePieceModel(bytes);
  if (model.type !== 'bpe') throw new Error('it is a unigram model, where a BPE model is expected');
  const { settings, added: declared } = declaration;
  // The first three are called what the files beside it call them.
  const names = model.pieces.map(({ text }, id) => (id < 3 ? (declared.get(id)?.content ?? text) : text));
  const ids = new Map(names.map((token, id) => [token, id]));
  const vocab = Object.fromEntries(ids);
  const roles = tokensOfRoles('LlamaTokenizer', declaration);
  const added = addedTokens(
    { size: ids.size, idOf: (token) => ids.get(token) },
    declaration,
    roles,
    additionalTokens('LlamaTokenizer', declaration),
    markedPieces(model),
  );
  for (const { content, id } of added) ids.set(content, id);
  const addsSpace = flagOf(settings, 'add_prefix_space', true);
  const isLegacy = flagOf(settings, 'legacy', true);
  const replace = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };
  const json = {
    added_tokens: added,
    normalizer: isLegacy
      ? { type: 'Sequence', normalizers: [...(addsSpace ? [{ type: 'Prepend', prepend: '▁' }] : []), replace] }
      : null,
    pre_tokenizer: isLegacy
      ? null
      : { type: 'Metaspace', replacement: '▁', prepend_scheme: addsSpace ? 'first' : 'never', split: false },
    post_processor: around(settings, roles, ids),
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        ...[{ type: 'ByteFallback' }, { type: 'Fuse' }],
        ...(addsSpace ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
      ],
    },
    model: {
      ...{ type: 'BPE', unk_token: model.unknownPiece, fuse_unk: true, byte_fallback: true },
      ...{ vocab, merges: mergesOf(model) },
    },
  };
  return { json, roles };
}

function around(settings: Json, roles: ReadonlyMap<Role, Added>, ids: ReadonlyMap<string, number>): Json {
  const tokenOf = (role: Role) => {
    const token = roles.get(role)?.content;
    if (token === undefined) throw new Error(`tokenizer_config.json asks for a ${role}_token and names none`);
    return token;
  };
  const first = flagOf(settings, 'add_bos_token', true) ? [tokenOf('bos')] : [];
  const last = flagOf(settings, 'add_eos_token', false) ? [tokenOf('eos')] : [];
  const text = (id: 'A' | 'B', segment: number) => [
    ...first.map((token) => special(token, segment)),
    sequence(id, segment),
    ...last.map((token) => special(token, segment)),
  ];
  return templateProcessing(text('A', 0), [...text('A', 0), ...text('B', 1)], [...first, ...last], (token) =>
    ids.get(token),
  );
}

interface Merge {
  pair: [string, string];
  score: number;
  lengths: [number, number];
}

/** Two pieces that make a third are merged, those of higher score first (transformers, `generate_merges`). */
function mergesOf({ pieces }: SentencePieceModel): [string, string][] {
  const ids = new Map(pieces.map(({ text }, id) => [text, id]));
  const merges: Merge[] = [];
  for (const { text, score } of pieces) {
    const characters = Array.from(text);
    const local: Merge[] = [];
    let left = '';
    for (let length = 1; length < characters.length; length++) {
      left += characters[length - 1];
      const right = text.slice(left.length);
      if (!ids.has(left) || !ids.has(right)) continue;
      local.push({ pair: [left, right], score, lengths: [length, characters.length - length] });
    }
    const order = ({ pair: [first, second] }: Merge) => [ids.get(first) ?? 0, ids.get(second) ?? 0];
    merges.push(...local.sort((one, other) => compare(order(one), order(other))));
  }
  merges.sort((one, other) => compare([other.score, ...other.lengths], [one.score, ...one.lengths]));
  return merges.map(({ pair }) => pair);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : one[at]! - other[at]!;
}
