import type { SearchResult } from '../../../protocol/engine/index.js';

/** Where is searched: the file of the active editor, the files that are open, or those that an index was made of. */
export const SCOPES = ['file', 'open', 'workspace'] as const;
export type Scope = (typeof SCOPES)[number];

/** What puts results in order: all that the search knew at last, or one of its stages. */
export const ORDERS = ['final', 'words', 'meaning', 'together'] as const;
export type Order = (typeof ORDERS)[number];

/** A passage that was found, with its file. */
export interface Found extends Omit<SearchResult, 'folder'> {
  /** among the results, from 1 */
  place: number;
  /** of its file, as the editor writes it */
  uri: string;
  /** as an editor counts them, from 1; null where the file could not be read */
  line: number | null;
  column: number | null;
}

/** The results that a stage found in that stage's order, the others behind them in their own. */
export function inOrder<T extends Pick<Found, 'place' | 'words' | 'meaning' | 'together'>>(
  found: readonly T[],
  order: Order,
): T[] {
  const key = (one: T): number => {
    switch (order) {
      case 'final':
        return one.place;
      case 'words':
        return one.words?.rank ?? Infinity;
      case 'meaning':
        return one.meaning?.rank ?? Infinity;
      case 'together':
        return one.together?.rank ?? Infinity;
    }
  };
  const byKey = (one: T, other: T) =>
    key(one) === key(other) ? one.place - other.place : key(one) < key(other) ? -1 : 1;
  return [...found].sort(byKey);
}

/** A file with the results in it. */
export interface FileGroup<T> {
  uri: string;
  name: string;
  found: T[];
}

/** Results by their files, in the order in which the files come first. */
export function byFile<T extends Pick<Found, 'uri' | 'name'>>(found: readonly T[]): FileGroup<T>[] {
  const groups = new Map<string, FileGroup<T>>();
  for (const one of found) {
    const group = groups.get(one.uri) ?? { uri: one.uri, name: one.name, found: [] };
    groups.set(one.uri, group);
    group.found.push(one);
  }
  return [...groups.values()];
}
