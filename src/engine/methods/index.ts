import type { MethodName } from '../../protocol/index.js';
import { compare } from './compare.js';
import type { Method } from './context.js';
import { distribution } from './distribution.js';
import { fillMask } from './fillMask.js';
import { generate } from './generate.js';
import { models, state, unload } from './housekeeping.js';
import { tokens } from './tokens.js';
import { translate } from './translate.js';

/** Every engine method by its name; console, extension and tests enter here. */
export const methods: { [M in MethodName]: Method<M> } = {
  fillMask,
  tokens,
  generate,
  compare,
  distribution,
  translate,
  models,
  state,
  unload,
};
