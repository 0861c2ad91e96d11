import { buildIndex as build } from '../search/buildIndex.js';
import { openEncoder } from '../search/sentenceEncoder.js';
import type { Method } from './shared/methodContext.js';

/**
 * Makes an index of the text files below folders for `search`, or brings it up to date. It gives way to every other call
 * after each batch; what is done when it is cancelled, fails or is killed is kept, and the next call goes on from there.
 * @throws GlassboxError `bad-request` (`indexOfOtherModel`, `indexOfOtherVersion`, `storeBusy`, `disk`, `store`), `cancelled`
 */
export const buildIndex: Method<'buildIndex'> = async (context, params, report, signal) => {
  const encoder = await openEncoder(context, params.model, 'buildIndex');
  return build(encoder, params, report, signal);
};
