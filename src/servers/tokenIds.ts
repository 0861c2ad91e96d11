import * as v from 'valibot';

/** No vocabulary is larger. */
const MOST = 2 ** 24;
const id = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST));
const list = v.object({ tokens: v.array(v.union([id, v.object({ id })])) });

/** A question for a text's tokens (`/tokenize`), in vLLM's form and llama.cpp's at once. @param added with a beginning of text, where the model has one */
export const tokenizeBody = (model: string, text: string, added: boolean) => ({
  ...{ model, prompt: text, content: text, add_special_tokens: added, add_special: added },
});

/** The numbers in an answer of `/tokenize`; null for what is none. */
export function readTokenIds(value: unknown): number[] | null {
  const found = v.safeParse(list, value);
  return found.success ? found.output.tokens.map((one) => (typeof one === 'number' ? one : one.id)) : null;
}
