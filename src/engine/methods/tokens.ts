import type { Method } from './shared/methodContext.js';

/** The tokens of a text as the model sees it, specials included. Needs the tokenizer's files only. */
export const tokens: Method<'tokens'> = async (context, params, _report, signal) => {
  const model = await context.openWriter(params.model);
  model.requireTask('tokens');
  const { id, maxLength } = model.info;
  return { model: id, tokens: await model.encode(params.text, signal), maxLength };
};
