import type * as v from 'valibot';
import type { ExpectedValue } from '../protocol/engine/index.js';

const byMessage = new Map<string, ExpectedValue>();

/** Says with a schema's English message what it expects, so that windows can tell it in the user's language. */
export function expects(message: string, expected: ExpectedValue): string {
  byMessage.set(message, expected);
  return message;
}

/** Valibot's names of what it expects. */
const TYPES: Readonly<Record<string, ExpectedValue>> = {
  string: { type: 'text' },
  number: { type: 'number' },
  boolean: { type: 'flag' },
  Array: { type: 'list' },
  Object: { type: 'object' },
};

/** What a place of a file must hold; null where only its message says it. */
export function expectedOf({ message, expected }: v.BaseIssue<unknown>): ExpectedValue | null {
  return byMessage.get(message) ?? TYPES[expected ?? ''] ?? null;
}
