import type { IdentifyValue } from '../../protocol/engine/index.js';
import { identifyWith } from './identifyWith.js';

/** Tells which language a text looks like. */
export type Identifier = (text: string) => IdentifyValue;

let loading: Promise<Identifier> | null = null;

/** The identifier; its tables are read when it is first asked for, since most calls of an engine need none. */
export function loadIdentifier(): Promise<Identifier> {
  return (loading ??= import('eld/small').then(
    ({ eld }) =>
      (text) =>
        identifyWith(eld, text),
  ));
}
