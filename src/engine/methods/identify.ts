import { loadIdentifier } from '../languages/identifier.js';
import type { Method } from './shared/methodContext.js';

/** Tells which language a text looks like, or that nobody can tell. */
export const identify: Method<'identify'> = async (_, { text }) => (await loadIdentifier())(text);
