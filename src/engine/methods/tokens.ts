import type { Method } from './shared/methodContext.js';

/** The tokens of a text as the model sees it, specials included. Needs the tokenizer's files only. */
export const tokens: Method<'tokens'> = async (context, params) => {
  const model = await context.openModel(params.model);
  const { id, maxLength } = model.info;
  return { model: id, tokens: model.tokenizer.encode(params.text), maxLength };
};
