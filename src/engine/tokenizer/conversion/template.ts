import type { Json } from '../../files.js';

/** The first or second text of a template. */
export const sequence = (id: 'A' | 'B', segment = 0): Json => ({ Sequence: { id, type_id: segment } });

/** A special token of a template. */
export const special = (id: string, segment = 0): Json => ({ SpecialToken: { id, type_id: segment } });

/**
 * A post-processor that puts special tokens around texts.
 * @param specials those that it puts in
 * @throws Error for one that the vocabulary lacks
 */
export function templateProcessing(
  single: readonly Json[],
  pair: readonly Json[],
  specials: readonly string[],
  idOf: (token: string) => number | undefined,
): Json {
  const ids = specials.map((token) => {
    const id = idOf(token);
    if (id === undefined) throw new Error(`it has no ${token}`);
    return [token, { ids: [id] }];
  });
  return { type: 'TemplateProcessing', single, pair, special_tokens: Object.fromEntries(ids) as Json };
}
