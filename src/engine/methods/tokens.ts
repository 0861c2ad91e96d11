import type { Method } from './context.js';

/** The tokens of a text as the model sees it, specials included. Needs the tokenizer's files only. */
export const tokens: Method<'tokens'> = async (context, params) => {
  const model = await context.open(params.model);
  return { model: model.info.id, tokens: model.tokenizer.encode(params.text) };
};
