import path from 'node:path';
import { lock } from '../../hub/lock.js';
import { METHOD_TASKS } from '../../protocol/engine/index.js';
import { bytesOf, lockOf, removeFiles, removeIfEmpty, stateOf } from '../search/indexFolder.js';
import { servedMark } from '../search/sentenceEncoder.js';
import type { Method } from './shared/methodContext.js';

/** What there is of an index, without its vectors being read. @throws GlassboxError `unknown-model`, `bad-request` (`store`) */
export const indexState: Method<'indexState'> = async (context, { model, index }) => {
  const served = await context.findServed(model);
  const wanted = served
    ? servedMark(served)
    : (await context.findModel(model ?? METHOD_TASKS.buildIndex!.defaultModel!)).info;
  return stateOf(path.resolve(index), wanted);
};

/** Removes the files that an index consists of, and nothing else. @throws GlassboxError `bad-request` (`storeBusy`, `store`) */
export const removeIndex: Method<'removeIndex'> = async (_context, params) => {
  const index = path.resolve(params.index);
  if ((await bytesOf(index)) === 0) return { bytes: 0 };
  const held = await lock(lockOf(index), index);
  let bytes = 0;
  try {
    bytes = await removeFiles(index);
  } finally {
    await held.release();
  }
  await removeIfEmpty(index);
  return { bytes };
};
