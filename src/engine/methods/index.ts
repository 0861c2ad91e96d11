import type { MethodName } from '../../protocol/index.js';
import type { Method } from './context.js';
import { fillMask } from './fillMask.js';
import { models, state, unload } from './housekeeping.js';
import { tokens } from './tokens.js';

/** Every engine method by its name; console, extension and tests enter here. */
export const methods = { fillMask, tokens, models, state, unload } as unknown as { [M in MethodName]: Method<M> };
